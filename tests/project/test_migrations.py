"""May every change of the tables be made while kiosks are sending?"""

from typing import Any

import pytest
from django.db import migrations, models

from tests.support.centre import set_up_django

set_up_django()

from sync.server.migrating import AddIndexWhileServing  # noqa: E402 - settings of the centre come first

WRITTEN_ALL_DAY = frozenset({"ledger", "projector", "devices", "publishing", "audit"})
"""Rooms whose tables kiosks or visitors write to, or that have many rows, while a nation is at it."""

BEFORE_ANYBODY_SERVED: frozenset[str] = frozenset(
    {
        "devices.0002_address_of_asking",
        "devices.0003_clock_of_device",
        "devices.0004_room_on_disk",
        "projector.0003_stays_of_a_venue",
        "publishing.0003_key_of_own_words",
    }
)
"""Changes from before the first release, when every table was empty. After it nothing is added here."""


LOCKING: dict[type[Any], str] = {
    migrations.AddIndex: "the table is locked while it is made; use AddIndexWhileServing",
    migrations.AddConstraint: "every row is looked at under a lock",
    migrations.AlterField: "the table may be written anew; add another column",
    migrations.AddField: "who runs the version before does not give it; use null or db_default",
    migrations.RemoveField: "who runs the version before still asks for it",
    migrations.RenameField: "who runs the version before still asks for it by its name",
}


def troubles(app: str, migration: Any) -> list[str]:
    """What of a migration would make somebody wait, or fail who still runs the version before."""
    made = {one.name.lower() for one in migration.operations if isinstance(one, migrations.CreateModel)}
    found = []
    for one in migration.operations:
        if getattr(one, "model_name", "").lower() in made:
            continue
        found += [f"{type(one).__name__} of {one.model_name}: {why}" for why in _why_not(one)]
    concurrent = [one for one in migration.operations if isinstance(one, AddIndexWhileServing)]
    if concurrent and (migration.atomic or len(migration.operations) > 1):
        found.append("an index that is made beside its table stands alone in a migration with atomic = False")
    return [f"{app}.{migration.name}: {each}" for each in found]


def _why_not(one: Any) -> list[str]:
    if isinstance(one, AddIndexWhileServing):
        return []
    if isinstance(one, migrations.AddField) and (one.field.null or one.field.has_db_default()):
        return []
    return [why for sort, why in LOCKING.items() if isinstance(one, sort)]


def all_of_ours() -> list[tuple[str, Any]]:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    ours = {one.label for one in apps.get_app_configs() if one.name.startswith("sync.server.")}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [(app, one) for (app, _), one in sorted(loader.disk_migrations.items()) if app in ours]


def test_no_change_of_a_table_makes_a_kiosk_wait() -> None:
    everyone = all_of_ours()
    assert len(everyone) > 20
    watched = [(app, one) for app, one in everyone if app in WRITTEN_ALL_DAY and f"{app}.{one.name}" not in BEFORE_ANYBODY_SERVED]
    assert [each for app, one in watched for each in troubles(app, one)] == []


def test_migrations_are_named_by_what_they_do() -> None:
    assert [f"{app}.{one.name}" for app, one in all_of_ours() if "auto_" in one.name or one.name.endswith("_initial")] == []


def test_models_and_migrations_say_the_same() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


INDEX = models.Index(fields=["device"], name="one")
NUMBER: Any = models.BigIntegerField()


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddIndex("stream", INDEX),
        migrations.AddConstraint("stream", models.UniqueConstraint(fields=["high"], name="two")),
        migrations.AlterField("stream", "high", NUMBER),
        migrations.AddField("stream", "more", NUMBER),
        migrations.AddField("stream", "more", models.BigIntegerField(default=0)),
        migrations.RemoveField("stream", "high"),
        migrations.RenameField("stream", "high", "low"),
    ],
)
def test_a_change_that_locks_or_leaves_the_version_before_behind_is_named(operation: Any) -> None:
    class Changes(migrations.Migration):
        operations = (operation,)

    assert len(troubles("ledger", Changes("0002_changes", "ledger"))) == 1


def test_what_waits_for_nobody_is_allowed() -> None:
    class Changes(migrations.Migration):
        operations = (
            migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddIndex("new", models.Index(fields=["id"], name="three")),
            migrations.AddField("stream", "more", models.BigIntegerField(null=True)),
            migrations.AddField("stream", "most", models.BigIntegerField(db_default=0)),
        )

    class Index(migrations.Migration):
        atomic = False
        operations = (AddIndexWhileServing("stream", INDEX),)

    class InATransaction(migrations.Migration):
        operations = (AddIndexWhileServing("stream", INDEX),)

    assert troubles("ledger", Changes("0002_changes", "ledger")) == []
    assert troubles("ledger", Index("0003_index", "ledger")) == []
    assert len(troubles("ledger", InATransaction("0003_index", "ledger"))) == 1
