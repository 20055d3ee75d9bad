"""What left a venue, and who is there by name?

Promise: names are shown to those in charge of the venue, who say why; each look is written down before it is given, and nothing of it
is kept by the browser.
"""

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from sync.domain.definition import Definition, in_language
from sync.domain.output import Bucket
from sync.domain.tally import beneficiary_of
from sync.server.audit.log import looked
from sync.server.reading.contributions import Contribution
from sync.server.reading.handed_over import HandedOver, handed_over
from sync.server.reading.venues import PRESENT_MAX, Present, present_at
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.visitors import EVERYBODY, IN_CHARGE, Visitor, page_for
from sync.server.tongues.saying import Said, english, later, say

WHY_NAMES: dict[str, Said] = {
    "ROLL_CALL": later("Fire or roll call"),
    "ASKED_FOR": later("Somebody is asked for"),
    "ACCIDENT": later("Something happened to somebody"),
    "FLAG": later("To settle a flag"),
    "CLOSING": later("To close the day"),
}
"""Why somebody looks at names, by what the form sends. The audit log has the English words."""


class HandedShown(msgspec.Struct, frozen=True):
    """One line of what was handed over. ``confirmed`` are (amount, when); ``delivered`` empty: only a receipt came."""

    activity: str
    picture: str
    delivered: str
    at: str
    receiver: str
    confirmed: tuple[tuple[str, str], ...]
    differs: bool


class PersonShown(msgspec.Struct, frozen=True):
    """Somebody who is here; ``name`` empty: nobody's name is known."""

    name: str
    headcount: int
    since: str


@require_safe
@page_for(EVERYBODY)
def handed(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Send what was handed over and confirmed."""
    _name_of(visitor, no)
    at_ms = now_ms()
    rows = [_handed(visitor, one, at_ms) for one in handed_over(visitor.event, no)]
    return render(request, "site/pieces/handed_over.html", {"rows": rows, "at": amounts.clock(at_ms, visitor.definition.event)})


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(IN_CHARGE)
def names(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Ask why; then show who is here, and write down who looked."""
    name = _name_of(visitor, no)
    reason = WHY_NAMES.get(request.POST.get("reason", ""))
    shown = {
        "visitor": visitor,
        "no": no,
        "name": name,
        "reasons": list(WHY_NAMES.items()),
        "is_missing": request.method == "POST" and reason is None,
    }
    if reason is None:
        return render(request, "site/venue_names.html", shown, status=400 if shown["is_missing"] else 200)
    looked(visitor.actor, f"Saw who is at {english_name(visitor, no)}, by name: {english(reason).lower()}.", no)
    at_ms = now_ms()
    people = present_at(visitor.event, no)
    places = _by_activity(visitor.definition, people, at_ms)
    shown |= {
        "reason": reason,
        "reason_words": reason,
        "places": places,
        "people": sum(one.headcount for one in people),
        "is_cut": len(people) == PRESENT_MAX,
        "at": amounts.clock(at_ms, visitor.definition.event),
    }
    return render(request, "site/venue_names.html", shown)


def _name_of(visitor: Visitor, no: int) -> str:
    venue = visitor.definition.venue(no) if visitor.rights.sees_venue(no) else None
    if venue is None:
        raise Http404
    return amounts.named(venue.name)


def english_name(visitor: Visitor, no: int) -> str:
    """Return what the audit log calls the venue."""
    venue = visitor.definition.venue(no)
    assert venue is not None, "its page was found"
    return in_language(venue.name, "en")


def _by_activity(definition: Definition, people: list[Present], at_ms: int) -> list[tuple[str, int, list[PersonShown]]]:
    """Return (activity, people, who) in the event's order, those without an activity last."""
    order = {activity.no: place for place, activity in enumerate(definition.activities)}
    found: dict[int | None, list[Present]] = {}
    for one in people:
        found.setdefault(one.activity, []).append(one)
    told = []
    for no in sorted(found, key=lambda no: order.get(no, len(order)) if no is not None else len(order) + 1):
        activity = definition.activity(no)
        called = say("No activity chosen yet") if no is None else say("Activity {no}, not in the event", no=str(no))
        name = called if activity is None else amounts.named(activity.name)
        who = [PersonShown(one.shown_name, one.headcount, amounts.moment(one.from_ms, definition.event, at_ms)) for one in found[no]]
        told.append((name, sum(one.headcount for one in found[no]), sorted(who, key=lambda one: (not one.name, one.name.casefold()))))
    return told


def _handed(visitor: Visitor, one: HandedOver, at_ms: int) -> HandedShown:
    definition, about = visitor.definition, one.about
    activity = definition.activity(about.activity)
    receiver = definition.beneficiary(beneficiary_of(Bucket(about.venue, about.activity, about.item), definition) or -1)
    given = one.delivered
    confirmed = sum(receipt.quantity for receipt in one.receipts)
    return HandedShown(
        activity="" if activity is None else amounts.named(activity.name),
        picture="helpers" if activity is None else activity.picture,
        delivered="" if given is None else _amount(definition, given),
        at="" if given is None else amounts.moment(given.at_ms, definition.event, at_ms),
        receiver="" if receiver is None else amounts.named(receiver.name),
        confirmed=tuple((_amount(definition, each), amounts.moment(each.at_ms, definition.event, at_ms)) for each in one.receipts),
        differs=given is not None and bool(one.receipts) and confirmed != given.quantity,
    )


def _amount(definition: Definition, one: Contribution) -> str:
    item = definition.item(one.item)
    if item is None:
        return say("{amount} of item kind {no}", amount=amounts.number(one.quantity), no=str(one.item))
    return f"{amounts.figure(one.quantity, item, definition.event)} {amounts.noun(one.quantity, item)}"
