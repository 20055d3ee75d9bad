"""What do new entries say, when did it happen, and what about them should a person look at?

Promise: whatever the bytes are, each becomes a row; nothing is raised for an entry. Entries of one shape are judged once, because a
day's hundreds of thousands of entries have a few hundred shapes.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import msgspec

from sync.domain.definition import Definition, Event
from sync.domain.entry import Entry, How, Kind, Line
from sync.domain.flags import Flag
from sync.domain.identity import WHO_BYTES, DeviceNo, EntryId, Incarnation, Seq, Stream, entry_id
from sync.domain.output import contribution
from sync.domain.tally import CLOCK_DOUBT_MS, entry_flags
from sync.protocol import canon
from sync.server.ledger.estimate import Estimator
from sync.server.ledger.measures import COUNTED_BY_HAND, MEASURE_NO
from sync.server.ledger.store import Columns

SHAPES_MAX = 20_000
"""Shapes kept at most; a device that makes up quantities cannot fill the memory."""

_LATE_KINDS = {Kind.CHECK_IN, Kind.MOVE, Kind.ITEMS_LOGGED}
"""What the day itself consists of; counting, closing and leaving after the end are how a day ends."""


_NOTHING_PUBLISHED = Definition(version=0, event=Event(no=-1, name={"en": ""}, opens_ms=0, closes_ms=0))
_ANYWHERE = EntryId(DeviceNo(0), Incarnation(0), Seq(1))


class Contributed(NamedTuple):
    """What one entry adds by itself: a bucket and a quantity; ``measure`` 0 is a count by hand."""

    event: int
    venue: int
    activity: int
    item: int
    measure: int
    quantity: int


class Shape(NamedTuple):
    """All that entries of one shape have in common."""

    flags: tuple[Flag, ...]
    contributed: Contributed | None


class Assessed(msgspec.Struct):
    """New entries of one stream, ready to be stored. ``seq`` of flags are the entries' own."""

    columns: Columns
    flags: list[tuple[int, Flag]]
    contributed: list[tuple[int, int, Contributed]]
    """(seq, at_ms, what): of entries that nothing amends, as far as this stretch knows."""
    amendments: list[Line]
    people: dict[int, set[bytes]]
    """References by event, of entries that do not say that they are about a walk-in."""
    walked_in: set[bytes]


class Shapes:
    """Judges entries by shape under the definitions of the events; kept between batches, made anew when something is published."""

    def __init__(self, definitions: Mapping[int, Definition]) -> None:
        self._definitions = definitions
        self._known: dict[tuple[object, ...], Shape] = {}

    def of(self, entry: Entry) -> Shape:
        who = entry.who
        key = (
            entry.kind,
            entry.quantity,
            entry.activity,
            entry.item,
            entry.venue,
            entry.event,
            entry.headcount,
            None if who is None else len(who),
            entry.target is None,
            entry.value,
        )
        shape = self._known.get(key)
        if shape is None:
            if len(self._known) >= SHAPES_MAX:
                self._known.clear()
            shape = self._known[key] = self._judge(entry)
        return shape

    def closes_ms(self, event: int) -> int | None:
        definition = self._definitions.get(event)
        return None if definition is None else definition.event.closes_ms

    def _judge(self, entry: Entry) -> Shape:
        definition = self._definitions.get(entry.event, _NOTHING_PUBLISHED)
        # What an entry adds does not depend on where it stands.
        return Shape(entry_flags(entry, definition), contributed_by(Line(_ANYWHERE, 0, entry)))


def assess(stream: Stream, first: int, bodies: Collection[bytes], estimator: Estimator, shapes: Shapes) -> Assessed:
    """Return what to store for ``bodies``, which are entries ``first`` … of ``stream``."""
    columns = Columns([], [], [], [], [], [], [], [], [], [])
    found = Assessed(columns, [], [], [], {}, set())
    for seq, body in enumerate(bodies, first):
        try:
            entry = canon.decode(body)
        except canon.Unreadable:
            _store_unread(found, seq, body, estimator)
            continue
        at_ms, error_ms = estimator.of(entry)
        shape = shapes.of(entry)
        columns.seq.append(seq)
        columns.kind.append(entry.kind)
        columns.event.append(entry.event)
        columns.venue.append(entry.venue)
        columns.who.append(entry.who)
        columns.activity.append(entry.activity)
        columns.item.append(entry.item)
        columns.at_ms.append(at_ms)
        columns.error_ms.append(error_ms)
        columns.body.append(body)
        if shape.flags:
            found.flags.extend((seq, flag) for flag in shape.flags)
        if shape.contributed is not None:
            found.contributed.append((seq, at_ms, shape.contributed))
        if error_ms > CLOCK_DOUBT_MS:
            found.flags.append((seq, Flag.CLOCK_DOUBT))
        if entry.who is not None:
            _note_person(found, entry)
        if entry.kind in (Kind.CORRECT, Kind.VOID) and entry.target is not None:
            found.amendments.append(Line(entry_id(stream, seq), at_ms, entry))
        if entry.kind in _LATE_KINDS and at_ms > (shapes.closes_ms(entry.event) or at_ms):
            found.flags.append((seq, Flag.LATE))
    return found


def contributed_by(line: Line, amendments: Collection[Line] = ()) -> Contributed | None:
    """Return what ``line`` adds after ``amendments``, all counted, to its own event."""
    now = contribution(line, amendments)
    if now is None:
        return None
    bucket = now.bucket
    return Contributed(
        line.entry.event, bucket.venue, bucket.activity, bucket.item, MEASURE_NO.get(now.measure, COUNTED_BY_HAND), now.quantity
    )


def _store_unread(found: Assessed, seq: int, body: bytes, estimator: Estimator) -> None:
    columns = found.columns
    for unsaid in (columns.kind, columns.event, columns.venue, columns.activity, columns.item):
        unsaid.append(None)
    columns.who.append(None)
    columns.seq.append(seq)
    columns.at_ms.append(estimator.sampled_ms)
    columns.error_ms.append(0)
    columns.body.append(body)
    found.flags.append((seq, Flag.UNREADABLE))


def _note_person(found: Assessed, entry: Entry) -> None:
    who = entry.who
    if who is None or len(who) != WHO_BYTES:
        return
    if entry.how == How.WALK_IN or entry.kind == Kind.WALK_IN:
        found.walked_in.add(who)
    else:
        found.people.setdefault(entry.event, set()).add(who)
