"""How does one changed entry change the sums? New minus old, for the entry, its bucket and its person.

Promise: only the rules of ``sync.domain`` decide; after any changes in any order the file says what ``sync.domain.tally`` would say.
"""

from collections.abc import Iterable
from typing import Any

import apsw
import msgspec

from sync.domain.amend import Flagged, amendments_for, effective, is_amendment
from sync.domain.definition import Definition
from sync.domain.entry import Line
from sync.domain.identity import EntryId
from sync.domain.output import Contribution, contribution
from sync.domain.presence import person_day
from sync.domain.tally import entry_flags
from sync.journal.lines import Taken, amending, id_key, key_of, line_at, lines_of

_ENCODER = msgspec.msgpack.Encoder()

FIRST = (-1, -1, -1)
"""Before the id of any entry."""

_ALONE = b"entry"
"""The cause of flags about an entry alone."""

_PUT_FLAG = "INSERT OR IGNORE INTO flags (device, incarnation, seq, flag, cause) VALUES (?, ?, ?, ?, ?)"
_PUT_COUNTING = (
    "INSERT INTO counting (device, incarnation, seq, at_ms, who, measure, venue, activity, item, quantity, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD = (
    "INSERT INTO totals (measure, venue, activity, item, quantity, entries) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity, entries = entries + excluded.entries"
)


def recount(file: apsw.Connection, taken: Taken, definition: Definition) -> set[bytes]:
    """Count what is new and look again at what changed; return the people whose days may be others now (``recount_people``)."""
    event = definition.event.no
    people = _count_new(file, (line for line in taken.new if line.entry.event == event and not is_amendment(line.entry)))
    for id_ in taken.changed:
        people |= _recount_entry(file, id_, event)
    return people


def recount_people(file: apsw.Connection, people: Iterable[bytes], definition: Definition) -> None:
    """Look again at where ``people`` were; they wait for it no longer."""
    for who in people:
        _recount_person(file, who, definition.event.closes_ms)
        file.execute("DELETE FROM waiting WHERE who = ?", (who,))


def let_wait(file: apsw.Connection, people: Iterable[bytes]) -> None:
    """While much more comes in it would be a waste to look at everybody again after each piece."""
    file.executemany("INSERT OR IGNORE INTO waiting (who) VALUES (?)", [(who,) for who in people])


def judge_entries(file: apsw.Connection, lines: Iterable[Line], definition: Definition) -> None:
    """Keep what a person should look at about each entry alone."""
    _put_flags(file, _ALONE, (Flagged(line.id, flag) for line in lines for flag in entry_flags(line.entry, definition)))


def judge_piece(file: apsw.Connection, definition: Definition, after: tuple[int, int, int], most: int) -> bool:
    """Judge up to ``most`` entries after ``after`` again, and keep how far that came; whether there may be more."""
    found = file.execute(
        "SELECT device, incarnation, seq, at_ms, body FROM lines WHERE (device, incarnation, seq) > (?, ?, ?)"
        " ORDER BY device, incarnation, seq LIMIT ?",
        (*after, most),
    )
    lines = tuple(lines_of(found))
    last = id_key(lines[-1].id) if lines else after
    file.execute(
        "DELETE FROM flags WHERE cause = ? AND (device, incarnation, seq) > (?, ?, ?) AND (device, incarnation, seq) <= (?, ?, ?)",
        (_ALONE, *after, *last),
    )
    judge_entries(file, lines, definition)
    reached = (None, None, None) if len(lines) < most else last
    file.execute("DELETE FROM judged")
    file.execute(
        "INSERT INTO judged (definition, event, device, incarnation, seq) VALUES (?, ?, ?, ?, ?)",
        (definition.version, definition.event.no, *reached),
    )
    return len(lines) == most


def _count_new(file: apsw.Connection, lines: Iterable[Line]) -> set[bytes]:
    """Count lines that were never counted: there is nothing to take out."""
    flags: list[tuple[Any, ...]] = []
    counting: list[tuple[Any, ...]] = []
    totals: dict[tuple[Any, ...], tuple[int, int]] = {}
    people: set[bytes] = set()
    for line in lines:
        now = effective(line, amendments_for(line.id, lambda other: amending(file, other)))
        flags += _flag_rows(key_of(line.id), now.flags)
        if now.line is None:
            continue
        adds = contribution(now.line)
        counting.append(_counting_row(now.line, adds))
        if adds is not None:
            quantity, entries = totals.get(key := _bucket(adds), (0, 0))
            totals[key] = (quantity + adds.quantity, entries + 1)
        elif now.line.entry.who is not None:
            # What somebody made says nothing about where they were.
            people.add(now.line.entry.who)
    file.executemany(_PUT_FLAG, flags)
    file.executemany(_PUT_COUNTING, counting)
    file.executemany(_ADD, [(*bucket, *added) for bucket, added in totals.items()])
    return people


def _recount_entry(file: apsw.Connection, id_: EntryId, event: int) -> set[bytes]:
    target = line_at(file, id_)
    assert target is not None, "only what stands in the lines can be counted"
    assert not is_amendment(target.entry), "an amendment counts through its target"
    if target.entry.event != event:
        return set()
    now = effective(target, amendments_for(id_, lambda other: amending(file, other)))
    file.execute("DELETE FROM flags WHERE cause = ?", (key_of(id_),))
    _put_flags(file, key_of(id_), now.flags)
    before = _take_out(file, id_)
    if now.line is not None:
        _put_in(file, now.line)
    after = now.line.entry.who if now.line is not None else None
    return {who for who in (before, after) if who is not None}


def _take_out(file: apsw.Connection, id_: EntryId) -> bytes | None:
    """Return whose it was."""
    found = file.execute(
        "SELECT who, measure, venue, activity, item, quantity FROM counting WHERE device = ? AND incarnation = ? AND seq = ?", id_key(id_)
    ).get
    if found is None:
        return None
    who, measure, venue, activity, item, quantity = found
    if measure is not None:
        file.execute(_ADD, (measure, venue, activity, item, -quantity, -1))
    file.execute("DELETE FROM counting WHERE device = ? AND incarnation = ? AND seq = ?", id_key(id_))
    owner: bytes | None = who
    return owner


def _put_in(file: apsw.Connection, line: Line) -> None:
    adds = contribution(line)
    if adds is not None:
        file.execute(_ADD, (*_bucket(adds), adds.quantity, 1))
    file.execute(_PUT_COUNTING, _counting_row(line, adds))


def _bucket(adds: Contribution) -> tuple[Any, ...]:
    return (adds.measure.value, adds.bucket.venue, adds.bucket.activity, adds.bucket.item)


def _counting_row(line: Line, adds: Contribution | None) -> tuple[Any, ...]:
    added = (None,) * 5 if adds is None else (*_bucket(adds), adds.quantity)
    return (*id_key(line.id), line.at_ms, line.entry.who, *added, _ENCODER.encode(line.entry))


def _recount_person(file: apsw.Connection, who: bytes, closes_ms: int) -> None:
    found = file.execute("SELECT device, incarnation, seq, at_ms, body FROM counting WHERE who = ? AND measure IS NULL", (who,))
    day = person_day(who, lines_of(found), closes_ms=closes_ms)
    cause = b"person" + who
    file.execute("DELETE FROM flags WHERE cause = ?", (cause,))
    _put_flags(file, cause, day.flags)
    file.execute("DELETE FROM days WHERE who = ?", (who,))
    if day.stays or day.flags:
        here = day.present
        place = (None, None, None, None) if here is None else (here.venue, here.started_ms, here.headcount, here.activity)
        row = (who, _ENCODER.encode(day), *place)
        file.execute("INSERT INTO days (who, body, here_venue, here_since, here_people, here_activity) VALUES (?, ?, ?, ?, ?, ?)", row)


def _put_flags(file: apsw.Connection, cause: bytes, flags: Iterable[Flagged]) -> None:
    file.executemany(_PUT_FLAG, _flag_rows(cause, flags))


def _flag_rows(cause: bytes, flags: Iterable[Flagged]) -> list[tuple[Any, ...]]:
    return [(*id_key(flagged.id), int(flagged.flag), cause) for flagged in flags]
