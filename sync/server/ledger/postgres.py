"""How does PostgreSQL take entries in? The few statements that decide its speed and its locks.

Promise: a batch is one statement with binary arrays; streams are locked in one statement in one order, so that any number of
writers wait for each other at most and never for ever.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from sync.domain.entry import Kind
from sync.domain.identity import Stream
from sync.server.ledger.arrays import ByteaArray, Int8Array, register
from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.sql_streams import HELD, NEW_STREAM, held_of, marks, new_stream
from sync.server.ledger.store import Columns, Held, MissingStreams, StoreBusy, StoreFull, SubtotalKey

# Without ON CONFLICT, which costs half as much again: the position under the stream's lock has decided already what is new, and the
# primary key would end the whole transaction if it had not (S23).
_APPEND = b"""
INSERT INTO ledger_entry (stream_id, seq, received_ms, counted, kind, event, venue, who, activity, item, at_ms, error_ms, body)
SELECT %b::int8, %b::int8 + c.place, %b::int8, %b::bool, c.kind, c.event, c.venue, c.who, c.activity, c.item, c.at_ms, c.error_ms, c.body
FROM unnest(%b::int8[], %b::int8[], %b::int8[], %b::bytea[], %b::int8[], %b::int8[], %b::int8[], %b::int8[], %b::bytea[])
WITH ORDINALITY AS c (kind, event, venue, who, activity, item, at_ms, error_ms, body, place)
"""

_ADD_SUBTOTALS = b"""
INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount)
SELECT * FROM unnest(%b::int8[], %b::int8[], %b::int8[], %b::int8[], %b::int8[], %b::int2[], %b::int8[])
ON CONFLICT (stream_id, event, venue, activity, item, measure) DO UPDATE SET amount = ledger_subtotal.amount + excluded.amount
"""

_UNKNOWN_PEOPLE = f"""
SELECT who FROM unnest(%b::bytea[]) AS who
WHERE NOT EXISTS (SELECT FROM publishing_rosterrow r WHERE r.event = %b::int8 AND r.key = who AND r.body IS NOT NULL)
AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.event = %b::int8 AND e.who = who.who AND e.kind = {int(Kind.WALK_IN)})
"""

_PROJECTOR_LOCK = 0x4D48_0001
"""Any number that nothing else in this database locks."""

_FULL = (errors.DiskFull, errors.OutOfMemory, errors.ConfigurationLimitExceeded)
_BUSY = (psycopg.OperationalError, psycopg.InterfaceError)


class PostgresLedger(SqlLedger):
    """The ledger over one psycopg connection, with cursors of psycopg itself: Django's bind on the client and are much slower."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._cursor: psycopg.Cursor[Any] = psycopg.Cursor(connection)
        register(self._cursor.adapters)

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._cursor.execute(sql.encode(), values).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            self._cursor.execute(sql.encode(), row)

    def lock(self, streams: Collection[Stream]) -> dict[Stream, Held]:
        pairs = ", ".join([marks(2)] * len(streams))
        rows = self.all(
            f"SELECT {HELD} FROM ledger_stream WHERE (device, incarnation) IN ({pairs}) ORDER BY id FOR UPDATE",
            [number for stream in streams for number in (stream.device, stream.incarnation)],
        )
        locked = {held.stream: held for held in map(held_of, rows)}
        if len(locked) < len(streams):
            raise MissingStreams([stream for stream in streams if stream not in locked])
        return locked

    def only_projector(self) -> None:
        self.all("SELECT pg_advisory_xact_lock(%s)", (_PROJECTOR_LOCK,))

    def append(self, stream_id: int, columns: Columns, received_ms: int, *, counted: bool) -> None:
        seq, kind, event, venue, who, activity, item, at_ms, error_ms, body = columns
        few = [Int8Array.of_few(column) for column in (kind, event, venue, activity, item)]
        values = (*few[:3], ByteaArray(who), *few[3:], Int8Array.of(at_ms), Int8Array.of(error_ms), ByteaArray(body))
        self._cursor.execute(_APPEND, (stream_id, seq[0] - 1, received_ms, counted, *values), prepare=True)

    def unknown_people(self, event: int, people: Collection[bytes]) -> set[bytes]:
        rows = self.all(_UNKNOWN_PEOPLE, (ByteaArray(list(people)), event, event)) if people else []
        return {bytes(who) for (who,) in rows}

    def add_subtotals(self, amounts: Mapping[SubtotalKey, int]) -> None:
        if amounts:
            self._cursor.execute(_ADD_SUBTOTALS, [list(column) for column in zip(*amounts, strict=True)] + [list(amounts.values())])


class PostgresStore:
    """One connection in autocommit mode, as Django keeps it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def reading(self) -> PostgresLedger:
        return PostgresLedger(self._connection)

    @contextmanager
    def transaction(self) -> Iterator[PostgresLedger]:
        try:
            # Through the pipeline: what needs no answer is not waited for, and whatever fails is raised at the latest with the commit.
            with self._connection.pipeline(), self._connection.transaction():
                yield PostgresLedger(self._connection)
        except _FULL as cause:
            raise StoreFull(f"PostgreSQL has no room: {cause}") from cause
        except _BUSY as cause:
            raise StoreBusy(f"PostgreSQL cannot now: {cause}") from cause

    @contextmanager
    def snapshot(self) -> Iterator[PostgresLedger]:
        """Read in one state of the database, whatever is written meanwhile."""
        with self.transaction() as ledger:
            ledger.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield ledger

    def make_streams(self, streams: Collection[Stream]) -> None:
        for stream in streams:
            with self.transaction() as ledger:
                ledger.run(
                    f"INSERT INTO ledger_stream ({NEW_STREAM}) VALUES {marks(10)} ON CONFLICT DO NOTHING",
                    new_stream(stream),
                )
