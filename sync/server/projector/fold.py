"""How do a person's entries become stays, attendance and flags?

Promise: by the domain's own fold over everything that is known of the person, whole and anew each time; so the order in which kiosks
deliver makes no difference.
"""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from sync.domain.amend import Flagged, effective_lines
from sync.domain.entry import Line
from sync.domain.flags import Flag
from sync.domain.output import similar_logs
from sync.domain.presence import End, PersonDay, person_day
from sync.server.projector.scope import Scope
from sync.server.projector.tables import Numbers, PlaceKey, StayRow

NO_ACTIVITY = 0


class Closing(msgspec.Struct, frozen=True):
    """When an event closes, and whether that is past."""

    at_ms: int
    is_past: bool

    @property
    def past_ms(self) -> int | None:
        return self.at_ms if self.is_past else None


class Folded(msgspec.Struct, frozen=True):
    """One person's day as rows; each flag with the line that it is on."""

    stays: list[StayRow]
    flags: list[tuple[Flagged, Line]]


def fold_person(who: bytes, lines: Iterable[Line], closing: Closing | None) -> Folded:
    """Return the day of ``who``; ``closing`` is the event's, past or not; none: no such event is known."""
    known = effective_lines(lines).lines
    day = person_day(who, known, closing.past_ms, closes_ms=closing.at_ms) if closing else person_day(who, known)
    similar = [Flagged(id_, Flag.SIMILAR_LOGS) for id_ in similar_logs(known)]
    of_id = {line.id: line for line in known}
    return Folded(_rows(day), [(flagged, of_id[flagged.id]) for flagged in (*day.flags, *similar)])


def attendance_of(event: int, stays: Iterable[StayRow]) -> dict[PlaceKey, Numbers]:
    """Return what one person's stays add to the rows of attendance."""
    places: dict[PlaceKey, Numbers] = defaultdict(Numbers)
    for stay in stays:
        one = _numbers(stay)
        for key in (
            PlaceKey(event, Scope.ACTIVITY, stay.venue, stay.activity or NO_ACTIVITY),
            PlaceKey(event, Scope.VENUE, stay.venue, 0),
            PlaceKey(event, Scope.EVENT, 0, 0),
        ):
            most = max(places[key].arrived, stay.headcount)
            places[key].add(one)
            places[key].arrived = most
    return places


def _numbers(stay: StayRow) -> Numbers:
    if stay.to_ms is None:
        return Numbers(here=stay.headcount, here_from_ms=stay.headcount * stay.from_ms)
    return Numbers(closed_ms=stay.headcount * (stay.to_ms - stay.from_ms))


def _rows(day: PersonDay) -> list[StayRow]:
    return [
        StayRow(stay.venue, stay.activity, stay.headcount, stay.started_ms, stay.ended_ms, stay.ended is End.RULE) for stay in day.stays
    ]
