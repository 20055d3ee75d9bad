"""Where is a hand still needed at a venue? Shifts, and activities without shifts, with the places that are left.

Promise: who takes a place is counted from the roster, whoever put them there (a list, a page, a coordinator), so that two counts cannot
differ; nothing is offered that is closed, over, or of another venue.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from sync.domain.definition import Activity, Definition, Shift
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER


class Expected(msgspec.Struct, frozen=True):
    """As much of a roster row as places are counted by."""

    activity: int | None = None
    shift: int | None = None
    spoken_code: str = ""


class Taken(msgspec.Struct, frozen=True):
    """How many people of a venue's roster stand for each shift and each activity; ``codes`` are the digits that are somebody's."""

    shifts: Counter[int]
    activities: Counter[int]
    people: int
    codes: frozenset[str]


class Place(msgspec.Struct, frozen=True):
    """Something that can be chosen: a shift, or an activity that has none. ``left`` none: as many as come."""

    activity: Activity
    shift: Shift | None
    taken: int

    @property
    def value(self) -> str:
        """How a form calls it."""
        return f"s{self.shift.no}" if self.shift else f"a{self.activity.no}"

    @property
    def places(self) -> int | None:
        return self.shift.places if self.shift else self.activity.places

    @property
    def left(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.taken)

    @property
    def is_full(self) -> bool:
        return self.left == 0


def taken_at(event: int, venue: int, without: bytes | None = None) -> Taken:
    """Count the places that are taken at ``venue``, ``without`` that of one person."""
    rows = RosterRow.objects.filter(event=event, venue=venue, sort__in=(VOLUNTEER, PARTY), body__isnull=False)
    shifts: Counter[int] = Counter()
    activities: Counter[int] = Counter()
    people, codes = 0, set()
    for sort, key, body in rows.values_list("sort", "key", "body").iterator(2_000):
        row = msgspec.msgpack.decode(bytes(body), type=Expected)
        codes.add(row.spoken_code)
        if sort != VOLUNTEER or bytes(key) == without:
            continue
        people += 1
        shifts.update([row.shift] if row.shift is not None else ())
        activities.update([row.activity] if row.activity is not None else ())
    return Taken(shifts, activities, people, frozenset(codes))


def places_at(definition: Definition, venue: int, taken: Taken) -> tuple[Place, ...]:
    """Return every place of ``venue`` that was ever published, by activity and then by time."""
    return tuple(place for activity in definition.activities_at(venue) for place in _places_of(activity, definition, taken))


def offered(definition: Definition, venue: int, taken: Taken, now_ms: int) -> tuple[Place, ...]:
    """Return what can be chosen at ``venue`` now; what is full stands there, too."""
    return tuple(place for place in places_at(definition, venue, taken) if _is_open(place, now_ms))


def _places_of(activity: Activity, definition: Definition, taken: Taken) -> Iterator[Place]:
    shifts = sorted((shift for shift in definition.shifts if shift.activity == activity.no), key=lambda shift: (shift.starts_ms, shift.no))
    if not shifts:
        yield Place(activity, None, taken.activities[activity.no])
    yield from (Place(activity, shift, taken.shifts[shift.no]) for shift in shifts)


def _is_open(place: Place, now_ms: int) -> bool:
    return place.activity.is_open and (place.shift is None or (place.shift.is_open and place.shift.ends_ms > now_ms))
