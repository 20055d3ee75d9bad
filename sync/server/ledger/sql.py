"""Which statements do both databases share? Everything of the ledger but the few that decide speed or locking.

Promise: plain SQL that PostgreSQL and SQLite read alike; ``%s`` stands for every value; nobody else writes these tables.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from sync.domain.amend import root_of
from sync.domain.entry import Kind, Line
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, Stream
from sync.protocol import canon
from sync.protocol.chain import stream_bytes
from sync.protocol.messages import Seal
from sync.server.ledger.store import Batch, CountRow, FlagRow, Held, KnownDevice, SubtotalKey, VenueRow

HELD = "id, device, incarnation, high, head, safe_high"


def marks(count: int) -> str:
    """Return ``(%s, %s, …)`` for so many values."""
    return f"({', '.join(['%s'] * count)})"


class SqlLedger:
    """The ledger over one connection; the two databases add how to run, lock and append."""

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run and return the rows."""
        raise NotImplementedError

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run once for each row of values."""
        raise NotImplementedError

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        self.many(sql, (values,))

    def device(self, no: int) -> KnownDevice | None:
        rows = self.all("SELECT no, public_key, event, venue, revoked_ms FROM devices_device WHERE no = %s", (no,))
        return next((KnownDevice(no, bytes(key), event, venue, revoked) for no, key, event, venue, revoked in rows), None)

    def epoch(self) -> int:
        rows = self.all("SELECT epoch FROM ledger_centre")
        return int(rows[0][0]) if rows else 1

    def versions(self) -> dict[int, int]:
        return dict(self.all("SELECT event, version FROM publishing_publication"))

    def definition(self, event: int) -> bytes:
        ((definition,),) = self.all("SELECT definition FROM publishing_publication WHERE event = %s", (event,))
        return bytes(definition)

    def unknown_people(self, event: int, people: Collection[bytes]) -> set[bytes]:
        unknown = set(people)
        on_roster = "SELECT DISTINCT key FROM publishing_rosterrow WHERE event = %s AND body IS NOT NULL AND key IN "
        walked_in = f"SELECT DISTINCT who FROM ledger_entry WHERE event = %s AND kind = {int(Kind.WALK_IN)} AND who IN "
        for question in (on_roster, walked_in):
            if unknown:
                rows = self.all(question + marks(len(unknown)), (event, *unknown))
                unknown -= {bytes(key) for (key,) in rows}
        return unknown

    def held(self, stream: Stream) -> Held | None:
        rows = self.all(f"SELECT {HELD} FROM ledger_stream WHERE device = %s AND incarnation = %s", (stream.device, stream.incarnation))
        return next((held_of(row) for row in rows), None)

    def advance(self, stream_id: int, high: int, head: bytes) -> None:
        self.run("UPDATE ledger_stream SET high = %s, head = %s WHERE id = %s", (high, head, stream_id))

    def hear(self, stream_id: int, now_ms: int, waiting: int, version: str) -> None:
        self.run("UPDATE ledger_stream SET heard_ms = %s, waiting = %s, version = %s WHERE id = %s", (now_ms, waiting, version, stream_id))

    def bodies(self, stream_id: int, first: int, last: int) -> list[bytes]:
        rows = self.all(
            "SELECT body FROM ledger_entry WHERE stream_id = %s AND seq BETWEEN %s AND %s ORDER BY seq", (stream_id, first, last)
        )
        return [bytes(body) for (body,) in rows]

    def seal_before(self, stream_id: int, seq: int) -> tuple[int, bytes] | None:
        rows = self.all("SELECT seq, head FROM ledger_seal WHERE stream_id = %s AND seq <= %s ORDER BY seq DESC LIMIT 1", (stream_id, seq))
        return next(((at, bytes(head)) for at, head in rows), None)

    def add_seal(self, stream_id: int, seal: Seal) -> None:
        self.run(
            "INSERT INTO ledger_seal (stream_id, seq, head, definition, wall_ms, mono_ms, boot, state, signature) VALUES "
            f"{marks(9)} ON CONFLICT DO NOTHING",
            (stream_id, seal.seq, seal.head, seal.definition, *msgspec.structs.astuple(seal.clock), seal.signature),
        )

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

    def add_subtotals(self, amounts: Mapping[SubtotalKey, int]) -> None:
        self.many(
            f"INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount) VALUES {marks(7)} "
            "ON CONFLICT (stream_id, event, venue, activity, item, measure) "
            "DO UPDATE SET amount = ledger_subtotal.amount + excluded.amount",
            [(*key, amount) for key, amount in amounts.items() if amount],
        )

    def add_venues(self, stream_id: int, rows: Iterable[VenueRow], received_ms: int) -> None:
        self.many(
            f"INSERT INTO ledger_streamvenue (stream_id, event, venue, entries, at_ms, received_ms) VALUES {marks(6)} "
            "ON CONFLICT (stream_id, event, venue) DO UPDATE SET entries = ledger_streamvenue.entries + excluded.entries, "
            "received_ms = excluded.received_ms, "
            "at_ms = CASE WHEN excluded.at_ms > ledger_streamvenue.at_ms THEN excluded.at_ms ELSE ledger_streamvenue.at_ms END",
            [(stream_id, *row, received_ms) for row in rows],
        )

    def counts(self, stream_id: int) -> dict[tuple[int, int, int, int], CountRow]:
        rows = self.all("SELECT event, venue, activity, item, quantity, at_ms, seq FROM ledger_count WHERE stream_id = %s", (stream_id,))
        return {row[:4]: CountRow(*row) for row in map(tuple, rows)}

    def set_counts(self, stream_id: int, rows: Iterable[CountRow]) -> None:
        self.many(
            f"INSERT INTO ledger_count (stream_id, event, venue, activity, item, quantity, at_ms, seq) VALUES {marks(8)} "
            "ON CONFLICT (stream_id, event, venue, activity, item) DO UPDATE SET "
            "quantity = excluded.quantity, at_ms = excluded.at_ms, seq = excluded.seq",
            [(stream_id, *row) for row in rows],
        )

    def drop_counts(self, stream_id: int) -> None:
        self.run("DELETE FROM ledger_count WHERE stream_id = %s", (stream_id,))

    def lines_of_kind(self, stream_id: int, kind: int) -> list[Line]:
        # The kind stands in the statement, so that the index of counts is found.
        rows = self.all(
            f"SELECT {_LINE} WHERE e.stream_id = %s AND e.kind = {int(kind)} AND e.counted",
            (stream_id,),
        )
        return [line for row in rows if (line := line_of(row)) is not None]

    def add_amendments(self, stream_id: int, targets: Sequence[tuple[int, int, int]]) -> None:
        self.many(
            f"INSERT INTO ledger_amendment (stream_id, seq, target_stream_id, target_seq) VALUES {marks(4)} ON CONFLICT DO NOTHING",
            [(stream_id, *target) for target in targets],
        )

    def line_at(self, id_: EntryId) -> Line | None:
        rows = self.all(
            f"SELECT {_LINE} WHERE s.device = %s AND s.incarnation = %s AND e.seq = %s AND e.counted",
            (id_.device, id_.incarnation, id_.seq),
        )
        return next((line_of(row) for row in rows), None)

    def root_of(self, amendment: Line) -> Line | None:
        """Return the entry whose value ``amendment`` touches in the end, within its own event."""

        def same_event(id_: EntryId) -> Line | None:
            line = self.line_at(id_)
            return line if line is not None and line.entry.event == amendment.entry.event else None

        return root_of(amendment, same_event)

    def only_projector(self) -> None:
        """Wait until no other projector writes; the transaction's end lets the next one in. (SQLite's transaction is that by itself.)"""

    def amending(self, id_: EntryId) -> list[Line]:
        rows = self.all(
            f"SELECT {_LINE} JOIN ledger_amendment a ON a.stream_id = e.stream_id AND a.seq = e.seq "
            "JOIN ledger_stream t ON t.id = a.target_stream_id "
            "WHERE t.device = %s AND t.incarnation = %s AND a.target_seq = %s AND e.counted",
            (id_.device, id_.incarnation, id_.seq),
        )
        return [line for row in rows if (line := line_of(row)) is not None]

    def amended_among(self, stream_id: int, first: int, last: int) -> set[int]:
        rows = self.all(
            "SELECT DISTINCT target_seq FROM ledger_amendment WHERE target_stream_id = %s AND target_seq BETWEEN %s AND %s",
            (stream_id, first, last),
        )
        return {seq for (seq,) in rows}

    def uncounted_seqs(self, stream_id: int, last: int, most: int) -> list[int]:
        rows = self.all(
            "SELECT seq FROM ledger_entry WHERE stream_id = %s AND seq <= %s AND NOT counted ORDER BY seq LIMIT %s", (stream_id, last, most)
        )
        return [seq for (seq,) in rows]

    def uncounted(self, stream_id: int, first: int, last: int) -> list[Line]:
        rows = self.all(
            f"SELECT {_LINE} WHERE e.stream_id = %s AND e.seq BETWEEN %s AND %s AND NOT e.counted ORDER BY e.seq",
            (stream_id, first, last),
        )
        return [line for row in rows if (line := line_of(row)) is not None]

    def set_counted(self, stream_id: int, seqs: Collection[int]) -> None:
        self.many("UPDATE ledger_entry SET counted = %s WHERE stream_id = %s AND seq = %s", [(True, stream_id, seq) for seq in seqs])

    def mark(self, event: int, who: bytes) -> None:
        self.run("INSERT INTO projector_mark (event, who) VALUES (%s, %s)", (event, who))

    def raise_flags(self, rows: Iterable[FlagRow], now_ms: int) -> None:
        self.many(
            "INSERT INTO ledger_raisedflag (stream_id, seq, code, event, venue, who, by_fold, raised_ms, settled_by) VALUES "
            f"{marks(9)} ON CONFLICT DO NOTHING",
            [(*row, False, now_ms, "") for row in rows],
        )

    def drop_flag(self, id_: EntryId, code: int) -> None:
        self.run(
            "DELETE FROM ledger_raisedflag WHERE code = %s AND seq = %s AND stream_id IN "
            "(SELECT id FROM ledger_stream WHERE device = %s AND incarnation = %s)",
            (code, id_.seq, id_.device, id_.incarnation),
        )

    def drop_open_flag(self, id_: EntryId, code: int) -> None:
        """Like ``drop_flag``, but what a person settled stays."""
        self.run(
            "DELETE FROM ledger_raisedflag WHERE code = %s AND seq = %s AND settled_ms IS NULL AND stream_id IN "
            "(SELECT id FROM ledger_stream WHERE device = %s AND incarnation = %s)",
            (code, id_.seq, id_.device, id_.incarnation),
        )

    def flags_of(self, stream_id: int, first: int, last: int) -> list[tuple[int, int]]:
        rows = self.all(
            "SELECT seq, code FROM ledger_raisedflag WHERE stream_id = %s AND seq BETWEEN %s AND %s ORDER BY seq, code",
            (stream_id, first, last),
        )
        return [(seq, code) for seq, code in rows]

    def settle_flag(self, flag: int, now_ms: int, by: str) -> bool:
        return bool(
            self.all(
                "UPDATE ledger_raisedflag SET settled_ms = %s, settled_by = %s WHERE id = %s AND settled_ms IS NULL RETURNING id",
                (now_ms, by, flag),
            )
        )

    def settle_flags(self, stream_id: int, seqs: Collection[int], code: int, now_ms: int, by: str) -> None:
        self.many(
            "UPDATE ledger_raisedflag SET settled_ms = %s, settled_by = %s WHERE stream_id = %s AND code = %s AND seq = %s",
            [(now_ms, by, stream_id, code, seq) for seq in seqs],
        )


_LINE = "s.device, s.incarnation, e.seq, e.at_ms, e.body FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id"


def line_of(row: Sequence[Any]) -> Line | None:
    """Return the line of (device, incarnation, seq, at_ms, body); none when the bytes are no entry."""
    device, incarnation, seq, at_ms, body = row
    try:
        entry = canon.decode(bytes(body))
    except canon.Unreadable:
        return None
    return Line(EntryId(DeviceNo(device), Incarnation(incarnation), Seq(seq)), at_ms, entry)


def held_of(row: Sequence[Any]) -> Held:
    """Return the stream's row of the columns ``HELD``."""
    id_, device, incarnation, high, head, safe_high = row
    return Held(id_, Stream(DeviceNo(device), Incarnation(incarnation)), high, bytes(head), safe_high)


def _numbers(stream: Stream) -> tuple[int, int]:
    return (stream.device, stream.incarnation)


def _digest(stream: Stream, content: bytes) -> bytes:
    """Return what makes a repeated delivery recognisable as the same."""
    return hashlib.sha256(stream_bytes(stream) + content).digest()
