"""What does the ledger know of entries, figures, amendments and flags? Statements that both databases share.

Promise: plain SQL that PostgreSQL and SQLite read alike; ``%s`` stands for every value; nobody else writes these tables.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sync.domain.amend import root_of
from sync.domain.entry import Line
from sync.domain.flags import Flag
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, Stream
from sync.protocol import canon
from sync.server.ledger.sql_streams import SqlStreams, marks
from sync.server.ledger.store import Appended, CountRow, FlagRow, Held, Somebody, SubtotalKey

_LINE = "s.device, s.incarnation, e.seq, e.at_ms, e.body FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id"

_PARTY = 2
"""``RosterChange.sort``."""


class EntryRow(NamedTuple):
    """One entry as it stands in its table."""

    seq: int
    at_ms: int
    error_ms: int
    counted: bool
    body: bytes


class SqlLedger(SqlStreams):
    """The whole ledger over one connection; the two databases add how to run, lock and append."""

    @abstractmethod
    def lock(self, streams: Collection[Stream]) -> dict[Stream, Held]:
        """Lock the rows, always in the same order. Raises ``MissingStreams``."""

    @abstractmethod
    def append(self, stream_id: int, appended: Appended) -> set[Somebody]:
        """Store the entries with what goes along with them; return whom of ``appended.people`` nobody knows."""

    def parties_of(self, event: int) -> list[bytes]:
        sql = "SELECT key FROM publishing_rosterrow WHERE event = %s AND sort = %s AND body IS NOT NULL"
        return [bytes(key) for (key,) in self.all(sql, (event, _PARTY))]

    def add_subtotals(self, amounts: Mapping[SubtotalKey, int]) -> None:
        self.many(
            f"INSERT INTO ledger_subtotal (stream_id, event, venue, activity, item, measure, amount) VALUES {marks(7)} "
            "ON CONFLICT (stream_id, event, venue, activity, item, measure) "
            "DO UPDATE SET amount = ledger_subtotal.amount + excluded.amount",
            [(*key, amount) for key, amount in amounts.items() if amount],
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
            "SELECT e.seq FROM ledger_raisedflag asked "
            "JOIN ledger_raisedflag f ON f.stream_id = asked.stream_id AND f.code = asked.code AND f.event = asked.event "
            "JOIN ledger_entry e ON e.stream_id = f.stream_id AND e.seq = f.seq "
            "WHERE asked.stream_id = %s AND asked.seq = %s AND asked.code = %s AND f.seq <= %s AND NOT e.counted ORDER BY e.seq LIMIT %s",
            (stream_id, last, int(Flag.REVOKED_DEVICE), last, most),
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

    def mark_entry(self, stream_id: int, seq: int) -> None:
        self.run("INSERT INTO projector_entrymark (stream_id, seq) VALUES (%s, %s)", (stream_id, seq))

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

    def raised_between(self, stream_id: int, first: int, last: int) -> dict[tuple[int, int], bool]:
        """Return the flags (seq, code) on a stretch, each with whether it is open."""
        rows = self.all(
            "SELECT seq, code, settled_ms IS NULL FROM ledger_raisedflag WHERE stream_id = %s AND seq BETWEEN %s AND %s",
            (stream_id, first, last),
        )
        return {(seq, code): bool(is_open) for seq, code, is_open in rows}

    def settle_flags(self, stream_id: int, seqs: Collection[int], code: int, now_ms: int, by: str) -> None:
        self.many(
            "UPDATE ledger_raisedflag SET settled_ms = %s, settled_by = %s WHERE stream_id = %s AND code = %s AND seq = %s",
            [(now_ms, by, stream_id, code, seq) for seq in seqs],
        )

    def reopen_flags(self, stream_id: int, seq: int, codes: Collection[int]) -> None:
        self.many(
            "UPDATE ledger_raisedflag SET settled_ms = NULL, settled_by = '' WHERE stream_id = %s AND seq = %s AND code = %s",
            [(stream_id, seq, code) for code in codes],
        )

    def rows_between(self, stream_id: int, first: int, last: int) -> list[EntryRow]:
        rows = self.all(
            "SELECT seq, at_ms, error_ms, counted, body FROM ledger_entry WHERE stream_id = %s AND seq BETWEEN %s AND %s ORDER BY seq",
            (stream_id, first, last),
        )
        return [EntryRow(seq, at_ms, error_ms, bool(counted), bytes(body)) for seq, at_ms, error_ms, counted, body in rows]

    def lines_between(self, stream_id: int, first: int, last: int) -> list[Line]:
        """Return the readable and counted entries of a stretch."""
        rows = self.all(f"SELECT {_LINE} WHERE e.stream_id = %s AND e.seq BETWEEN %s AND %s AND e.counted", (stream_id, first, last))
        return [line for row in rows if (line := line_of(row)) is not None]

    def entries_after(self, stream_id: int, seq: int) -> int:
        return int(self.all("SELECT count(*) FROM ledger_entry WHERE stream_id = %s AND seq > %s", (stream_id, seq))[0][0])

    def subtotals_of(self, stream_id: int) -> dict[SubtotalKey, int]:
        rows = self.all(
            "SELECT stream_id, event, venue, activity, item, measure, amount FROM ledger_subtotal WHERE stream_id = %s", (stream_id,)
        )
        return {SubtotalKey(*row[:6]): row[6] for row in rows}


def line_of(row: Sequence[Any]) -> Line | None:
    """Return the line of (device, incarnation, seq, at_ms, body); none when the bytes are no entry."""
    device, incarnation, seq, at_ms, body = row
    try:
        entry = canon.decode(bytes(body))
    except canon.NoEntry:
        return None
    return Line(EntryId(DeviceNo(device), Incarnation(incarnation), Seq(seq)), at_ms, entry)
