"""How is each venue doing, and which one is silent?

Promise: every venue that the visitor may see is listed, also one that nobody has heard of yet; silence is said in words and comes first.
"""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from sync.server.reading.flags import open_flags
from sync.server.reading.totals import People, Row, people_by_activity, totals
from sync.server.reading.venues import Contact, VenuePage, VenueRow, venue, venues
from sync.server.reading.watch import numbers_of
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.finding import FIND_FROM, is_meant, looked_for
from sync.server.site.flags import FlagShown
from sync.server.site.kiosks import kiosks_shown
from sync.server.site.polling import tag_of, unless_known
from sync.server.site.shown import activities_at, progress
from sync.server.site.totals import curve_for, is_silent
from sync.server.site.visitors import EVERYBODY, Visitor, page_for
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import say

PAGE_VENUES = 100
"""More than this is looked for and not read; a telephone still draws it at once."""

DIGITS_MAX = 6

POLL_S = 5
MOVING_KEPT_S = 2

FLAGS_SHOWN = 5
"""On a venue's page; the rest is one press away."""


class VenueShown(msgspec.Struct, frozen=True):
    """One line of the list. ``progress`` none: no target there; ``heard`` is a span, ``heard_ago`` the same as past; empty when never."""

    no: int
    name: str
    town: str
    door: str
    people: People
    progress: int | None
    contact: Contact
    is_silent: bool
    heard: str
    heard_ago: str
    waiting: int
    entries: int
    flags: int

    @property
    def hours(self) -> int:
        return self.people.minutes // 60

    @property
    def is_heard(self) -> bool:
        return self.contact in (Contact.IN_TOUCH, Contact.SILENT)

    @property
    def has_device(self) -> bool:
        return self.contact is not Contact.NO_DEVICE


@require_safe
@page_for(EVERYBODY)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the venues, silent ones first, else in the event's order; of many, a page of those that are looked for."""
    at_ms = now_ms()
    of_venue: dict[int, list[Row]] = defaultdict(list)
    for row in totals(visitor.published, at_ms, visitor.seen).rows:
        of_venue[row.venue].append(row)
    rows = [row for row in venues(visitor.published, at_ms) if visitor.rights.sees_venue(row.venue.no)]
    shown = sorted((_shown(visitor, row, of_venue[row.venue.no], at_ms) for row in rows), key=lambda one: not one.is_silent)
    silent = sum(one.is_silent for one in shown)
    find = looked_for(request)
    found = [one for one in shown if is_meant(find, one.name, one.town)]
    given = request.GET.get("page", "")
    page = min(int(given), len(found) // PAGE_VENUES + 1) if given.isascii() and given.isdigit() and len(given) <= DIGITS_MAX else 1
    first = (max(page, 1) - 1) * PAGE_VENUES
    return render(
        request,
        "site/venues.html",
        {
            "visitor": visitor,
            "at": amounts.clock(at_ms, visitor.published.definition.event),
            "all": len(shown),
            "venues": found[first : first + PAGE_VENUES],
            "in_touch": sum(one.is_heard for one in shown) - silent,
            "silent": silent,
            "find": find,
            "found": len(found),
            "is_long": len(shown) > FIND_FROM,
            "before": page - 1 if first else None,
            "after": page + 1 if first + PAGE_VENUES < len(found) else None,
        },
    )


@require_safe
@page_for(EVERYBODY)
def one(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show one venue."""
    at_ms = now_ms()
    page = _page_of(visitor, no, at_ms)
    raised = open_flags(visitor.event, (no,))[:FLAGS_SHOWN] if visitor.is_in_charge else []
    return render(
        request,
        "site/venue.html",
        {
            "visitor": visitor,
            "venue": _shown(visitor, page.row, page.totals.rows, at_ms),
            "moving": _moving(visitor, page, at_ms),
            "poll_s": POLL_S,
            "kiosks": kiosks_shown(page.devices, visitor, at_ms) if visitor.is_in_charge else [],
            "flags": [FlagShown.of(flag, visitor, at_ms) for flag in raised],
            "curve": curve_for(visitor, (no,)),
        },
    )


@require_safe
@page_for(EVERYBODY)
def live(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Send what moves on one venue's page, or say that it has not moved."""
    text = _moving_kept(visitor, no)
    return unless_known(request, text, tag_of(text))


def _page_of(visitor: Visitor, no: int, at_ms: int) -> VenuePage:
    page = venue(visitor.published, no, at_ms) if visitor.rights.sees_venue(no) else None
    if page is None:
        raise Http404
    return page


def _moving_kept(visitor: Visitor, no: int) -> str:
    """Return the moving part, made once in a while for all who may see the same of it."""
    may_help = visitor.rights.may_settle(no) if visitor.rights.sees_venue(no) else None
    key = f"venue:{visitor.event}:{visitor.published.version}:{no}:{may_help}:{spoken()}"
    kept: str | None = cache.get(key)
    if kept is None:
        at_ms = now_ms()
        kept = _moving(visitor, _page_of(visitor, no, at_ms), at_ms)
        cache.set(key, kept, MOVING_KEPT_S)
    return kept


def _moving(visitor: Visitor, page: VenuePage, at_ms: int) -> str:
    no, definition = page.row.venue.no, visitor.definition
    people = people_by_activity(visitor.event, at_ms, (no,))
    activities = activities_at(definition, no, page.totals, people)
    may_help = visitor.rights.may_settle(no)
    unplaced = people.get((no, 0), People())
    shown = {
        "venue": _shown(visitor, page.row, page.totals.rows, at_ms),
        "activities": activities,
        "unplaced": unplaced,
        "rows": [(activity, made) for activity in activities for made in activity.outputs],
        "presence": [
            *((activity.name, activity.people) for activity in activities),
            *([(say("No activity chosen yet"), unplaced)] if unplaced.here else []),
        ],
        "call": numbers_of(visitor.event, (no,)).get(no) if may_help else None,
        "may_see_names": may_help,
        "picture": activities[0].picture if activities else "door",
        "at": amounts.clock(at_ms, definition.event),
    }
    return render_to_string("site/pieces/venue.html", shown)


def _shown(visitor: Visitor, row: VenueRow, figures: Iterable[Row], at_ms: int) -> VenueShown:
    return VenueShown(
        no=row.venue.no,
        name=amounts.named(row.venue.name),
        town=row.venue.town,
        door=amounts.named(row.venue.door),
        people=row.people,
        progress=progress(figures),
        contact=row.contact,
        is_silent=is_silent(row, visitor, at_ms),
        heard="" if row.heard_ms is None else amounts.span(at_ms - row.heard_ms),
        heard_ago="" if row.heard_ms is None else amounts.ago(at_ms - row.heard_ms),
        waiting=row.waiting,
        entries=row.entries,
        flags=row.open_flags,
    )
