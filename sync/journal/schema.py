"""What stands in a journal's file, and how does an older file become a present one?

Promise: each step runs and is recorded in one transaction, so a power cut leaves either the old tables or the new ones; a file with
more steps than we know is refused before anything touches it.
"""

from pathlib import Path
from typing import NamedTuple

import apsw

from sync.journal.contract import JournalTooNew
from sync.journal.sqlite import transaction


class Step(NamedTuple):
    """One migration; steps are only ever added at the end."""

    name: str
    statements: str


JOURNAL_STEPS = (
    Step(
        "streams, entries, taps, seals and marks",
        """
        CREATE TABLE migrations (no INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        -- The stream with the largest no is the present one; the others are closed and only wait to be carried.
        CREATE TABLE streams (
            no INTEGER PRIMARY KEY, device INTEGER NOT NULL, incarnation INTEGER NOT NULL, public_key BLOB NOT NULL,
            UNIQUE (device, incarnation)) STRICT;
        -- head: the chain after this entry, so that any part can be checked without reading from the beginning.
        CREATE TABLE entries (
            stream INTEGER NOT NULL REFERENCES streams, seq INTEGER NOT NULL CHECK (seq > 0), body BLOB NOT NULL, head BLOB NOT NULL,
            PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
        -- What each tap made: entries first … first + entries - 1.
        CREATE TABLE taps (
            tap_id BLOB PRIMARY KEY, stream INTEGER NOT NULL REFERENCES streams, first INTEGER NOT NULL, entries INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
        CREATE TABLE seals (
            stream INTEGER NOT NULL REFERENCES streams, seq INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE marks (
            stream INTEGER PRIMARY KEY REFERENCES streams, high INTEGER NOT NULL, safe_high INTEGER NOT NULL, epoch INTEGER NOT NULL
            ) STRICT;
        """,
    ),
    Step(
        "taps whose button is on the screen",
        """
        CREATE TABLE pending (tap_id BLOB PRIMARY KEY, run INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE runs (no INTEGER NOT NULL) STRICT;
        INSERT INTO runs VALUES (0);
        """,
    ),
)

_VERSION_AT = 60
"""Where a SQLite file keeps ``user_version``: 4 bytes, most significant first (sqlite.org/fileformat.html)."""


def refuse_newer(path: Path, known: int = len(JOURNAL_STEPS)) -> None:
    """Raise ``JournalTooNew`` from the first bytes of the file alone: opening it with SQLite could already change it."""
    try:
        with path.open("rb") as file:
            start = file.read(_VERSION_AT + 4)
    except FileNotFoundError:
        return
    _refuse(int.from_bytes(start[_VERSION_AT:], "big") if start.startswith(b"SQLite format 3\x00") else 0, known)


def migrate(connection: apsw.Connection, steps: tuple[Step, ...] = JOURNAL_STEPS) -> None:
    """Bring the file up to ``steps``. Raises ``JournalTooNew`` when it has more."""
    version = connection.pragma("user_version")
    _refuse(version, len(steps))
    for no, step in enumerate(steps[version:], version + 1):
        with transaction(connection):
            connection.execute(step.statements)
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (no, step.name))
            connection.pragma("user_version", no)
    if version < len(steps):
        # The version must stand in the file itself and not only in the WAL, where refuse_newer would not see it.
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def _refuse(version: int, known: int) -> None:
    if version > known:
        raise JournalTooNew(
            "Opening the journal",
            f"the file has version {version}, this program knows {known}. It was not touched; start the newer program.",
        )
