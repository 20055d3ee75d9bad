"""Which machines are kiosks of this event, which ask to become one, and how does a coordinator answer?

Promise: the six digits are compared by a person before anything is approved; revoking says what it will do and asks once more.
"""

import hashlib
from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.domain.definition import in_language
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.devices import enrolment
from sync.server.people.organisations import only_organisation
from sync.server.publishing import keys
from sync.server.reading.devices import device as device_row
from sync.server.reading.devices import devices
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.finding import FIND_FROM, is_meant, looked_for
from sync.server.site.kiosks import State, kiosks_shown
from sync.server.site.visitors import CONCERNED, COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import say

DIGITS_MAX = 6


class Asking(msgspec.Struct, frozen=True):
    """A machine that waits; ``digits`` in two groups, as its own screen shows them."""

    id: int
    name: str
    version: str
    digits: str
    address: str
    asked: str
    left: str


def askings(at_ms: int, digits: str | None = None) -> list[Asking]:
    """Return the machines that wait, oldest first; with ``digits`` those whose screen shows them.

    A machine that asks is nobody's yet. Where there are several organisations, only whoever can read its screen is shown it.
    """
    server_key = bytes(keys.server_key().verify_key)
    return [
        Asking(
            one.id,
            one.name or say("A machine without a name"),
            one.version,
            f"{one.digits[:3]} {one.digits[3:]}",
            one.address,
            amounts.ago(at_ms - one.asked_ms),
            amounts.span(one.expires_ms - at_ms),
        )
        for one in enrolment.pending(server_key, at_ms)
        if digits is None or one.digits == digits
    ]


@require_safe
@page_for(CONCERNED)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the kiosks; to a coordinator also the machines that ask."""
    at_ms = now_ms()
    shown = kiosks_shown([row for row in devices(visitor.event) if visitor.rights.sees_venue(row.venue)], visitor, at_ms)
    find = looked_for(request)
    return render(
        request,
        "site/devices.html",
        {
            "visitor": visitor,
            "kiosks": [kiosk for kiosk in shown if is_meant(find, kiosk.name, kiosk.venue)],
            "find": find,
            "is_long": len(shown) > FIND_FROM,
            "in_use": sum(kiosk.state is not State.REVOKED for kiosk in shown),
            "waiting": sum(kiosk.row.waiting for kiosk in shown),
            **(_asking(request, visitor) if visitor.may_decide else {}),
        },
    )


@require_safe
@page_for(COORDINATORS)
def waiting(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Send the part of the page in which machines ask, so that an open page shows the next one by itself."""
    asking = _asking(request, visitor)
    answer = render(request, "site/pieces/askings.html", {"visitor": visitor, **asking})
    # The form's token is new in each answer; what is shown is not, and then the page leaves it as it is.
    answer["ETag"] = f'"{hashlib.sha256(repr(asking).encode()).hexdigest()[:32]}"'
    return answer


@require_POST
@page_for(COORDINATORS)
def approve(request: HttpRequest, visitor: Visitor, asked: int) -> HttpResponse:
    """Make the machine that asked a kiosk of the chosen venue."""
    given = request.POST.get("venue", "")
    venue = visitor.definition.venue(int(given)) if given.isascii() and given.isdigit() else None
    if venue is None:
        messages.warning(request, say("Choose the venue first, then approve."))
        return redirect("devices")
    try:
        _check_digits(request, asked)
        with transaction.atomic():
            device = enrolment.approve(asked, visitor.definition.event.no, venue.no, now_ms())
            is_now = f"kiosk {device.no} at {in_language(venue.name, amounts.LANGUAGE)}"
            did(visitor.actor, Deed.DEVICE_APPROVED, f"Approved {device.name or 'a machine without a name'} as {is_now}.", venue.no)
    except enrolment.NotOpen:
        messages.warning(request, say("That machine is no longer waiting: its ten minutes were over, or somebody was quicker."))
    else:
        name = device.name or say("The machine")
        messages.success(request, say("{name} is now kiosk {no} at {venue}.", name=name, no=device.no, venue=amounts.named(venue.name)))
    return redirect("devices")


@require_POST
@page_for(COORDINATORS)
def refuse(request: HttpRequest, visitor: Visitor, asked: int) -> HttpResponse:
    """Answer the machine with no."""
    try:
        _check_digits(request, asked)
    except enrolment.NotOpen:
        return redirect("devices")
    with transaction.atomic():
        name = enrolment.refuse(asked)
        if name is not None:
            did(visitor.actor, Deed.DEVICE_REFUSED, f"Refused {name or 'a machine without a name'}, which asked to join.")
    messages.success(request, say("Refused. The machine learns it the next time it asks."))
    return redirect("devices")


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def revoke(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Say what revoking does; on confirmation, do it."""
    at_ms = now_ms()
    row = device_row(no)
    if row is None or row.event != visitor.event or row.revoked_ms is not None:
        raise Http404
    (shown,) = kiosks_shown([row], visitor, at_ms)
    if request.method != "POST":
        return render(request, "site/revoke.html", {"visitor": visitor, "kiosk": shown})
    with transaction.atomic():
        enrolment.revoke(no, at_ms)
        did(visitor.actor, Deed.DEVICE_REVOKED, f"Revoked kiosk {no}, {shown.name}, at {shown.venue}.", row.venue)
    messages.success(request, say("Kiosk {no} is revoked. It learns it at its next contact.", no=no))
    return redirect("devices")


def _asking(request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    digits = _digits_needed(request.GET)
    return {
        "askings": askings(now_ms(), digits),
        "digits_needed": digits is not None,
        "digits": digits or "",
        "venues": [(venue.no, amounts.named(venue.name)) for venue in visitor.venues],
    }


def _digits_needed(given: QueryDict) -> str | None:
    """Return the digits that were typed, as they stand on a screen; none where all machines that ask are shown."""
    return None if only_organisation() is not None else "".join(given.get("digits", "").split())[:DIGITS_MAX]


def _check_digits(request: HttpRequest, asked: int) -> None:
    """Raise ``NotOpen`` for a machine whose digits had to be typed and were not."""
    digits = _digits_needed(request.POST)
    if digits is not None and asked not in {one.id for one in askings(now_ms(), digits)}:
        raise enrolment.NotOpen
