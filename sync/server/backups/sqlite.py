"""How is a SQLite file backed up and brought back?

Promise: a dump is made by SQLite itself while the centre goes on; a file goes live by one rename, and only when nobody has the old one
open, because whoever had would go on writing into what is no longer the centre's.
"""

import gzip
import os
import secrets
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sync.server.backups.contents import Facts, facts_of
from sync.server.backups.sides import Scratch
from sync.server.backups.trouble import BackupTrouble, NotABackup
from sync.server.ledger.sqlite import SqliteStore

WAIT_S = 20.0
FOUND_MAX = 5
"""So many of SQLite's findings are told; a file that is torn has thousands."""


class SqliteSide:
    """The live database is the file of ``settings``."""

    kind = "sqlite"

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._path = Path(settings["NAME"]).resolve()

    def version(self) -> str:
        return sqlite3.sqlite_version

    def dump(self, target: Path) -> Facts:
        copy = target.with_suffix(".copy")
        try:
            with closing(sqlite3.connect(self._path, timeout=WAIT_S, isolation_level=None)) as live:
                live.execute("VACUUM INTO ?", (str(copy),))
            facts = _facts(copy)
            assert facts is not None, "the centre that makes a backup has tables"
            with copy.open("rb") as content, gzip.open(target, "wb", compresslevel=6) as packed:
                shutil.copyfileobj(content, packed)
        except sqlite3.DatabaseError as cause:
            raise BackupTrouble(f"{self._path} cannot be copied to {target.parent.parent}: {cause}") from cause
        finally:
            copy.unlink(missing_ok=True)
        return facts

    def facts(self, scratch: Scratch | None) -> Facts | None:
        return _facts(self._path if scratch is None else Path(scratch.settings["NAME"]))

    @contextmanager
    def scratch(self, dump: Path) -> Iterator[Scratch]:
        # Beside the live file, so that going live is a rename.
        path = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}.scratch")
        try:
            _unpack(dump, path)
            yield Scratch({"NAME": str(path)}, _faults(path))
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(f"{path}{ending}").unlink(missing_ok=True)

    def check_unused(self) -> None:
        if not self._path.exists():
            return
        try:
            # To leave WAL, SQLite needs the file for itself; it also folds the log in, so that the one file is everything.
            with closing(sqlite3.connect(self._path, timeout=0.5, isolation_level=None)) as live:
                live.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as cause:
            raise BackupTrouble(f"{self._path} is open in another program; stop the centre and its worker first") from cause

    def go_live(self, scratch: Scratch, keep_as: str, *, is_empty: bool) -> str | None:
        path = Path(scratch.settings["NAME"])
        with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as made:
            made.execute("PRAGMA journal_mode=DELETE")
        self.check_unused()
        kept = self._path.with_name(f"{self._path.name}.{keep_as}")
        if not is_empty:
            _link(self._path, kept)
        _to_disk(path)
        path.replace(self._path)
        _to_disk(self._path.parent)
        return None if is_empty else str(kept)


def _facts(path: Path) -> Facts | None:
    with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as there, SqliteStore(there).snapshot() as ledger:
        found = ledger.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'")
        return facts_of(ledger, [str(name) for (name,) in found])


def _unpack(dump: Path, path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with gzip.open(dump, "rb") as packed, os.fdopen(handle, "wb") as content:
            shutil.copyfileobj(packed, content)
    except (gzip.BadGzipFile, zlib.error, EOFError) as cause:
        raise NotABackup(f"the database in the backup cannot be unpacked: {cause}") from cause


def _faults(path: Path) -> list[str]:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            found = [str(row[0]) for row in made.execute(f"PRAGMA integrity_check({FOUND_MAX})")]
            found += [f"a row of {row[0]} points at nothing in {row[2]}" for row in made.execute("PRAGMA foreign_key_check")][:FOUND_MAX]
    except sqlite3.DatabaseError as cause:
        raise NotABackup(f"the database in the backup cannot be opened: {cause}") from cause
    return [one for one in found if one != "ok"]


def _link(path: Path, kept: Path) -> None:
    """Give the file a second name; where the disk knows none, copy it."""
    try:
        kept.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, kept)
        kept.chmod(0o600)
        _to_disk(kept)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
