"""How does last year's event become this year's?

Promise: pure; a local time stays that local time on the new day, also across a change of clocks; numbers stay; what was closed is left
out, because nothing was recorded in the new event.
"""

import datetime as dt
import zoneinfo

import msgspec

from sync.domain.definition import Definition


def moved_to(definition: Definition, day: dt.date) -> Definition:
    """Return the event with its day moved to ``day``."""
    event = definition.event
    zone = zoneinfo.ZoneInfo(event.timezone)
    by = day - _local(event.opens_ms, zone).date()

    def moved(at_ms: int) -> int:
        return round((_local(at_ms, zone).replace(tzinfo=None) + by).replace(tzinfo=zone).timestamp() * 1000)

    moved_event = msgspec.structs.replace(event, opens_ms=moved(event.opens_ms), closes_ms=moved(event.closes_ms))
    shifts = tuple(
        msgspec.structs.replace(shift, starts_ms=moved(shift.starts_ms), ends_ms=moved(shift.ends_ms)) for shift in definition.shifts
    )
    later = msgspec.structs.replace(definition, event=moved_event, shifts=shifts)
    return _without_closed(later)


def _without_closed(definition: Definition) -> Definition:
    """Leave out what is closed and nothing open leads to."""
    activities = tuple(activity for activity in definition.activities if activity.is_open)
    kept = {activity.no for activity in activities}
    used_items = {output.item for activity in activities for output in activity.outputs}
    used_items |= {definition.whole_of(wanted.item) for one in definition.beneficiaries for wanted in one.wanted}
    venues = {activity.venue for activity in activities}
    return msgspec.structs.replace(
        definition,
        venues=tuple(venue for venue in definition.venues if venue.is_open or venue.no in venues),
        items=tuple(item for item in definition.items if item.is_open or item.no in used_items),
        activities=activities,
        shifts=tuple(shift for shift in definition.shifts if shift.is_open and shift.activity in kept),
    )


def _local(at_ms: int, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    return dt.datetime.fromtimestamp(at_ms / 1000, zone)
