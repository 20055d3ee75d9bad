"""How is a report said in words and figures, the same on the page and on paper?

Promise: "3,412 received; 2 venues outstanding" stands first; every gap is named with its reason.
"""

from collections.abc import Collection

import msgspec

from sync.domain.definition import Event
from sync.paper.report import Headline, Line, ReportPage, Words
from sync.server.reading.report import Gap, ItemLine, Snapshot, VenueLine
from sync.server.reports.changes import Change
from sync.server.reports.versions import Version
from sync.server.site import amounts
from sync.server.site.charts import Bar, bar
from sync.server.tongues.languages import is_right_to_left
from sync.server.tongues.saying import apart, say, say_many, signed

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
        received = say_many("{count} entry received", "{count} entries received", self.entries)
        if not self.outstanding:
            return say("{received}; nothing is outstanding", received=received)
        if self.venues_all == 1:
            return say("{received}; more is outstanding", received=received)
        return say_many(
            "{received}; {count} venue outstanding", "{received}; {count} venues outstanding", self.outstanding, received=received
        )


def reported(version: Version, no: int | None, seen: Collection[int] | None = None) -> Reported | None:
    """Return the report of venue ``no`` (none: of the whole); none when that version does not know the venue."""
    found, event = version.snapshot, version.snapshot.event
    venues = [line for line in found.venues if (line.no == no if no is not None else seen is None or line.no in seen)]
    if no is not None and not venues:
        return None
    one = venues[0] if no is not None else None
    last = found.last_year
    return Reported(
        event=amounts.named(event.name),
        day=amounts.day(event.opens_ms, event),
        title=one.called if one else say("The whole day"),
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
    at = "" if line.heard_ms is None else amounts.moment(line.heard_ms, event, as_of_ms)
    match line.gap:
        case Gap.WAITING:
            words = say_many("{count} entry still at its kiosks", "{count} entries still at its kiosks", line.waiting)
            words = say("{words}, last heard at {time}", words=words, time=at) if at else words
        case Gap.SILENT:
            words = say("silent, last heard at {time}", time=at)
        case Gap.NEVER_HEARD:
            words = say("its kiosks were never heard")
        case Gap.NO_DEVICE:
            words = say("no kiosk, and nothing came in another way")
        case None:
            words = ""
    return f"{apart(line.called)}: {words}" if is_named else f"{words[:1].upper()}{words[1:]}"


def on_paper(shown: Reported, changed: tuple[Change, ...]) -> ReportPage:
    """Return the report as it is drawn on paper."""
    before = shown.last_year
    heads = [
        Headline(amounts.number(shown.arrived), say("people came"), _was(before, shown.last_arrived)),
        Headline(amounts.number(shown.hours), say("hours given"), _was(before, shown.last_hours)),
    ]
    if shown.venues:
        heads.append(
            Headline(
                say("{part} of {all}", part=shown.reporting, all=shown.venues_all), say("venues reported"), _was(before, shown.last_venues)
            )
        )
    heads.append(Headline(amounts.number(shown.entries), say("entries received")))
    state = say("Version {version}", version=shown.version) if shown.version else say("Not frozen yet")
    return ReportPage(
        event=shown.event,
        day=shown.day,
        title=shown.title,
        standing=say("{state}, as of {time}: {standing}.", state=state, time=shown.as_of, standing=shown.standing),
        headlines=tuple(heads),
        lines=tuple(Line(one.name, one.made, one.target, one.counted, one.last_year, one.filled) for one in shown.items),
        gaps=shown.gaps,
        changes=tuple(in_words(change) for change in changed),
        words=_paper_words(),
        is_right_to_left=is_right_to_left(),
        foot=say(
            "{event}, {title}. {state}, as of {time}. Made is what was logged at the kiosks; counted is by hand.",
            event=shown.event,
            title=shown.title,
            state=state,
            time=shown.as_of,
        ),
    )


def _paper_words() -> Words:
    return Words(
        made=say("made"),
        target=say("target"),
        counted=say("counted"),
        last_year=say("last year"),
        outstanding=say("Still outstanding"),
        changed=say("Changed since the version before"),
        continued=say("{title}, continued", title="{title}"),
    )


def in_words(change: Change) -> str:
    """Return a change as one line."""
    words = say("{what}: {after} instead of {before}", what=change.what, after=change.after, before=change.before)
    return f"{apart(change.venue)}: {words}" if change.venue else words


def _was(year: str, figure_: int | None) -> str:
    return "" if figure_ is None else say("{count} in {year}", count=figure_, year=year)


def _item(found: Snapshot, line: ItemLine) -> ItemShown:
    kind = found.kind(line.item)

    def said(quantity: int | None) -> str:
        return "" if quantity is None else amounts.figure(quantity, kind, found.event)

    difference = None if line.counted is None else line.counted - line.made
    return ItemShown(
        name=amounts.named(kind.many),
        picture=kind.picture,
        made=said(line.made),
        target=said(line.target),
        counted=said(line.counted),
        difference="" if difference is None else say("the same") if difference == 0 else signed(difference, said(abs(difference))),
        delivered=said(line.delivered),
        last_year=said(line.last_year),
        percent=amounts.percent(line.made, line.target or 0),
        bar=bar(line.made, line.target),
        filled=line.made / line.target if line.target else None,
    )


def _venue(line: VenueLine, event: Event, as_of_ms: int) -> VenueShown:
    gap = gap_in_words(line, event, as_of_ms, is_named=False) if line.gap is not None else ""
    return VenueShown(line.no, line.called, line.town, line.arrived, line.minutes // MINUTES_AN_HOUR, line.entries, gap)


def _moment(at_ms: int, event: Event) -> str:
    at = amounts.local(at_ms, event)
    return say("{time} on {day}", time=f"{at:%H:%M}", day=amounts.long_day(at_ms, event))
