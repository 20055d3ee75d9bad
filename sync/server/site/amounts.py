"""How are quantities, times and spans written for people?

Promise: the same figure is written the same way on every page, in the page's language; money in its currency's own minor unit; times in
the event's zone.
"""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from sync.domain import written
from sync.domain.definition import Event, ItemKind, Texts, Unit, in_language
from sync.server.tongues import saying
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import say, say_many

LANGUAGE = "en"
"""In which files and answers for programs name things, whoever asks; pages use ``named``."""

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


_MINUTES_AN_HOUR = 60


def named(texts: Texts) -> str:
    """Return what the event calls something, in the page's language."""
    return in_language(texts, spoken())


def number(quantity: int) -> str:
    """Return 1,234."""
    return saying.number(quantity)


def figure(quantity: int, item: ItemKind, event: Event) -> str:
    """Return the bare figure of ``quantity``: 1,234 or 10 h 15 min or £12.34 (whole pounds without pence)."""
    if item.unit is Unit.MONEY:
        return money(quantity, event.currency)
    return duration(quantity) if item.unit is Unit.MINUTES else number(quantity)


def money(minor: int, currency: str) -> str:
    """Return an amount of the currency's minor unit (pence) in its major one; without the pence when there are none."""
    if spoken() == LANGUAGE:
        return written.money(minor, currency)
    places, minus = written.places_of(currency), "−" if minor < 0 else ""
    shown = saying.number(Decimal(abs(minor)).scaleb(-places), places if minor % 10**places else 0)
    sign = written.sign_of(currency)
    return f"{minus}{shown}\u00a0{sign.rstrip()}" if spoken() in written.SIGN_BEHIND else saying.held(f"{minus}{sign}{shown}")


def duration(minutes: int) -> str:
    """Return minutes as a person says them: 45 min, 2 h, 1 h 30 min."""
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    if hours == 0:
        return say("{minutes} min", minutes=rest)
    return say("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else say("{hours} h", hours=hours)


def noun(quantity: int, item: ItemKind) -> str:
    """Return what stands beside the figure: hats, of gardening, raised."""
    return written.noun(item, quantity, spoken())


def amount(quantity: int, item: ItemKind, event: Event) -> str:
    """Return the figure with its noun: 10 hats, 30 min of gardening. Money says by its sign what it is: £5."""
    written_figure = figure(quantity, item, event)
    return written_figure if item.unit is Unit.MONEY else f"{written_figure} {noun(quantity, item)}"


def kind(item: ItemKind) -> str:
    """Return what the item kind is called in a list, whatever its quantity."""
    return named(item.many)


def people(quantity: int) -> str:
    """Return 1 person, 1,234 people."""
    return say_many("{count} person", "{count} people", quantity)


def counted(quantity: int, one: str, many: str) -> str:
    """Return the figure with its noun, in English only."""
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
    if at.date() == now.date():
        return f"{at:%H:%M}"
    # For translators: {day}: 21 Nov. {time}: 14:05.
    return say("{day}, {time}", day=short_day(at_ms, event), time=f"{at:%H:%M}")


def short_day(at_ms: int, event: Event) -> str:
    """Return 21 Nov."""
    at = local(at_ms, event)
    if spoken() == LANGUAGE:
        return f"{at.day} {at:%b}"
    shown: str = format_skeleton("MMMd", at.replace(tzinfo=None), locale=spoken())
    return shown


def day(at_ms: int, event: Event) -> str:
    """Return Sunday 22 November 2026."""
    at = local(at_ms, event)
    if spoken() == LANGUAGE:
        return f"{at:%A} {at.day} {at:%B %Y}"
    shown: str = format_date(at.date(), "full", locale=spoken())
    return shown


def long_day(at_ms: int, event: Event) -> str:
    """Return 22 November 2026."""
    at = local(at_ms, event)
    if spoken() == LANGUAGE:
        return f"{at.day} {at:%B %Y}"
    shown: str = format_date(at.date(), "long", locale=spoken())
    return shown


def written_day(at: datetime) -> str:
    """Return 22 Nov 2026."""
    if spoken() == LANGUAGE:
        return f"{at.day} {at:%b %Y}"
    shown: str = format_date(at.date(), "medium", locale=spoken())
    return shown


def iso(at_ms: int) -> str:
    """Return the moment for machines."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def span(ms: int) -> str:
    """Return how long that is, in the one unit that a person would use."""
    if ms < MINUTE_MS:
        return say("less than a minute")
    if ms < 2 * HOUR_MS:
        return say("{minutes} min", minutes=ms // MINUTE_MS)
    if ms < 2 * DAY_MS:
        return say_many("{count} hour", "{count} hours", ms // HOUR_MS)
    return say_many("{count} day", "{count} days", ms // DAY_MS)


def ago(ms: int) -> str:
    """Return how long ago that was."""
    # For translators: {span}: 5 min, 3 hours, 2 days.
    return say("just now") if ms < MINUTE_MS else say("{span} ago", span=span(ms))


def local(at_ms: int, event: Event) -> datetime:
    """Return the moment in the event's zone."""
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(event.timezone))
