"""What does the projector read and write?

Promise: plain SQL for both databases over the ledger's own connection; only the projector writes these tables, and its flags.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec

from sync.domain.amend import Flagged
from sync.domain.entry import Kind, Line
from sync.domain.identity import EntryId
from sync.server.ledger.sql import SqlLedger, line_of
from sync.server.ledger.sql_streams import marks

_TOLD_BY = (Kind.CHECK_IN, Kind.CHECK_OUT, Kind.MOVE, Kind.ITEMS_LOGGED)
_AMENDING = (Kind.CORRECT, Kind.VOID)
_NUMBER_MAX = 2**62
"""Sums stay inside what a database holds, whatever a hostile device says about its hundred thousand people in 1970."""

Person = tuple[int, bytes]
"""(event, reference)"""


class Unread(NamedTuple):
    """A stretch of a stream that the projector has not read: after ``after``, up to ``high``."""

    stream_id: int
    after: int
    high: int


class Touched(NamedTuple):
    """What a stretch may change: people's days, and logs for everybody."""

    people: set[Person]
    logs: dict[EntryId, Line]


class StayRow(NamedTuple):
    """A stay as it stands in the table."""

    venue: int
    activity: int | None
    headcount: int
    from_ms: int
    to_ms: int | None
    estimated: bool


class PlaceKey(NamedTuple):
    """A row of attendance."""

    event: int
    scope: int
    venue: int
    activity: int


class Numbers(msgspec.Struct):
    """What stands in a row of attendance, or is added to it."""

    here: int = 0
    here_from_ms: int = 0
    arrived: int = 0
    closed_ms: int = 0

    def add(self, other: "Numbers", sign: int = 1) -> None:
        """Add the other's numbers, or take them away."""
        for name in Numbers.__struct_fields__:
            total = getattr(self, name) + sign * getattr(other, name)
            setattr(self, name, max(-_NUMBER_MAX, min(total, _NUMBER_MAX)))


class ProjectorTables:
    """The projector's statements inside one transaction of ``ledger``."""

    def __init__(self, ledger: SqlLedger) -> None:
        self.ledger = ledger

    def unread(self, most: int) -> list[Unread]:
        rows = self.ledger.all(
            "SELECT s.id, coalesce(p.seq, 0), s.high FROM ledger_stream s LEFT JOIN projector_position p ON p.stream_id = s.id "
            "WHERE s.high > coalesce(p.seq, 0) ORDER BY s.id LIMIT %s",
            (most,),
        )
        return [Unread(*row) for row in rows]

    def touched_in(self, stretch: Unread) -> Touched:
        """Return what the counted entries of a stretch may change, by themselves or through what they amend."""
        kinds = (*_TOLD_BY, *_AMENDING)
        rows = self.ledger.all(
            "SELECT s.device, s.incarnation, e.seq, e.at_ms, e.kind, e.event, e.who, "
            f"CASE WHEN e.who IS NULL OR e.kind IN {marks(len(_AMENDING))} THEN e.body END "
            "FROM ledger_entry e JOIN ledger_stream s ON s.id = e.stream_id "
            f"WHERE e.stream_id = %s AND e.seq > %s AND e.seq <= %s AND e.counted AND e.kind IN {marks(len(kinds))}",
            (*map(int, _AMENDING), *stretch, *map(int, kinds)),
        )
        touched = Touched(set(), {})
        for device, incarnation, seq, at_ms, kind, event, who, body in rows:
            if who is not None and kind not in _AMENDING:
                touched.people.add((event, bytes(who)))
                continue
            line = line_of((device, incarnation, seq, at_ms, body))
            root = None if line is None else self.ledger.root_of(line)
            if root is not None and root.entry.who is not None:
                touched.people.add((root.entry.event, root.entry.who))
            elif root is not None and root.entry.kind == Kind.ITEMS_LOGGED:
                touched.logs[root.id] = root
        return touched

    def advance(self, stream_id: int, seq: int) -> None:
        self.ledger.run(
            "INSERT INTO projector_position (stream_id, seq) VALUES (%s, %s) ON CONFLICT (stream_id) DO UPDATE SET seq = excluded.seq",
            (stream_id, seq),
        )

    def take_marks(self, most: int) -> set[Person]:
        """Remove up to ``most`` marks and return whose they were."""
        rows = self.ledger.all(
            "DELETE FROM projector_mark WHERE id IN (SELECT id FROM projector_mark ORDER BY id LIMIT %s) RETURNING event, who", (most,)
        )
        return {(event, bytes(who)) for event, who in rows}

    def take_entry_marks(self, most: int) -> dict[EntryId, Line]:
        """Remove up to ``most`` marks on logs for everybody and return the logs."""
        oldest = "SELECT id FROM projector_entrymark ORDER BY id LIMIT %s"
        rows = self.ledger.all(f"DELETE FROM projector_entrymark WHERE id IN ({oldest}) RETURNING stream_id, seq", (most,))
        lines = [line for stream_id, seq in rows for line in self.ledger.lines_between(stream_id, seq, seq)]
        return {line.id: line for line in lines}

    def still_here_after(self, event: int, closing_ms: int, most: int) -> set[Person]:
        """Return who has an open stay that the closing rule ends."""
        rows = self.ledger.all(
            "SELECT DISTINCT who FROM projector_stay WHERE event = %s AND to_ms IS NULL AND from_ms < %s LIMIT %s",
            (event, closing_ms, most),
        )
        return {(event, bytes(who)) for (who,) in rows}

    def lines_of(self, event: int, people: Collection[bytes]) -> dict[bytes, list[Line]]:
        """Return each person's counted lines and everything that amends them."""
        among = f"event = %s AND t.who IN {marks(len(people))}"
        rows = self.ledger.all(
            "SELECT t.who, s.device, s.incarnation, t.seq, t.at_ms, t.body FROM ledger_entry t "
            f"JOIN ledger_stream s ON s.id = t.stream_id WHERE t.{among} AND t.counted",
            (event, *people),
        )
        rows += self.ledger.all(
            "SELECT t.who, s.device, s.incarnation, e.seq, e.at_ms, e.body FROM ledger_entry t "
            "JOIN ledger_amendment a ON a.target_stream_id = t.stream_id AND a.target_seq = t.seq "
            "JOIN ledger_entry e ON e.stream_id = a.stream_id AND e.seq = a.seq "
            f"JOIN ledger_stream s ON s.id = e.stream_id WHERE t.{among} AND e.counted AND e.event = t.event",
            (event, *people),
        )
        found: dict[bytes, dict[EntryId, Line]] = {who: {} for who in people}
        for who, *columns in rows:
            line = line_of(columns)
            if line is not None:
                found[bytes(who)][line.id] = line
        return {who: self._with_deeper(lines) for who, lines in found.items()}

    def _with_deeper(self, lines: dict[EntryId, Line]) -> list[Line]:
        """Add what amends amendments: seldom more than a look that finds nothing."""
        layer = [line for line in lines.values() if line.entry.kind in _AMENDING]
        while layer:
            deeper = [one for line in layer for one in self.ledger.amending(line.id) if one.entry.event == line.entry.event]
            layer = [line for line in deeper if line.id not in lines]
            lines.update((line.id, line) for line in layer)
        return list(lines.values())

    def stays_of(self, event: int, people: Collection[bytes]) -> dict[bytes, list[StayRow]]:
        rows = self.ledger.all(
            "SELECT who, venue, activity, headcount, from_ms, to_ms, estimated FROM projector_stay "
            f"WHERE event = %s AND who IN {marks(len(people))} ORDER BY from_ms, id",
            (event, *people),
        )
        found: dict[bytes, list[StayRow]] = {who: [] for who in people}
        for who, venue, activity, headcount, from_ms, to_ms, estimated in rows:
            found[bytes(who)].append(StayRow(venue, activity, headcount, from_ms, to_ms, bool(estimated)))
        return found

    def replace_stays(self, event: int, stays: dict[bytes, list[StayRow]]) -> None:
        self.ledger.run(f"DELETE FROM projector_stay WHERE event = %s AND who IN {marks(len(stays))}", (event, *stays))
        self.ledger.many(
            f"INSERT INTO projector_stay (event, who, venue, activity, headcount, from_ms, to_ms, estimated) VALUES {marks(8)}",
            [(event, who, *stay) for who, theirs in stays.items() for stay in theirs],
        )

    def attendance(self, event: int) -> dict[PlaceKey, Numbers]:
        rows = self.ledger.all(
            "SELECT event, scope, venue, activity, here, here_from_ms, arrived, closed_ms FROM projector_attendance WHERE event = %s",
            (event,),
        )
        return {PlaceKey(*row[:4]): Numbers(*row[4:]) for row in rows}

    def events_with_attendance(self) -> list[int]:
        return [event for (event,) in self.ledger.all("SELECT DISTINCT event FROM projector_attendance")]

    def set_attendance(self, rows: dict[PlaceKey, Numbers]) -> None:
        self.ledger.many(
            "INSERT INTO projector_attendance (event, scope, venue, activity, here, here_from_ms, arrived, closed_ms) "
            f"VALUES {marks(8)} ON CONFLICT (event, scope, venue, activity) DO UPDATE SET here = excluded.here, "
            "here_from_ms = excluded.here_from_ms, arrived = excluded.arrived, closed_ms = excluded.closed_ms",
            [(*key, *msgspec.structs.astuple(numbers)) for key, numbers in rows.items()],
        )

    def fold_flags(self, event: int, people: Collection[bytes]) -> dict[bytes, dict[tuple[EntryId, int], bool]]:
        """Return the flags (entry, code) that the fold has raised about each of ``people``, with whether they are open."""
        rows = self.ledger.all(
            "SELECT f.who, s.device, s.incarnation, f.seq, f.code, f.settled_ms IS NULL "
            "FROM ledger_raisedflag f JOIN ledger_stream s ON s.id = f.stream_id "
            f"WHERE f.event = %s AND f.by_fold AND f.who IN {marks(len(people))}",
            (event, *people),
        )
        found: dict[bytes, dict[tuple[EntryId, int], bool]] = {who: {} for who in people}
        for who, device, incarnation, seq, code, is_open in rows:
            found[bytes(who)][EntryId(device, incarnation, seq), code] = bool(is_open)
        return found

    def raise_fold_flags(self, event: int, flagged: Iterable[tuple[Flagged, Line]], now_ms: int) -> None:
        self.ledger.many(
            "INSERT INTO ledger_raisedflag (stream_id, seq, code, event, venue, who, by_fold, raised_ms, settled_by) "
            "SELECT id, %s, %s, %s, %s, %s, %s, %s, %s FROM ledger_stream WHERE device = %s AND incarnation = %s ON CONFLICT DO NOTHING",
            [
                (one.id.seq, int(one.flag), event, line.entry.venue, line.entry.who, True, now_ms, "", one.id.device, one.id.incarnation)
                for one, line in flagged
            ],
        )

    def clear(self) -> None:
        """Forget everything that can be folded again; settled flags are a person's word and stay."""
        for statement in (
            "DELETE FROM projector_position",
            "DELETE FROM projector_mark",
            "DELETE FROM projector_entrymark",
            "DELETE FROM projector_unnamedlog",
            "DELETE FROM projector_stay",
            "DELETE FROM projector_attendance",
            "DELETE FROM ledger_raisedflag WHERE by_fold AND settled_ms IS NULL",
        ):
            self.ledger.run(statement)

    def people_after(self, person: Person | None, most: int) -> list[Person]:
        """Return the next ``most`` people of the ledger in the order (event, reference)."""
        after: Sequence[object] = person or (-(2**63), b"")
        rows = self.ledger.all(
            "SELECT DISTINCT event, who FROM ledger_entry WHERE who IS NOT NULL AND (event, who) > (%s, %s) ORDER BY event, who LIMIT %s",
            (*after, most),
        )
        return [(event, bytes(who)) for event, who in rows]
