"""Do tables change while the centre serves without anybody waiting?"""

from typing import Any

import psycopg
import pytest
from django.db import models

from tests.support.backed_up import run
from tests.support.centre import KINDS, django_on, fresh_database, set_up_django

set_up_django()


@pytest.mark.slow
def test_a_change_that_would_have_to_wait_gives_up_and_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.management import call_command

    monkeypatch.setattr("sync.server.migrating.LOCK_WAIT_S", 1)
    with fresh_database("postgresql") as database, django_on(database):
        call_command("migrate", "backups", "zero", verbosity=0)
        with psycopg.connect(database.url) as other:
            other.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            assert run("migrate") == 4
            assert "in use for more than" in capsys.readouterr().err
        assert run("migrate") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_is_made_beside_its_table_also_after_one_that_was_broken_off(kind: str) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from sync.server.migrating import AddIndexWhileServing

    with fresh_database(kind) as database, django_on(database):
        before = MigrationLoader(connection).project_state()
        index = AddIndexWhileServing("stream", models.Index(fields=["heard_ms"], name="stream_heard"))
        after = before.clone()
        index.state_forwards("ledger", after)
        statements: list[str] = []

        def noted(execute: Any, statement: str, *more: Any) -> Any:
            statements.append(statement)
            return execute(statement, *more)

        for _ in range(2 if kind == "postgresql" else 1):
            with connection.schema_editor(atomic=False) as editor, connection.execute_wrapper(noted):
                index.database_forwards("ledger", editor, before, after)
        made = [one for one in statements if one.startswith("CREATE INDEX")]
        assert kind == "sqlite" or all("CONCURRENTLY" in one for one in made)
        assert made
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "ledger_stream")
        assert found["stream_heard"]["columns"] == ["heard_ms"]
        connection.close()
