"""How is a report said in words and figures, the same on the page and on paper?

Promise: "3,412 received; 2 venues outstanding" stands first; every gap is named with its reason.
"""

from collections.abc import Collection

import msgspec

from sync.domain.definition import Event, in_language
from sync.domain.written import figure
from sync.paper.report import Headline, Line, ReportPage
from sync.server.reading.report import Gap, ItemLine, Snapshot, VenueLine
from sync.server.reports.changes import Change
from sync.server.reports.versions import Version
from sync.server.site import amounts
from sync.server.site.charts import Bar, bar

MINUTES_AN_HOUR = 60


class ItemShown(msgspec.Struct, frozen=True):
    """One item kind in words; ``made`` etc. empty: there is none."""

    name: str
    picture: str
    made: str
    target: str
    counted: str
    difference: str
    delivered: str
    last_year: str
    percent: int
    bar: Bar
    filled: float | None


class VenueShown(msgspec.Struct, frozen=True):
    """One venue in the country's report."""

    no: int
    name: str
    town: str
    arrived: int
    hours: int
    entries: int
    gap: str


class Reported(msgspec.Struct, frozen=True):
    """One report, ready to be shown. ``title`` is the venue's name or what the whole is called."""

    event: str
    day: str
    title: str
    town: str
    version: int
    as_of: str
    made_by: str
    arrived: int
    hours: int
    entries: int
    reporting: int
    venues_all: int
    outstanding: int
    items: tuple[ItemShown, ...]
    gaps: tuple[str, ...]
    venues: tuple[VenueShown, ...]
    last_year: str = ""
    last_arrived: int | None = None
    last_hours: int | None = None
    last_venues: int | None = None

    @property
    def standing(self) -> str:
        """What the figures include: the sentence that the press must not lose."""
        received = f"{amounts.counted(self.entries, 'entry', 'entries')} received"
        if not self.outstanding:
            return f"{received}; nothing is outstanding"
        if self.venues_all == 1:
            return f"{received}; more is outstanding"
        return f"{received}; {amounts.counted(self.outstanding, 'venue', 'venues')} outstanding"


def reported(version: Version, no: int | None, seen: Collection[int] | None = None) -> Reported | None:
    """Return the report of venue ``no`` (none: of the whole); none when that version does not know the venue."""
    found, event = version.snapshot, version.snapshot.event
    venues = [line for line in found.venues if (line.no == no if no is not None else seen is None or line.no in seen)]
    if no is not None and not venues:
        return None
    one = venues[0] if no is not None else None
    last = found.last_year
    return Reported(
        event=in_language(event.name, amounts.LANGUAGE),
        day=amounts.day(event.opens_ms, event),
        title=one.name if one else "The whole day",
        town=one.town if one else "",
        version=version.version,
        as_of=_moment(found.as_of_ms, event),
        made_by=version.made_by,
        arrived=one.arrived if one else found.arrived,
        hours=(one.minutes if one else found.minutes) // MINUTES_AN_HOUR,
        entries=one.entries if one else found.entries,
        reporting=sum(line.entries > 0 for line in venues),
        venues_all=len(venues),
        outstanding=sum(line.gap is not None for line in venues),
        items=tuple(_item(found, line) for line in (one.items if one else found.items)),
        gaps=tuple(gap_in_words(line, event, found.as_of_ms, is_named=one is None) for line in venues if line.gap is not None),
        venues=() if one else tuple(_venue(line, event, found.as_of_ms) for line in venues),
        last_year="" if last is None else f"{amounts.local(last.opens_ms, event):%Y}",
        last_arrived=(one.last_arrived if one else last.arrived) if last else None,
        last_hours=None if one or last is None else last.minutes // MINUTES_AN_HOUR,
        last_venues=None if one or last is None else last.venues,
    )


def gap_in_words(line: VenueLine, event: Event, as_of_ms: int, *, is_named: bool) -> str:
    """Return why a venue's figures are not whole, as a sentence."""
    heard = "" if line.heard_ms is None else f"last heard at {amounts.moment(line.heard_ms, event, as_of_ms)}"
    match line.gap:
        case Gap.WAITING:
            words = f"{amounts.counted(line.waiting, 'entry', 'entries')} still at its kiosks" + (f", {heard}" if heard else "")
        case Gap.SILENT:
            words = f"silent, {heard}"
        case Gap.NEVER_HEARD:
            words = "its kiosks were never heard"
        case Gap.NO_DEVICE:
            words = "no kiosk, and nothing came in another way"
        case None:
            words = ""
    return f"{line.name}: {words}" if is_named else f"{words[:1].upper()}{words[1:]}"


def on_paper(shown: Reported, changed: tuple[Change, ...]) -> ReportPage:
    """Return the report as it is drawn on paper."""
    before = shown.last_year
    heads = [
        Headline(amounts.number(shown.arrived), "people came", _was(before, shown.last_arrived)),
        Headline(amounts.number(shown.hours), "hours given", _was(before, shown.last_hours)),
    ]
    if shown.venues:
        heads.append(Headline(f"{shown.reporting} of {shown.venues_all}", "venues reported", _was(before, shown.last_venues)))
    heads.append(Headline(amounts.number(shown.entries), "entries received"))
    state = f"Version {shown.version}" if shown.version else "Not frozen yet"
    return ReportPage(
        event=shown.event,
        day=shown.day,
        title=shown.title,
        standing=f"{state}, as of {shown.as_of}: {shown.standing}.",
        headlines=tuple(heads),
        lines=tuple(Line(one.name, one.made, one.target, one.counted, one.last_year, one.filled) for one in shown.items),
        gaps=shown.gaps,
        changes=tuple(in_words(change) for change in changed),
        foot=f"{shown.event}, {shown.title}. {state}, as of {shown.as_of}. Made is what was logged at the kiosks; counted is by hand.",
    )


def in_words(change: Change) -> str:
    """Return a change as one line."""
    where = f"{change.venue}: " if change.venue else ""
    return f"{where}{change.what}: {change.after} instead of {change.before}"


def _was(year: str, figure_: int | None) -> str:
    return "" if figure_ is None else f"{amounts.number(figure_)} in {year}"


def _item(found: Snapshot, line: ItemLine) -> ItemShown:
    kind, currency = found.kind(line.item), found.event.currency

    def said(quantity: int | None) -> str:
        return "" if quantity is None else figure(kind, quantity, currency)

    difference = None if line.counted is None else line.counted - line.made
    sign = "" if difference is None else "+" if difference > 0 else "−"
    return ItemShown(
        name=in_language(kind.many, amounts.LANGUAGE),
        picture=kind.picture,
        made=said(line.made),
        target=said(line.target),
        counted=said(line.counted),
        difference="" if difference is None else "the same" if difference == 0 else f"{sign}{said(abs(difference))}",
        delivered=said(line.delivered),
        last_year=said(line.last_year),
        percent=amounts.percent(line.made, line.target or 0),
        bar=bar(line.made, line.target),
        filled=line.made / line.target if line.target else None,
    )


def _venue(line: VenueLine, event: Event, as_of_ms: int) -> VenueShown:
    gap = gap_in_words(line, event, as_of_ms, is_named=False) if line.gap is not None else ""
    return VenueShown(line.no, line.name, line.town, line.arrived, line.minutes // MINUTES_AN_HOUR, line.entries, gap)


def _moment(at_ms: int, event: Event) -> str:
    at = amounts.local(at_ms, event)
    return f"{at:%H:%M} on {at.day} {at:%B %Y}"
