"""How does a backup become the centre again, and how is one proven?

Promise: a backup is brought back beside the database, compared and added up before anything is changed; it goes live at once or not at all;
a database with something in it is replaced only when that was asked for, and is kept.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.backups import container
from sync.server.backups.after import Settled, join_erasures, settle
from sync.server.backups.contents import Facts, Manifest
from sync.server.backups.making import DATABASE, ERASURES, SECRET, WORK_FOLDER
from sync.server.backups.models import Backup
from sync.server.backups.opening import side_of_this_centre
from sync.server.backups.proving import doubts_about, raise_safe
from sync.server.backups.secret import Secret
from sync.server.backups.sides import Scratch, Side
from sync.server.backups.standing import let_go, standing_on
from sync.server.backups.trouble import BackupTrouble, Doubtful, NotABackup
from sync.server.publishing.lives import begin_life

_KEPT_AS = "before_%Y%m%dT%H%M%SZ"
_FILLED_BY_ITSELF = frozenset({"django_migrations", "django_content_type", "auth_permission", "ledger_centre", "publishing_keypair"})
"""Tables that have rows as soon as a centre was made and started once."""


class Restored(msgspec.Struct, frozen=True):
    """``settled``: how much was erased and ended anew; ``kept``: what the database before is called now (none: it was empty)."""

    manifest: Manifest
    epoch: int
    settled: Settled
    kept: str | None


class Brought(msgspec.Struct, frozen=True):
    """A backup that was taken out of the file ``source`` into ``folder``."""

    source: Path
    folder: Path
    manifest: Manifest


def prove(source: Path, now_ms: int) -> int:
    """Restore the backup at ``source`` beside the centre and compare. Raises ``Doubtful``.

    Otherwise let kiosks know how far it holds their streams, and return of how many streams that is news.
    """
    side = side_of_this_centre()
    with _brought(source, side) as brought:
        Secret(brought.manifest, brought.folder / "none")
        with side.scratch(brought.folder / DATABASE) as scratch:
            doubts = doubts_about(side, scratch, brought.manifest.facts, now_ms)
        if doubts:
            raise Doubtful(doubts)
    raised = raise_safe(brought.manifest.facts)
    _remember(brought, now_ms)
    return raised


def restore(source: Path, now_ms: int, *, replace: bool, despite_doubts: bool) -> Restored:
    """Put the backup at ``source`` in the place of the centre's database."""
    side = side_of_this_centre()
    with _brought(source, side) as brought:
        now = side.facts(None)
        is_empty = now is None or not any(rows for name, rows in now.tables.items() if name not in _FILLED_BY_ITSELF)
        if now is not None and not is_empty and not replace:
            raise BackupTrouble(_consequences(now, brought.manifest))
        secret = Secret(brought.manifest, brought.folder / SECRET)
        let_go()
        side.check_unused()
        with secret.used(), side.scratch(brought.folder / DATABASE) as scratch:
            doubts = doubts_about(side, scratch, brought.manifest.facts, now_ms) + _let_go_since(now, brought.manifest)
            if doubts and not despite_doubts:
                raise Doubtful(doubts)
            epoch, settled = _make_ready(brought, scratch, now, now_ms)
            kept = side.go_live(scratch, _stamp(now_ms), is_empty=is_empty)
            secret.keep(_stamp(now_ms))
    return Restored(brought.manifest, epoch, settled, kept)


@contextmanager
def _brought(source: Path, side: Side) -> Iterator[Brought]:
    if not source.is_file():
        raise NotABackup(f"there is no file {source}")
    try:
        with tempfile.TemporaryDirectory(prefix=WORK_FOLDER, dir=settings.STATE_FOLDER) as folder:
            manifest = container.take_out(source, Path(folder), settings.ENVIRONMENT.backup_passphrase)
            if DATABASE not in {member.name for member in manifest.members}:
                raise NotABackup(f"{source} holds no database")
            if manifest.database != side.kind:
                raise BackupTrouble(
                    f"{source} was made of {manifest.database}, and this centre has {side.kind}; set DATABASE_URL to one of those"
                )
            yield Brought(source, Path(folder), manifest)
    except OSError as cause:
        raise BackupTrouble(f"{cause.filename or settings.STATE_FOLDER} cannot be written: {cause.strerror or cause}") from cause


def _make_ready(brought: Brought, scratch: Scratch, now: Facts | None, now_ms: int) -> tuple[int, Settled]:
    """Begin the next life in ``scratch``; return its epoch and what had to be done anew."""
    if (brought.folder / ERASURES).exists():
        join_erasures(brought.folder / ERASURES)
    with standing_on(scratch.settings):
        settled = settle(now_ms)
        epoch = begin_life(now_ms, above=0 if now is None else now.epoch)
        _remember(brought, now_ms)
        did(Actor("Whoever runs the centre", None), Deed.RESTORED, f"Restored the backup of {in_words(brought.manifest.made_ms)}.")
    return epoch, settled


def _remember(brought: Brought, now_ms: int) -> None:
    manifest = brought.manifest
    Backup.objects.update_or_create(
        digest=container.digest_of(brought.source),
        defaults={"proven_ms": now_ms},
        create_defaults={
            "name": brought.source.name,
            "made_ms": manifest.made_ms,
            "size_bytes": brought.source.stat().st_size,
            "entries": manifest.facts.entries,
            "proven_ms": now_ms,
        },
    )


def _consequences(now: Facts, manifest: Manifest) -> str:
    return (
        f"the database holds {now.entries} entries and is not empty; nothing was changed. With --replace the backup of "
        f"{in_words(manifest.made_ms)} with {manifest.facts.entries} entries takes its place. Kiosks send again what came since; accounts, "
        "drafts, publications, enrolments and decisions about flags of that time are gone, and everybody has to sign in again. The "
        "database of now is kept beside it"
    )


def _let_go_since(now: Facts | None, manifest: Manifest) -> list[str]:
    """Return what kiosks may have let go of because a newer backup held it."""
    if now is None:
        return []
    held = {(one.device, one.incarnation): one.high for one in manifest.facts.streams}
    lost = [(one, one.safe_high - held.get((one.device, one.incarnation), 0)) for one in now.streams]
    return [
        f"kiosk {one.device} may have let go of {entries} entries that are not in this backup, because a newer proven one holds them"
        for one, entries in lost
        if entries > 0
    ]


def in_words(at_ms: int) -> str:
    """Return a moment as the command line says it."""
    return dt.datetime.fromtimestamp(at_ms / 1000, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")


def _stamp(now_ms: int) -> str:
    return dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).strftime(_KEPT_AS)
