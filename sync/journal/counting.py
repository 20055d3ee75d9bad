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
from sync.domain.output import contribution
from sync.domain.presence import person_day
from sync.domain.tally import entry_flags
from sync.journal.lines import amending, id_key, key_of, line_at, lines_of

_ENCODER = msgspec.msgpack.Encoder()


def recount(file: apsw.Connection, touched: Iterable[EntryId], definition: Definition) -> None:
    """Look again at every entry of ``touched`` (none of them an amendment), then at the people concerned."""
    people: set[bytes] = set()
    for id_ in touched:
        people |= _recount_entry(file, id_, definition.event.no)
    for who in people:
        _recount_person(file, who)


def judge_entries(file: apsw.Connection, lines: Iterable[Line], definition: Definition) -> None:
    """Keep what a person should look at about each entry alone."""
    for line in lines:
        _put_flags(file, b"entry", (Flagged(line.id, flag) for flag in entry_flags(line.entry, definition)))


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
        _add(file, (measure, venue, activity, item), -quantity, -1)
    file.execute("DELETE FROM counting WHERE device = ? AND incarnation = ? AND seq = ?", id_key(id_))
    owner: bytes | None = who
    return owner


def _put_in(file: apsw.Connection, line: Line) -> None:
    adds = contribution(line)
    bucket: tuple[Any, ...] = (None, None, None, None)
    quantity = None
    if adds is not None:
        bucket = (adds.measure.value, adds.bucket.venue, adds.bucket.activity, adds.bucket.item)
        quantity = adds.quantity
        _add(file, bucket, adds.quantity, 1)
    row = (*id_key(line.id), line.at_ms, line.entry.who, *bucket, quantity, _ENCODER.encode(line.entry))
    file.execute(
        "INSERT INTO counting (device, incarnation, seq, at_ms, who, measure, venue, activity, item, quantity, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def _add(file: apsw.Connection, bucket: tuple[Any, ...], quantity: int, entries: int) -> None:
    file.execute(
        "INSERT INTO totals (measure, venue, activity, item, quantity, entries) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity, entries = entries + excluded.entries",
        (*bucket, quantity, entries),
    )


def _recount_person(file: apsw.Connection, who: bytes) -> None:
    # What somebody made says nothing about where they were.
    found = file.execute("SELECT device, incarnation, seq, at_ms, body FROM counting WHERE who = ? AND measure IS NULL", (who,))
    day = person_day(who, lines_of(found))
    cause = b"person" + who
    file.execute("DELETE FROM flags WHERE cause = ?", (cause,))
    _put_flags(file, cause, day.flags)
    file.execute("DELETE FROM days WHERE who = ?", (who,))
    if day.stays or day.flags:
        here = day.present
        place = (None, None, None) if here is None else (here.venue, here.started_ms, here.headcount)
        row = (who, _ENCODER.encode(day), *place)
        file.execute("INSERT INTO days (who, body, here_venue, here_since, here_people) VALUES (?, ?, ?, ?, ?)", row)


def _put_flags(file: apsw.Connection, cause: bytes, flags: Iterable[Flagged]) -> None:
    file.executemany(
        "INSERT OR IGNORE INTO flags (device, incarnation, seq, flag, cause) VALUES (?, ?, ?, ?, ?)",
        [(*id_key(flagged.id), int(flagged.flag), cause) for flagged in flags],
    )
