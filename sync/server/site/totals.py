"""What has been achieved so far? The page that everybody opens first, its two moving parts, and the same for machines.

Promise: the moving part is made once for everybody who may see the same figures and is sent only when it changed.
"""

import hashlib
from collections.abc import Collection
from typing import Any

import msgspec
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sync.domain.definition import in_language, outcome_no
from sync.server.reading.curve import curve
from sync.server.reading.flags import count_open
from sync.server.reading.totals import Totals, totals
from sync.server.reading.venues import Contact, VenueRow, venues
from sync.server.site import amounts
from sync.server.site.charts import Curve, curve_of
from sync.server.site.clock import now_ms
from sync.server.site.shown import Made, made_by_item
from sync.server.site.visitors import CONCERNED, EVERYBODY, Visitor, json_for, page_for
from sync.server.tongues.languages import ENGLISH, spoken

POLL_S = 2
"""How often an open page asks: as soon as somebody in the hall looks up from the kiosk to the wall."""

FRAGMENT_KEPT_S = 1
CURVE_KEPT_S = 20
"""The curve reads every stay of the day and has points of a quarter of an hour: it says as of when, and is at most a minute old."""


class TotalsShown(msgspec.Struct, frozen=True):
    """Everything on the page that moves, as of ``clock``. ``as_of`` is when the newest entry in it was received, empty before the first."""

    totals: Totals
    made: tuple[Made, ...]
    reporting: int
    silent: int
    venues: int
    waiting: int
    clock: str
    as_of: str

    @property
    def hours(self) -> int:
        return self.totals.people.minutes // 60


def totals_shown(visitor: Visitor, at_ms: int) -> TotalsShown:
    """Return the totals of what ``visitor`` may see."""
    definition = visitor.definition
    found = totals(visitor.published, at_ms, visitor.seen)
    rows = [row for row in venues(visitor.published, at_ms) if visitor.rights.sees_venue(row.venue.no)]
    return TotalsShown(
        totals=found,
        made=made_by_item(definition, found),
        reporting=sum(row.entries > 0 for row in rows),
        silent=sum(is_silent(row, visitor, at_ms) for row in rows),
        venues=len(rows),
        waiting=sum(row.waiting for row in rows),
        clock=amounts.moment(at_ms, definition.event, at_ms),
        as_of="" if found.received_ms is None else amounts.moment(found.received_ms, definition.event, at_ms),
    )


def is_silent(row: VenueRow, visitor: Visitor, at_ms: int) -> bool:
    """Return whether somebody should call this venue. Outside of the event's hours nobody has to speak."""
    event = visitor.definition.event
    return row.contact is Contact.SILENT and event.opens_ms <= at_ms < event.closes_ms


@require_safe
@page_for(EVERYBODY)
def page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the totals."""
    fragment, _ = _fragment(visitor)
    return render(request, "site/totals.html", {"visitor": visitor, "moving": fragment, "poll_s": POLL_S})


@require_safe
@page_for(EVERYBODY)
def live(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Send the moving part, or say that it has not moved."""
    fragment, tag = _fragment(visitor)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(fragment, headers=headers)


@require_safe
@page_for(EVERYBODY)
def day_curve(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Send the curve of the day, with its table."""
    return render(request, "site/pieces/curve.html", {"curve": curve_for(visitor, visitor.seen), "visitor": visitor})


@require_safe
@json_for(EVERYBODY)
def as_json(request: HttpRequest, visitor: Visitor) -> JsonResponse:
    """Send the totals as JSON: described in the OpenAPI document."""
    del request
    with override(ENGLISH):
        told = totals_json(visitor, totals_shown(visitor, now_ms()))
    return JsonResponse(told, headers={"Cache-Control": "private, no-cache"})


def totals_json(visitor: Visitor, shown: TotalsShown) -> dict[str, Any]:
    """Return the totals as plain values: quantities in the item kind's unit, money in the currency's minor unit."""
    event, found = visitor.definition.event, shown.totals
    return {
        "event": {"no": event.no, "name": in_language(event.name, amounts.LANGUAGE), "currency": event.currency},
        "as_of": None if found.received_ms is None else amounts.iso(found.received_ms),
        "entries": found.entries,
        "waiting": shown.waiting,
        "to_look_at": count_open(visitor.event, visitor.seen) if visitor.role in CONCERNED else None,
        "people": {"here": found.people.here, "arrived": found.people.arrived, "minutes": found.people.minutes},
        "venues": {"reporting": shown.reporting, "silent": shown.silent, "all": shown.venues},
        "items": [
            {
                "no": one.item.no,
                "name": in_language(one.item.many, amounts.LANGUAGE),
                "unit": one.item.unit.value,
                "made": one.figures.made,
                "counted": one.figures.counted,
                "delivered": one.figures.delivered,
                "received": one.figures.received,
                "target": one.figures.target,
                "outcomes": [
                    {"name": in_language(words, amounts.LANGUAGE), "made": one.figures.by_outcome.get(outcome_no(one.item.no, index), 0)}
                    for index, words in enumerate(one.item.outcomes)
                ],
                "beneficiaries": list(one.beneficiaries),
            }
            for one in shown.made
        ],
    }


def curve_for(visitor: Visitor, seen: Collection[int] | None) -> Curve | None:
    """Return the curve of the day at the venues ``seen`` (none: all), made anew every half minute."""
    event = visitor.definition.event
    key = f"curve:{spoken()}:{event.no}:{_name_of(seen)}"
    kept: tuple[Curve | None] | None = cache.get(key)
    if kept is None:
        to_ms = min(now_ms(), event.closes_ms)
        kept = (curve_of(curve(event.no, event.opens_ms, to_ms, seen), event),)
        cache.set(key, kept, CURVE_KEPT_S)
    return kept[0]


def _fragment(visitor: Visitor) -> tuple[str, str]:
    """Return the moving part and its ETag."""
    key = f"totals:{spoken()}:{visitor.event}:{visitor.published.version}:{_name_of(visitor.seen)}"
    kept: tuple[str, str] | None = cache.get(key)
    if kept is None:
        text = render_to_string("site/pieces/totals.html", {"shown": totals_shown(visitor, now_ms()), "visitor": visitor})
        kept = (text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')
        cache.set(key, kept, FRAGMENT_KEPT_S)
    return kept


def _name_of(seen: Collection[int] | None) -> str:
    return "all" if seen is None else "-".join(str(venue) for venue in sorted(seen))
