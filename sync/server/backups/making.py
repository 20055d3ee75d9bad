"""How is a backup made?

Promise: one file with one state of the database and what belongs to it; it is there whole or not at all, and no file is written over. The
centre's secret is in it only when a passphrase seals it, so that a stolen backup signs nothing (S24).
"""

import datetime as dt
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import msgspec
from django.conf import settings

from sync.server.backups import container
from sync.server.backups.contents import FORMAT, Manifest, secret_print
from sync.server.backups.models import Backup
from sync.server.backups.opening import side_of_this_centre
from sync.server.backups.trouble import BackupTrouble
from sync.server.erasing.ledger import ledger_file

DATABASE = "database"
ERASURES = "erasures"
SECRET = "secret"  # noqa: S105 - the name of a member, no secret
ENDING = ".backup"
NAMED = "manyhands-%Y%m%dT%H%M%SZ" + ENDING
WORK_FOLDER = ".manyhands-backup-"


class Made(msgspec.Struct, frozen=True):
    """A backup that was written."""

    path: Path
    size_bytes: int
    manifest: Manifest


def make(asked: Path, now_ms: int) -> Made:
    """Write a backup to the file ``asked``, or into the folder ``asked`` under a name that says when."""
    target = _target(asked, now_ms)
    side = side_of_this_centre()
    passphrase = settings.ENVIRONMENT.backup_passphrase
    try:
        with tempfile.TemporaryDirectory(prefix=WORK_FOLDER, dir=target.parent) as folder:
            work = Path(folder)
            facts = side.dump(work / DATABASE)
            if ledger_file().exists():
                shutil.copyfile(ledger_file(), work / ERASURES)
            if passphrase:
                (work / SECRET).write_text(settings.SECRET_KEY, encoding="utf-8")
            files = {path.name: path for path in sorted(work.iterdir())}
            members = tuple(container.member_of(name, path) for name, path in files.items())
            manifest = Manifest(FORMAT, version("manyhands"), now_ms, side.kind, side.version(), secret_print(), facts, members)
            digest = container.write(target, manifest, files, passphrase)
    except OSError as cause:
        raise BackupTrouble(f"{target.parent} cannot be written: {cause.strerror or cause}") from cause
    size_bytes = target.stat().st_size
    Backup.objects.create(name=target.name, digest=digest, made_ms=now_ms, size_bytes=size_bytes, entries=facts.entries)
    return Made(target, size_bytes, manifest)


def _target(asked: Path, now_ms: int) -> Path:
    if asked.is_dir():
        asked /= dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).strftime(NAMED)
    if asked.exists():
        raise BackupTrouble(f"there is a file {asked} already, and no backup is written over")
    if not asked.parent.is_dir():
        raise BackupTrouble(f"there is no folder {asked.parent}")
    return asked
