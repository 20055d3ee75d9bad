"""How is the day going, and who needs somebody? The board that a coordinator leaves open.

Promise: each figure says as of when and what it holds; a venue or a kiosk that needs a person says why and whom to call; telephone
numbers are shown to those in charge and to nobody else. The moving part is made once for all who may see the same.
"""

import msgspec
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from sync.server.calling.numbers import ToCall
from sync.server.reading.devices import DeviceRow
from sync.server.reading.watch import Outstanding, Watched, Why, watched
from sync.server.site import amounts
from sync.server.site.care import Care, care_of, silence_of
from sync.server.site.clock import now_ms
from sync.server.site.polling import tag_of, unless_known
from sync.server.site.shown import Made, made_by_item
from sync.server.site.totals import POLL_S
from sync.server.site.visitors import CONCERNED, Visitor, page_for
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import listed, say, say_many

FRAGMENT_KEPT_S = 1
SAID_POLL_S = 30
"""Whoever listens to the page is told of a change no more often than twice a minute."""

CALLS_SHOWN = 40
"""More venues than anybody can call in an hour; the rest stands under Venues."""

KIOSKS_SHOWN = 40
NAMED_MAX = 5
"""So many venues are read out by name."""


class CallShown(msgspec.Struct, frozen=True):
    """A venue that somebody should call. ``why`` is a sentence; ``call`` none: nobody's number is known, or it is not for this person."""

    no: int
    name: str
    town: str
    why: str
    is_silent: bool
    call: ToCall | None


class KioskToMind(msgspec.Struct, frozen=True):
    """A kiosk with what is to be looked after."""

    no: int
    name: str
    venue: int
    venue_name: str
    cares: tuple[Care, ...]


class BoardShown(msgspec.Struct, frozen=True):
    """Everything on the board, as of ``clock``; ``newest`` is when the newest entry came in, empty before the first."""

    received: int
    outstanding: int
    here: int
    arrived: int
    hours: int
    reporting: int
    venues: int
    waiting: int
    made: tuple[Made, ...]
    calls: tuple[CallShown, ...]
    kiosks: tuple[KioskToMind, ...]
    more_kiosks: int
    clock: str
    newest: str
    begins: str
    """When the day begins, empty once it has."""


@require_safe
@page_for(CONCERNED)
def page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the board."""
    shown = {"visitor": visitor, "moving": _fragment(visitor)[0], "said": _said(visitor), "poll_s": POLL_S, "said_s": SAID_POLL_S}
    return render(request, "site/watch.html", shown)


@require_safe
@page_for(CONCERNED)
def live(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Send the moving part, or say that it has not moved."""
    return unless_known(request, *_fragment(visitor))


@require_safe
@page_for(CONCERNED)
def said(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Send the sentence for those who listen, or say that it is the same."""
    words = _said(visitor)
    return unless_known(request, words, tag_of(words))


def board_shown(visitor: Visitor, at_ms: int) -> BoardShown:
    """Return the board of what ``visitor`` may see."""
    event, found = visitor.definition.event, watched(visitor.published, at_ms, visitor.seen)
    kiosks = kiosks_to_mind(visitor, found, at_ms)
    return BoardShown(
        received=found.totals.entries,
        outstanding=len(found.outstanding),
        here=found.totals.people.here,
        arrived=found.totals.people.arrived,
        hours=found.totals.people.minutes // 60,
        reporting=sum(row.entries > 0 for row in found.venues),
        venues=len(found.venues),
        waiting=sum(row.waiting for row in found.venues),
        made=made_by_item(visitor.definition, found.totals),
        calls=tuple(_call(visitor, one, at_ms) for one in found.outstanding[:CALLS_SHOWN]),
        kiosks=kiosks[:KIOSKS_SHOWN],
        more_kiosks=max(0, len(kiosks) - KIOSKS_SHOWN),
        clock=amounts.moment(at_ms, event, at_ms),
        newest="" if found.totals.received_ms is None else amounts.moment(found.totals.received_ms, event, at_ms),
        begins=amounts.moment(event.opens_ms, event, at_ms) if at_ms < event.opens_ms else "",
    )


def kiosks_to_mind(visitor: Visitor, found: Watched, at_ms: int) -> tuple[KioskToMind, ...]:
    """Return the kiosks that need somebody; one of a venue that is to be called anyhow is not named for its silence again."""
    event = visitor.definition.event
    is_day = event.opens_ms <= at_ms < event.closes_ms
    called = {one.row.venue.no for one in found.outstanding}
    kiosks = []
    for row in found.kiosks:
        silence = silence_of(row, at_ms) if is_day and row.venue not in called else None
        cares = (*((silence,) if silence else ()), *care_of(row))
        if cares:
            kiosks.append(KioskToMind(row.no, _name(row), row.venue, _venue_name(visitor, row.venue), cares))
    return tuple(kiosks)


def _call(visitor: Visitor, one: Outstanding, at_ms: int) -> CallShown:
    row, venue = one.row, one.row.venue
    held = say_many("{count} entry", "{count} entries", row.waiting)
    heard = "" if row.heard_ms is None else amounts.span(at_ms - row.heard_ms)
    then = say("It then still held {held}", held=held) if row.waiting else say("Nothing was waiting there")
    why = {
        Why.SILENT: say("Silent for {heard}. {then}; its kiosks keep all.", heard=heard, then=then),
        Why.NEVER_HEARD: say("Its kiosk is enrolled and has never been heard. Is it on, has it a line?"),
        Why.NO_KIOSK: say("No kiosk has been enrolled here. Are they counting on paper?"),
        Why.HOLDS: say("The day is over and its kiosks still hold {held}. Let them stay on, or bring a stick.", held=held),
    }[one.why]
    name = amounts.named(venue.name)
    may_call = visitor.rights.may_settle(venue.no)
    return CallShown(venue.no, name, venue.town, why, one.why is Why.SILENT, one.call if may_call else None)


def _name(row: DeviceRow) -> str:
    return row.name or say("Kiosk {no}", no=row.no)


def _venue_name(visitor: Visitor, no: int) -> str:
    venue = visitor.definition.venue(no)
    return say("Venue {no}, not in the event", no=no) if venue is None else amounts.named(venue.name)


def _fragment(visitor: Visitor) -> tuple[str, str]:
    """Return the moving part and its tag, kept for a moment for everybody with the same rights."""
    seen = "all" if visitor.seen is None else "-".join(map(str, sorted(visitor.seen)))
    # Whose numbers are shown hangs on whom they may help, not on what they may see.
    helps = "all" if visitor.may_decide else "-".join(map(str, sorted(visitor.rights.venues)))
    key = f"watch:{visitor.event}:{visitor.published.version}:{seen}:{helps}:{spoken()}"
    kept: tuple[str, str] | None = cache.get(key)
    if kept is None:
        text = render_to_string("site/pieces/watch.html", {"board": board_shown(visitor, now_ms()), "visitor": visitor})
        kept = (text, tag_of(text))
        cache.set(key, kept, FRAGMENT_KEPT_S)
    return kept


def _said(visitor: Visitor) -> str:
    """Return who is outstanding, in a sentence that changes only when that does."""
    outstanding = watched(visitor.published, now_ms(), visitor.seen).outstanding
    if not outstanding:
        return say("No venue is outstanding.")
    names = [amounts.named(one.row.venue.name) for one in outstanding[:NAMED_MAX]]
    more = len(outstanding) - len(names)
    names += [say("{count} more", count=more)] if more else []
    return say_many("{count} venue outstanding: {venues}.", "{count} venues outstanding: {venues}.", len(outstanding), venues=listed(names))
