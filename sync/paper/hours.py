"""From when to when is a shift, in figures that every language reads?

Promise: the clock of the hall, never that of the machine.
"""

import datetime as dt
import zoneinfo

from sync.domain.definition import Event, Shift


def hours_of(shift: Shift, event: Event) -> str:
    """Return 10:00–12:30 in the event's zone; with the day of the month before it where that is not the event's first day."""
    zone = zoneinfo.ZoneInfo(event.timezone)
    begins, ends, opens = (dt.datetime.fromtimestamp(ms / 1000, zone) for ms in (shift.starts_ms, shift.ends_ms, event.opens_ms))
    hours = f"{begins:%H:%M}–{ends:%H:%M}"
    return hours if begins.date() == opens.date() else f"{begins.day}.{begins.month}. {hours}"
