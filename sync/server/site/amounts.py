"""How are quantities, times and spans written for people?

Promise: the same figure is written the same way on every page; money in its currency's own minor unit; times in the event's zone.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sync.domain import written
from sync.domain.definition import Event, ItemKind, in_language

LANGUAGE = "en"
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


def number(quantity: int) -> str:
    """Return 1,234."""
    return f"{quantity:,}"


def figure(quantity: int, item: ItemKind, event: Event) -> str:
    """Return the bare figure of ``quantity``: 1,234 or 10 h 15 min or £12.34 (whole pounds without pence)."""
    return written.figure(item, quantity, event.currency)


def noun(quantity: int, item: ItemKind) -> str:
    """Return what stands beside the figure: hats, of gardening, raised."""
    return written.noun(item, quantity, LANGUAGE)


def kind(item: ItemKind) -> str:
    """Return what the item kind is called in a list, whatever its quantity."""
    return in_language(item.many, LANGUAGE)


def people(quantity: int) -> str:
    """Return 1 person, 1,234 people."""
    return counted(quantity, "person", "people")


def counted(quantity: int, one: str, many: str) -> str:
    """Return the figure with its noun."""
    return f"{number(quantity)} {one if quantity == 1 else many}"


def percent(part: int, whole: int) -> int:
    """Return whole percent, rounded down, so that 100 % is only said when it is reached."""
    return 100 * part // whole if whole > 0 else 0


def clock(at_ms: int, event: Event) -> str:
    """Return 14:05 in the event's zone."""
    return f"{local(at_ms, event):%H:%M}"


def moment(at_ms: int, event: Event, now_ms: int) -> str:
    """Return 14:05 on the day itself, else 21 Nov, 14:05."""
    at, now = local(at_ms, event), local(now_ms, event)
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at.day} {at:%b}, {at:%H:%M}"


def day(at_ms: int, event: Event) -> str:
    """Return Sunday 22 November 2026."""
    at = local(at_ms, event)
    return f"{at:%A} {at.day} {at:%B %Y}"


def iso(at_ms: int) -> str:
    """Return the moment for machines."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def span(ms: int) -> str:
    """Return how long that is, in the one unit that a person would use."""
    if ms < MINUTE_MS:
        return "less than a minute"
    if ms < 2 * HOUR_MS:
        return f"{ms // MINUTE_MS} min"
    if ms < 2 * DAY_MS:
        return f"{ms // HOUR_MS} hours"
    return f"{ms // DAY_MS} days"


def ago(ms: int) -> str:
    """Return how long ago that was."""
    return "just now" if ms < MINUTE_MS else f"{span(ms)} ago"


def local(at_ms: int, event: Event) -> datetime:
    """Return the moment in the event's zone."""
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(event.timezone))
