"""How does PostgreSQL take entries in? The few statements that decide its speed and its locks.

Promise: a batch is one statement with binary arrays; streams are locked in one statement in one order, so that any number of
writers wait for each other at most and never for ever.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from sync.domain.entry import Kind
from sync.domain.identity import Stream
from sync.protocol.messages import Seal
from sync.server.ledger.arrays import ByteaArray, Int8Array, register
from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.sql_streams import HELD, NEW_STREAM, held_of, marks, new_stream
from sync.server.ledger.store import Appended, Held, MissingStreams, Somebody, StoreBusy, StoreFull, SubtotalKey

# One statement: a push of a kiosk is small, and then each statement costs more than the rows in it. The entries without ON CONFLICT,
# which costs half as much again: the position under the stream's lock has decided already what is new, and the primary key would end
# the whole transaction if it had not (S23).
_APPEND = (
    b"""
WITH entries AS (
INSERT INTO ledger_entry (stream_id, seq, received_ms, counted, kind, event, venue, who, activity, item, at_ms, error_ms, body)
SELECT %(stream)b::int8, %(before)b::int8 + c.place, %(now_ms)b::int8, %(counted)b::bool, c.kind, c.event, c.venue, c.who, c.activity,
c.item, c.at_ms, c.error_ms, c.body
FROM unnest(%(kind)b::int8[], %(event)b::int8[], %(venue)b::int8[], %(who)b::bytea[], %(activity)b::int8[], %(item)b::int8[],
%(at_ms)b::int8[], %(error_ms)b::int8[], %(body)b::bytea[])
WITH ORDINALITY AS c (kind, event, venue, who, activity, item, at_ms, error_ms, body, place)
), sums AS (
INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount)
SELECT * FROM unnest(%(sums_stream)b::int8[], %(sums_event)b::int8[], %(sums_venue)b::int8[], %(sums_activity)b::int8[],
%(sums_item)b::int8[], %(sums_measure)b::int8[], %(sums_amount)b::int8[])
ON CONFLICT (stream_id, event, venue, activity, item, measure) DO UPDATE SET amount = ledger_subtotal.amount + excluded.amount
), venues AS (
INSERT INTO ledger_streamvenue (stream_id, event, venue, entries, at_ms, received_ms)
SELECT %(stream)b, c.*, %(now_ms)b
FROM unnest(%(at_event)b::int8[], %(at_venue)b::int8[], %(at_entries)b::int8[], %(at_newest)b::int8[]) AS c
ON CONFLICT (stream_id, event, venue) DO UPDATE SET entries = ledger_streamvenue.entries + excluded.entries,
received_ms = excluded.received_ms, at_ms = greatest(ledger_streamvenue.at_ms, excluded.at_ms)
), seal AS (
INSERT INTO ledger_seal (stream_id, seq, head, definition, wall_ms, mono_ms, boot, state, signature)
SELECT %(stream)b, %(seal_seq)b::int8, %(seal_head)b::bytea, %(definition)b::int8, %(wall_ms)b::int8, %(mono_ms)b::int8, %(boot)b::int8,
%(state)b::int8, %(signature)b::bytea WHERE %(seal_seq)b IS NOT NULL
ON CONFLICT DO NOTHING
), position AS (
UPDATE ledger_stream SET high = %(high)b::int8, head = %(head)b::bytea, heard_ms = coalesce(%(heard_ms)b::int8, heard_ms),
waiting = coalesce(%(waiting)b::int8, waiting), version = coalesce(%(version)b::text, version) WHERE id = %(stream)b
)
SELECT p.event, p.who FROM unnest(%(people_event)b::int8[], %(people)b::bytea[]) AS p (event, who)
WHERE NOT EXISTS (SELECT FROM publishing_rosterrow r WHERE r.event = p.event AND r.key = p.who AND r.body IS NOT NULL)
AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.event = p.event AND e.who = p.who AND e.kind = """
    + str(int(Kind.WALK_IN)).encode()
    + b")"
)

_ADD_SUBTOTALS = b"""
INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount)
SELECT * FROM unnest(%b::int8[], %b::int8[], %b::int8[], %b::int8[], %b::int8[], %b::int8[], %b::int8[])
ON CONFLICT (stream_id, event, venue, activity, item, measure) DO UPDATE SET amount = ledger_subtotal.amount + excluded.amount
"""

_SUMS = ("sums_stream", "sums_event", "sums_venue", "sums_activity", "sums_item", "sums_measure", "sums_amount")
_AT = ("at_event", "at_venue", "at_entries", "at_newest")
_SEAL = ("seal_seq", "seal_head", "definition", "wall_ms", "mono_ms", "boot", "state", "signature")

_PROJECTOR_LOCK = 0x4D48_0001
"""Any number that nothing else in this database locks."""

_FULL = (errors.DiskFull, errors.OutOfMemory, errors.ConfigurationLimitExceeded)
_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
_BUSY = (psycopg.OperationalError, psycopg.InterfaceError)


class PostgresLedger(SqlLedger):
    """The ledger over one psycopg connection, with cursors of psycopg itself: Django's bind on the client and are much slower."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._cursor: psycopg.Cursor[Any] = psycopg.Cursor(connection)
        register(self._cursor.adapters)

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._cursor.execute(sql.encode(), values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        self._cursor.execute(sql.encode(), values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        # Through psycopg's pipeline, so that no row waits for the answer to the one before. It asks the database three times even for no
        # rows at all, and most pushes have none, while their stream is locked.
        if rows := list(rows):
            self._cursor.executemany(sql.encode(), rows)

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

    def append(self, stream_id: int, appended: Appended) -> set[Somebody]:
        columns, people = appended.columns, list(appended.people)
        values: dict[str, Any] = {
            "stream": stream_id,
            "before": columns.seq[0] - 1,
            "now_ms": appended.received_ms,
            "counted": appended.counted,
            **{name: Int8Array.of_few(getattr(columns, name)) for name in ("kind", "event", "venue", "activity", "item")},
            **{name: Int8Array.of(getattr(columns, name)) for name in ("at_ms", "error_ms")},
            **{name: ByteaArray(getattr(columns, name)) for name in ("who", "body")},
            **dict(zip(_SUMS, _sums(appended.amounts), strict=True)),
            **dict(zip(_AT, _columns(appended.venues, len(_AT)), strict=True)),
            "walked_in": int(Kind.WALK_IN),
            "people_event": Int8Array.of_few([event for event, _ in people]),
            "people": ByteaArray([who for _, who in people]),
            **_seal(appended.seal),
            "high": appended.high,
            "head": appended.head,
            "heard_ms": None if appended.heard is None else appended.received_ms,
            "waiting": None if appended.heard is None else appended.heard.waiting,
            "version": None if appended.heard is None else appended.heard.version,
        }
        rows = self._cursor.execute(_APPEND, values, prepare=True).fetchall()
        return {(event, bytes(who)) for event, who in rows}

    def add_subtotals(self, amounts: Mapping[SubtotalKey, int]) -> None:
        if amounts:
            self._cursor.execute(_ADD_SUBTOTALS, _sums(amounts))


class PostgresStore:
    """One connection in autocommit mode, as Django keeps it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def reading(self) -> PostgresLedger:
        return PostgresLedger(self._connection)

    @contextmanager
    def transaction(self) -> Iterator[PostgresLedger]:
        try:
            ledger = PostgresLedger(self._connection)
            ledger.run("BEGIN")
            yield ledger
            ledger.run("COMMIT")
        except _FULL as cause:
            raise StoreFull(f"PostgreSQL has no room: {cause}") from cause
        except _BUSY as cause:
            raise StoreBusy(f"PostgreSQL cannot now: {cause}") from cause
        finally:
            if self._connection.info.transaction_status in _OPEN:
                self._connection.rollback()

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


def _sums(amounts: Mapping[SubtotalKey, int]) -> list[Int8Array]:
    return _columns([(*key, amount) for key, amount in amounts.items()], len(_SUMS))


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> list[Int8Array]:
    """Return rows as columns, which there are also when there is no row."""
    return [Int8Array.of_few([row[place] for row in rows]) for place in range(width)]


def _seal(seal: Seal | None) -> dict[str, Any]:
    if seal is None:
        return dict.fromkeys(_SEAL)
    return dict(zip(_SEAL, (seal.seq, seal.head, seal.definition, *msgspec.structs.astuple(seal.clock), seal.signature), strict=True))
