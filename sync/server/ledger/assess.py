"""What do new entries say, when did it happen, and what about them should a person look at?

Promise: whatever the bytes are, each becomes a row; nothing is raised for an entry. Entries of one shape are judged once, because a
day's hundreds of thousands of entries have a few hundred shapes.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from sync.domain.amend import is_amendment
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
    """All that entries of one shape have in common. ``closes_ms``: when more of them are late; none: never."""

    flags: tuple[Flag, ...] = ()
    contributed: Contributed | None = None
    amends: bool = False
    names_somebody: bool = False
    walked_in: bool = False
    closes_ms: int | None = None

    @property
    def is_by_hand(self) -> bool:
        return self.contributed is not None and self.contributed.measure == COUNTED_BY_HAND


class Unread(msgspec.Struct, frozen=True):
    """What stands in place of an entry whose bytes are none."""

    kind: None = None
    event: None = None
    venue: None = None
    who: None = None
    activity: None = None
    item: None = None
    headcount: None = None
    quantity: None = None
    how: None = None
    target: None = None
    value: None = None


class Assessed(msgspec.Struct, frozen=True):
    """New entries of one stream, ready to be stored. ``flags`` are (seq, flag), ``by_hand`` (seq, at_ms, what was counted)."""

    columns: Columns
    shapes: list[Shape]
    """One for each entry; all entries of one shape have the same object."""
    flags: list[tuple[int, Flag]]
    by_hand: list[tuple[int, int, Contributed]]
    amendments: list[Line]
    people: dict[int, set[bytes]]
    """References by event, of entries that do not say that they are about a walk-in."""


_UNREAD = Unread()
_UNREAD_SHAPE = Shape((Flag.UNREADABLE,))


class Shapes:
    """Judges entries by shape under the definitions of the events; kept between batches, made anew when something is published."""

    def __init__(self, definitions: Mapping[int, Definition]) -> None:
        self._definitions = definitions
        self._known: dict[tuple[object, ...], Shape] = {}

    def of_all(self, entries: Sequence[Entry | Unread], columns: Columns) -> list[Shape]:
        """Return the shape of each of ``entries``, whose ``columns`` these are."""
        sides = (
            columns.kind,
            columns.event,
            columns.venue,
            columns.activity,
            columns.item,
            [None if who is None else len(who) for who in columns.who],
            [entry.headcount for entry in entries],
            [entry.quantity for entry in entries],
            [entry.how for entry in entries],
            [entry.target is not None for entry in entries],
            [entry.value for entry in entries],
        )
        judged = list(map(self._known.get, zip(*sides, strict=True)))
        return (
            [shape or self._judged(key, entry) for shape, key, entry in zip(judged, zip(*sides, strict=True), entries, strict=True)]
            if None in judged
            else [shape for shape in judged if shape is not None]
        )

    def _judged(self, key: tuple[object, ...], entry: Entry | Unread) -> Shape:
        """Return the shape of an entry that was not known when its batch began."""
        shape = self._known.get(key)
        if shape is None:
            if len(self._known) >= SHAPES_MAX:
                self._known.clear()
            shape = self._known[key] = _UNREAD_SHAPE if isinstance(entry, Unread) else self._judge(entry)
        return shape

    def knows(self, event: int) -> bool:
        """Whether the event was published here."""
        return event in self._definitions

    def _judge(self, entry: Entry) -> Shape:
        definition = self._definitions.get(entry.event, _NOTHING_PUBLISHED)
        is_somebody = entry.who is not None and len(entry.who) == WHO_BYTES
        walked_in = is_somebody and (entry.how == How.WALK_IN or entry.kind == Kind.WALK_IN)
        return Shape(
            flags=entry_flags(entry, definition),
            # What an entry adds does not depend on where it stands.
            contributed=contributed_by(Line(_ANYWHERE, 0, entry)),
            amends=is_amendment(entry) and entry.target is not None,
            names_somebody=is_somebody and not walked_in,
            walked_in=walked_in,
            closes_ms=definition.event.closes_ms if self.knows(entry.event) and entry.kind in _LATE_KINDS else None,
        )


def assess(stream: Stream, first: int, bodies: Sequence[bytes], estimator: Estimator, shapes: Shapes) -> Assessed:
    """Return what to store for ``bodies``, which are entries ``first`` … of ``stream``."""
    # Column by column and not entry by entry, and nothing made for each entry that outlives its line: Python would stop every few
    # thousand of them to look through all others for garbage, which took a quarter of the time.
    entries = [_read(body) for body in bodies]
    times_ms, errors_ms = estimator.of_all(entry if isinstance(entry, Entry) else None for entry in entries)
    columns = Columns(
        seq=list(range(first, first + len(entries))),
        kind=[entry.kind for entry in entries],
        event=[entry.event for entry in entries],
        venue=[entry.venue for entry in entries],
        who=[entry.who for entry in entries],
        activity=[entry.activity for entry in entries],
        item=[entry.item for entry in entries],
        at_ms=times_ms,
        error_ms=errors_ms,
        body=list(bodies),
    )
    judged = shapes.of_all(entries, columns)
    return Assessed(columns, judged, _flags(columns, judged), *_rare(stream, entries, columns, judged), _people(columns, judged))


def _flags(columns: Columns, judged: Sequence[Shape]) -> list[tuple[int, Flag]]:
    flags: list[tuple[int, Flag]] = []
    distinct = {id(shape): shape for shape in judged}.values()
    if any(shape.flags for shape in distinct):
        flags += [(seq, flag) for seq, shape in zip(columns.seq, judged, strict=True) for flag in shape.flags]
    if max(columns.error_ms, default=0) > CLOCK_DOUBT_MS:
        flags += [(seq, Flag.CLOCK_DOUBT) for seq, error_ms in zip(columns.seq, columns.error_ms, strict=True) if error_ms > CLOCK_DOUBT_MS]
    newest_ms = max(columns.at_ms, default=0)
    if any(shape.closes_ms is not None and newest_ms > shape.closes_ms for shape in distinct):
        together = zip(columns.seq, columns.at_ms, judged, strict=True)
        flags += [(seq, Flag.LATE) for seq, at_ms, shape in together if shape.closes_ms is not None and at_ms > shape.closes_ms]
    return flags


def _rare(
    stream: Stream, entries: Sequence[Entry | Unread], columns: Columns, judged: Sequence[Shape]
) -> tuple[list[tuple[int, int, Contributed]], list[Line]]:
    """Return the counts by hand and the amendments among ``entries``: most batches have neither."""
    if not any(shape.amends or shape.is_by_hand for shape in {id(shape): shape for shape in judged}.values()):
        return [], []
    together = list(zip(columns.seq, columns.at_ms, judged, entries, strict=True))
    by_hand = [(seq, at_ms, shape.contributed) for seq, at_ms, shape, _ in together if shape.is_by_hand and shape.contributed is not None]
    amendments = [
        Line(entry_id(stream, seq), at_ms, entry) for seq, at_ms, shape, entry in together if shape.amends and isinstance(entry, Entry)
    ]
    return by_hand, amendments


def contributed_by(line: Line, amendments: Collection[Line] = ()) -> Contributed | None:
    """Return what ``line`` adds after ``amendments``, all counted, to its own event."""
    now = contribution(line, amendments)
    if now is None:
        return None
    bucket = now.bucket
    return Contributed(
        line.entry.event, bucket.venue, bucket.activity, bucket.item, MEASURE_NO.get(now.measure, COUNTED_BY_HAND), now.quantity
    )


def _read(body: bytes) -> Entry | Unread:
    try:
        return canon.decode(body)
    except canon.NoEntry:
        return _UNREAD


def _people(columns: Columns, judged: Sequence[Shape]) -> dict[int, set[bytes]]:
    walked_in = {who for who, shape in zip(columns.who, judged, strict=True) if shape.walked_in}
    named = {(event, who) for event, who, shape in zip(columns.event, columns.who, judged, strict=True) if shape.names_somebody}
    people: dict[int, set[bytes]] = {}
    for event, who in named:
        if event is not None and who is not None and who not in walked_in:
            people.setdefault(event, set()).add(who)
    return people
