"""How does SQLite take entries in? One immediate transaction for each batch.

Promise: the lock is asked for at the beginning, where waiting for it is harmless; a full disk and a locked file are told apart.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec

from sync.domain.entry import Kind
from sync.domain.identity import Stream
from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.sql_streams import NEW_STREAM, marks, new_stream
from sync.server.ledger.store import Appended, Held, MissingStreams, Somebody, StoreBusy, StoreFull

_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_READONLY}
_PRIMARY = 0xFF
"""SQLite's extended result codes keep the primary one in the lowest byte."""

_APPEND = (
    "INSERT INTO ledger_entry (stream_id, received_ms, counted, seq, kind, event, venue, who, activity, item, at_ms, error_ms, body) "
    f"VALUES {marks(13)}"
).replace("%s", "?")

_ADD_VENUES = (
    f"INSERT INTO ledger_streamvenue (stream_id, event, venue, entries, at_ms, received_ms) VALUES {marks(6)} "
    "ON CONFLICT (stream_id, event, venue) DO UPDATE SET entries = ledger_streamvenue.entries + excluded.entries, "
    "received_ms = excluded.received_ms, at_ms = max(ledger_streamvenue.at_ms, excluded.at_ms)"
)

_IS_KNOWN = (
    "SELECT 1 FROM publishing_rosterrow WHERE event = %s AND key = %s AND body IS NOT NULL UNION ALL "
    f"SELECT 1 FROM ledger_entry WHERE event = %s AND who = %s AND kind = {int(Kind.WALK_IN)} LIMIT 1"
)

_ADD_SEAL = (
    "INSERT INTO ledger_seal (stream_id, seq, head, definition, wall_ms, mono_ms, boot, state, signature) "
    f"VALUES {marks(9)} ON CONFLICT DO NOTHING"
)


class SqliteLedger(SqlLedger):
    """The ledger over one sqlite3 connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return sqlite3.Connection.execute(self._connection, sql.replace("%s", "?"), values).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        sqlite3.Connection.executemany(self._connection, sql.replace("%s", "?"), rows)

    def lock(self, streams: Collection[Stream]) -> dict[Stream, Held]:
        locked = {stream: held for stream in streams if (held := self.held(stream)) is not None}  # the transaction is the lock
        if len(locked) < len(streams):
            raise MissingStreams([stream for stream in streams if stream not in locked])
        return locked

    def append(self, stream_id: int, appended: Appended) -> set[Somebody]:
        unknown = {one for one in appended.people if not self.all(_IS_KNOWN, (*one, *one))}
        now_ms, seal = appended.received_ms, appended.seal
        rows = ((stream_id, now_ms, appended.counted, *row) for row in zip(*appended.columns, strict=True))
        sqlite3.Connection.executemany(self._connection, _APPEND, rows)
        self.add_subtotals(appended.amounts)
        self.many(_ADD_VENUES, [(stream_id, *row, now_ms) for row in appended.venues])
        if seal is not None:
            numbers = msgspec.structs.astuple(seal.clock)
            self.run(_ADD_SEAL, (stream_id, seal.seq, seal.head, seal.definition, *numbers, seal.signature))
        if appended.heard is not None:
            self.hear(stream_id, now_ms, appended.heard)
        self.run("UPDATE ledger_stream SET high = %s, head = %s WHERE id = %s", (appended.high, appended.head, stream_id))
        return unknown


class SqliteStore:
    """One connection in autocommit mode, as Django keeps it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def reading(self) -> SqliteLedger:
        return SqliteLedger(self._connection)

    @contextmanager
    def transaction(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[SqliteLedger]:
        ledger = SqliteLedger(self._connection)
        try:
            ledger.all(begin)
            yield ledger
            ledger.all("COMMIT")
        except sqlite3.OperationalError as cause:
            raise _named(cause) from cause
        finally:
            if self._connection.in_transaction:
                ledger.all("ROLLBACK")

    def snapshot(self) -> AbstractContextManager[SqliteLedger]:
        """Read in one state of the database, whatever is written meanwhile."""
        return self.transaction("BEGIN DEFERRED")

    def make_streams(self, streams: Collection[Stream]) -> None:
        with self.transaction() as ledger:
            ledger.many(
                f"INSERT INTO ledger_stream ({NEW_STREAM}) VALUES {marks(10)} ON CONFLICT DO NOTHING",
                [new_stream(stream) for stream in streams],
            )


def _named(cause: sqlite3.OperationalError) -> Exception:
    code = cause.sqlite_errorcode
    if code in _NO_ROOM or code & _PRIMARY in _NO_ROOM:
        return StoreFull(f"SQLite has no room: {cause}")
    return StoreBusy(f"SQLite cannot now: {cause}")
