"""What does the ledger know of devices, events and streams, and what does it set apart? Statements that both databases share.

Promise: plain SQL that PostgreSQL and SQLite read alike; ``%s`` stands for every value; nobody else writes these tables.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from sync.domain.identity import CENTRE, DeviceNo, EntryId, Incarnation, Stream
from sync.protocol.chain import stream_bytes
from sync.server.ledger.store import Batch, Door, Heard, Held, KnownDevice

HELD = "id, device, incarnation, high, head, safe_high, awaited, is_branched"

NEW_STREAM = "device, incarnation, high, head, safe_high, heard_ms, waiting, version, awaited, is_branched"


def new_stream(stream: Stream) -> tuple[Any, ...]:
    """Return the values of ``NEW_STREAM`` of a stream of which nothing has come yet."""
    return (stream.device, stream.incarnation, 0, b"", 0, 0, 0, "", 0, False)


def marks(count: int) -> str:
    """Return ``(%s, %s, …)`` for so many values."""
    return f"({', '.join(['%s'] * count)})"


class SqlStreams(ABC):
    """The ledger over one connection as far as streams go; the two databases add how to run a statement."""

    @abstractmethod
    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run and return the rows."""

    @abstractmethod
    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run once for each row of values."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        self.many(sql, (values,))

    def device(self, no: int) -> KnownDevice | None:
        rows = self.all("SELECT no, public_key, event, venue, revoked_ms FROM devices_device WHERE no = %s", (no,))
        return next((KnownDevice(no, bytes(key), event, venue, revoked) for no, key, event, venue, revoked in rows), None)

    def door(self, no: int) -> Door:
        rows = self.all(
            "SELECT d.no, d.public_key, d.event, d.venue, d.revoked_ms, coalesce(c.epoch, 1), "
            "(SELECT count(*) > 1 FROM people_organisation), mine.organisation_id, its.organisation_id, p.event, p.version "
            "FROM (SELECT 1 AS one) o "
            "LEFT JOIN ledger_centre c ON o.one = 1 "
            "LEFT JOIN publishing_publication p ON o.one = 1 LEFT JOIN devices_device d ON d.no = %s "
            "LEFT JOIN people_ownership mine ON mine.event = d.event LEFT JOIN people_ownership its ON its.event = p.event",
            (no,),
        )
        known = rows[0][:5]
        epoch, are_several, mine = rows[0][5:8]
        held = frozenset(event for *_, its, event, _version in rows if its == mine) | {known[2]} if are_several and no != CENTRE else None
        device = None if known[0] is None else KnownDevice(no, bytes(known[1]), known[2], known[3], known[4], held)
        return Door(device, epoch, {event: version for *_, event, version in rows if event is not None})

    def versions(self) -> dict[int, int]:
        return dict(self.all("SELECT event, version FROM publishing_publication"))

    def definition(self, event: int) -> bytes:
        ((definition,),) = self.all("SELECT definition FROM publishing_publication WHERE event = %s", (event,))
        return bytes(definition)

    def held(self, stream: Stream) -> Held | None:
        rows = self.all(f"SELECT {HELD} FROM ledger_stream WHERE device = %s AND incarnation = %s", (stream.device, stream.incarnation))
        return next((held_of(row) for row in rows), None)

    def streams(self) -> list[Held]:
        return [held_of(row) for row in self.all(f"SELECT {HELD} FROM ledger_stream ORDER BY id")]

    def hear(self, stream_id: int, now_ms: int, heard: Heard) -> None:
        self.run("UPDATE ledger_stream SET heard_ms = %s, waiting = %s, version = %s WHERE id = %s", (now_ms, *heard, stream_id))

    def branched(self, stream_id: int) -> None:
        self.run("UPDATE ledger_stream SET is_branched = %s WHERE id = %s", (True, stream_id))

    def awaits(self, stream_id: int, seq: int) -> None:
        self.run("UPDATE ledger_stream SET awaited = %s WHERE id = %s AND awaited < %s", (seq, stream_id, seq))

    def make_safe(self, stream_id: int, seq: int) -> None:
        self.run("UPDATE ledger_stream SET safe_high = %s WHERE id = %s AND safe_high < %s AND high >= %s", (seq, stream_id, seq, seq))

    def bodies(self, stream_id: int, first: int, last: int) -> list[bytes]:
        rows = self.all(
            "SELECT body FROM ledger_entry WHERE stream_id = %s AND seq BETWEEN %s AND %s ORDER BY seq", (stream_id, first, last)
        )
        return [bytes(body) for (body,) in rows]

    def seal_before(self, stream_id: int, seq: int) -> tuple[int, bytes] | None:
        rows = self.all("SELECT seq, head FROM ledger_seal WHERE stream_id = %s AND seq <= %s ORDER BY seq DESC LIMIT 1", (stream_id, seq))
        return next(((at, bytes(head)) for at, head in rows), None)

    def is_quarantined(self, stream: Stream, head: bytes) -> bool:
        return bool(
            self.all(
                "SELECT 1 FROM ledger_quarantined WHERE device = %s AND incarnation = %s AND head = %s LIMIT 1",
                (stream.device, stream.incarnation, head),
            )
        )

    def quarantine(self, batch: Batch, now_ms: int) -> None:
        self.run(
            f"INSERT INTO ledger_quarantined (digest, device, incarnation, first, entries, head, body, received_ms) VALUES {marks(8)} "
            "ON CONFLICT DO NOTHING",
            (_digest(batch.stream, batch.head), *_numbers(batch.stream), batch.first, batch.entries, batch.head, batch.body, now_ms),
        )

    def keep_found(self, id_: EntryId, body: bytes, now_ms: int) -> None:
        self.run(
            f"INSERT INTO ledger_found (digest, device, incarnation, seq, body, received_ms) VALUES {marks(6)} ON CONFLICT DO NOTHING",
            (_digest(id_.stream, id_.seq.to_bytes(8) + body), id_.device, id_.incarnation, id_.seq, body, now_ms),
        )


def held_of(row: Sequence[Any]) -> Held:
    """Return the stream's row of the columns ``HELD``."""
    id_, device, incarnation, high, head, safe_high, awaited, is_branched = row
    return Held(id_, Stream(DeviceNo(device), Incarnation(incarnation)), high, bytes(head), safe_high, awaited, bool(is_branched))


def _numbers(stream: Stream) -> tuple[int, int]:
    return (stream.device, stream.incarnation)


def _digest(stream: Stream, content: bytes) -> bytes:
    """Return what makes a repeated delivery recognisable as the same."""
    return hashlib.sha256(stream_bytes(stream) + content).digest()
