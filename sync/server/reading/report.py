"""What would a report say, written at this moment: what was achieved, what is still outstanding, and what it was last year?

Promise: plain values that can be kept as they are; what a venue has not handed on is named as a gap and never counted as nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from sync.domain.definition import Event, ItemKind, Texts, Unit, in_language, untold
from sync.server.reading.event import Published
from sync.server.reading.totals import Figures, People, Row, people_by_venue, totals
from sync.server.reading.venues import Contact, VenueRow, venues
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import say

SIX_O_CLOCK = 18


class Gap(StrEnum):
    """Why a venue's figures are not whole."""

    NEVER_HEARD = "never heard"
    NO_DEVICE = "no kiosk"
    SILENT = "silent"
    WAITING = "waiting"


class ItemLine(msgspec.Struct, frozen=True):
    """One item kind. ``last_year``: what was made of what had the same name; none: nothing did."""

    item: int
    made: int
    counted: int | None
    delivered: int
    received: int
    target: int | None
    last_year: int | None = None


class VenueLine(msgspec.Struct, frozen=True):
    """One venue. ``gap`` none: everything that it wrote is here, as far as anybody knows. ``heard_ms``: when it last spoke. ``names``:
    what it was called then in every language; a version that was frozen before they were kept has only ``name``.
    """

    no: int
    name: str
    town: str
    arrived: int
    minutes: int
    entries: int
    waiting: int
    gap: Gap | None
    heard_ms: int | None
    items: tuple[ItemLine, ...]
    last_arrived: int | None = None
    names: Texts = msgspec.field(default_factory=untold)

    @property
    def called(self) -> str:
        """Its name in the page's language."""
        return in_language(self.names, spoken()) or self.name


class LastYear(msgspec.Struct, frozen=True):
    """The event before this one."""

    name: str
    opens_ms: int
    arrived: int
    minutes: int
    venues: int


class Snapshot(msgspec.Struct, frozen=True):
    """Everything that a report says, as of ``as_of_ms``. ``kinds``: the item kinds as they were called then."""

    event: Event
    as_of_ms: int
    arrived: int
    minutes: int
    entries: int
    items: tuple[ItemLine, ...]
    venues: tuple[VenueLine, ...]
    kinds: tuple[ItemKind, ...]
    last_year: LastYear | None = None

    @property
    def reporting(self) -> int:
        return sum(venue.entries > 0 for venue in self.venues)

    @property
    def outstanding(self) -> tuple[VenueLine, ...]:
        return tuple(venue for venue in self.venues if venue.gap is not None)

    def kind(self, item: int) -> ItemKind:
        """Return the item kind; one that the event does not have is called by its number."""
        found = next((kind for kind in self.kinds if kind.no == item), None)
        words = {"en": f"of item kind {item}", spoken(): say("of item kind {no}", no=item)}
        return found or ItemKind(item, words, words, Unit.ITEMS, "helpers")


def six_o_clock_ms(event: Event) -> int:
    """Return six in the evening of the event's last day, by its own clock."""
    zone = ZoneInfo(event.timezone)
    last = datetime.fromtimestamp(event.closes_ms / 1000, zone) - timedelta(milliseconds=1)
    return int(last.replace(hour=SIX_O_CLOCK, minute=0, second=0, microsecond=0).timestamp() * 1000)


def snapshot(published: Published, now_ms: int, before: Published | None = None) -> Snapshot:
    """Return what stands now; ``before`` is last year's event."""
    definition, found = published.definition, totals(published, now_ms)
    people = people_by_venue(published.no, now_ms)
    of_venue: dict[int, list[Row]] = defaultdict(list)
    for row in found.rows:
        of_venue[row.venue].append(row)
    last = _Last(before, now_ms) if before is not None else None
    lines = []
    for at in venues(published, now_ms):
        no, name = at.venue.no, in_language(at.venue.name, "en")
        came = people.get(no, People())
        lines.append(
            VenueLine(
                no=no,
                name=name,
                town=at.venue.town,
                arrived=came.arrived,
                minutes=came.minutes,
                entries=at.entries,
                waiting=at.waiting,
                gap=gap_of(at, definition.event, now_ms),
                heard_ms=at.heard_ms,
                items=_items(_summed(of_venue[no]), definition.items, last.made(name) if last else {}),
                last_arrived=last.arrived(name) if last else None,
                names=at.venue.name,
            )
        )
    return Snapshot(
        event=definition.event,
        as_of_ms=now_ms,
        arrived=found.people.arrived,
        minutes=found.people.minutes,
        entries=found.entries,
        items=_items(found.by_item, definition.items, last.made(None) if last else {}),
        venues=tuple(lines),
        kinds=definition.items,
        last_year=last.year() if last else None,
    )


def gap_of(row: VenueRow, event: Event, now_ms: int) -> Gap | None:
    """Return what of a venue is outstanding. After closing, silence is no gap when nothing was waiting: the kiosks were switched off."""
    if row.waiting:
        return Gap.WAITING
    match row.contact:
        case Contact.NO_DEVICE:
            return None if row.entries else Gap.NO_DEVICE
        case Contact.NEVER_HEARD:
            return None if row.entries else Gap.NEVER_HEARD
        case Contact.SILENT:
            return Gap.SILENT if event.opens_ms <= now_ms < event.closes_ms else None
        case Contact.IN_TOUCH:
            return None


class _Last:
    """Last year's figures, found by the names that they had."""

    def __init__(self, published: Published, now_ms: int) -> None:
        self._published, self._now_ms = published, now_ms
        self._totals = totals(published, now_ms)
        self._names = {in_language(venue.name, "en"): venue.no for venue in published.definition.venues}
        self._people = people_by_venue(published.no, now_ms)

    def made(self, venue: str | None) -> dict[str, int]:
        """Return what was made at a venue (none: everywhere), by the item kind's name."""
        no = None if venue is None else self._names.get(venue, -1)
        sums: dict[str, int] = defaultdict(int)
        for row in self._totals.rows:
            if row.item is not None and (no is None or row.venue == no):
                sums[_name(row.item.many)] += row.figures.made
        return sums

    def arrived(self, venue: str) -> int | None:
        no = self._names.get(venue)
        return None if no is None or no not in self._people else self._people[no].arrived

    def year(self) -> LastYear:
        event, people = self._published.definition.event, self._totals.people
        reporting = sum(row.entries > 0 for row in venues(self._published, self._now_ms))
        return LastYear(in_language(event.name, "en"), event.opens_ms, people.arrived, people.minutes, reporting)


def _name(texts: Texts) -> str:
    return in_language(texts, "en").casefold()


def _summed(rows: Iterable[Row]) -> dict[int, Figures]:
    sums: dict[int, Figures] = {}
    for row in rows:
        sums[row.item_no] = sums[row.item_no].plus(row.figures) if row.item_no in sums else row.figures
    return sums


def _items(by_item: Mapping[int, Figures], kinds: tuple[ItemKind, ...], last: Mapping[str, int]) -> tuple[ItemLine, ...]:
    """Return the lines in the event's order, what it does not know at the end."""
    order = {kind.no: place for place, kind in enumerate(kinds)}
    names = {kind.no: _name(kind.many) for kind in kinds}
    return tuple(
        ItemLine(no, one.made, one.counted, one.delivered, one.received, one.target, last.get(names.get(no, "")))
        for no, one in sorted(by_item.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))
    )
