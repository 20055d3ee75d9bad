"""How do stays and attendance keep up with the ledger?

Promise: positions per stream are contiguous, so nothing is skipped however pushes interleave; stays, attendance, flags and positions are
written in one transaction, by one writer at a time; after a crash the next step goes on where the last one was committed.
"""

from collections import defaultdict
from collections.abc import Collection

import msgspec

from sync.domain.amend import Flagged
from sync.domain.definition import Definition
from sync.domain.entry import Line
from sync.domain.identity import EntryId
from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.store import Store
from sync.server.projector.fold import Closing, attendance_of, fold_person
from sync.server.projector.tables import Numbers, Person, PlaceKey, ProjectorTables
from sync.server.projector.unnamed import flag_equal

ENTRIES_MAX = 1_000
"""Read in one step: a step is one transaction, and on SQLite nobody else writes meanwhile."""

PEOPLE_MAX = 200

Wanted = dict[tuple[EntryId, int], tuple[Flagged, Line]]
"""Flags by entry and code, each with the line that it is on."""


def step(store: Store, now_ms: int) -> int:
    """Read some entries and fold whom they are about; return how much there was to do (0: everything is up to date)."""
    with store.transaction() as ledger:
        assert isinstance(ledger, SqlLedger)
        ledger.only_projector()
        tables = ProjectorTables(ledger)
        people: set[Person] = set()
        logs: dict[EntryId, Line] = {}
        left = ENTRIES_MAX
        done = 0
        for unread in tables.unread(ENTRIES_MAX):
            stretch = unread._replace(high=min(unread.high, unread.after + left))
            touched = tables.touched_in(stretch)
            people |= touched.people
            logs |= touched.logs
            tables.advance(stretch.stream_id, stretch.high)
            left -= stretch.high - stretch.after
            done += stretch.high - stretch.after
            if left <= 0:
                break
        marked, marked_logs = tables.take_marks(PEOPLE_MAX), tables.take_entry_marks(ENTRIES_MAX)
        closing = closings(ledger, now_ms)
        past = {event: one.at_ms for event, one in closing.items() if one.is_past}
        overdue = {person for event, closing_ms in past.items() for person in tables.still_here_after(event, closing_ms, PEOPLE_MAX)}
        fold(tables, people | marked | overdue, closing, now_ms)
        flag_equal(ledger, (logs | marked_logs).values(), now_ms)
        return done + len(marked) + len(marked_logs) + len(overdue)


def catch_up(store: Store, now_ms: int) -> int:
    """Step until there is nothing left to do; return how much was done."""
    total = 0
    while done := step(store, now_ms):
        total += done
    return total


def rebuild(store: Store, now_ms: int) -> int:
    """Forget all projections and fold them again; return how much was done."""
    with store.transaction() as ledger:
        assert isinstance(ledger, SqlLedger)
        ledger.only_projector()
        ProjectorTables(ledger).clear()
    return catch_up(store, now_ms)


def closings(ledger: SqlLedger, now_ms: int) -> dict[int, Closing]:
    """Return when every event closes."""
    found = {}
    for event in ledger.versions():
        closes_ms = msgspec.msgpack.decode(ledger.definition(event), type=Definition).event.closes_ms
        found[event] = Closing(closes_ms, closes_ms <= now_ms)
    return found


def fold(tables: ProjectorTables, people: Collection[Person], closing: dict[int, Closing], now_ms: int) -> None:
    """Fold these people anew and write what changed."""
    of_event: dict[int, list[bytes]] = defaultdict(list)
    for event, who in sorted(people):
        of_event[event].append(who)
    for event, everybody in of_event.items():
        for at in range(0, len(everybody), PEOPLE_MAX):
            _fold_some(tables, event, everybody[at : at + PEOPLE_MAX], closing.get(event), now_ms)


def _fold_some(tables: ProjectorTables, event: int, people: list[bytes], closing: Closing | None, now_ms: int) -> None:
    lines = tables.lines_of(event, people)
    folded = {who: fold_person(who, lines[who], closing) for who in people}
    before = tables.stays_of(event, people)
    changed = {who: one.stays for who, one in folded.items() if one.stays != before[who]}
    if changed:
        deltas: dict[PlaceKey, Numbers] = defaultdict(Numbers)
        for who, stays in changed.items():
            for sign, side in ((-1, before[who]), (1, stays)):
                for key, numbers in attendance_of(event, side).items():
                    deltas[key].add(numbers, sign)
        there = tables.attendance(event)
        for key, delta in deltas.items():
            there.setdefault(key, Numbers()).add(delta)
        tables.replace_stays(event, changed)
        tables.set_attendance({key: there[key] for key in deltas})
    _flag(tables, event, people, {(one.id, int(one.flag)): (one, line) for each in folded.values() for one, line in each.flags}, now_ms)


def _flag(tables: ProjectorTables, event: int, people: list[bytes], wanted: Wanted, now_ms: int) -> None:
    raised = {key for of_one in tables.fold_flags(event, people).values() for key in of_one}
    for id_, code in raised - set(wanted):
        tables.ledger.drop_open_flag(id_, code)
    tables.raise_fold_flags(event, [wanted[key] for key in wanted if key not in raised], now_ms)
