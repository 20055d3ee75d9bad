"""Who opens and closes registration, and how many places are taken?

Promise: coordinators for every venue, leads for theirs; numbers, no names; closing says what it does.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sync.domain.definition import Venue
from sync.paper.poster import poster_pdf
from sync.paper.sheets import SheetName
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.registering import reading
from sync.server.registering.models import Page
from sync.server.registering.opening import switch
from sync.server.registering.pages.posters import card_of
from sync.server.registering.pages.shown import places_shown
from sync.server.registering.places import places_at, taken_at
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.finding import FIND_FROM, is_meant, looked_for
from sync.server.site.visitors import IN_CHARGE, Visitor, page_for


@require_safe
@page_for(IN_CHARGE)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the venues with their pages; of many those that are looked for."""
    find = looked_for(request)
    found = [venue for venue in visitor.venues if is_meant(find, amounts.named(venue.name), venue.town)]
    shown = {
        "visitor": visitor,
        "venues": reading.venues(visitor.definition, found),
        "find": find,
        "is_long": len(visitor.venues) > FIND_FROM,
    }
    return render(request, "registering/every.html", shown)


@require_safe
@page_for(IN_CHARGE)
def one(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show one venue's page, its places and who comes from where."""
    venue = _venue(visitor, no)
    page, taken = Page.objects.filter(event=visitor.event, venue=no).first(), taken_at(visitor.event, no)
    shown = {
        "visitor": visitor,
        "no": no,
        "venue": amounts.named(venue.name),
        "page": page,
        "address": _address(request, page),
        "places": places_shown(places_at(visitor.definition, no, taken), visitor.definition),
        "people": taken.people,
        "registered": reading.registered(visitor.event, no),
        "groups": reading.groups(visitor.event, no),
    }
    return render(request, "registering/venue.html", shown)


@require_POST
@page_for(IN_CHARGE)
def switched(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Open or close a venue's page."""
    venue, is_open = _venue(visitor, no), request.POST.get("open") == "1"
    switch(visitor.event, no, is_open=is_open, by=visitor.name, now_ms=now_ms())
    said = "Opened" if is_open else "Closed"
    did(visitor.actor, Deed.REGISTRATION_SWITCHED, f"{said} the registration page of {venue.name['en']}.", no)
    return redirect("registration-venue", no)


@require_safe
@page_for(IN_CHARGE)
def poster(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Hand over the poster of a venue."""
    venue = _venue(visitor, no)
    page = Page.objects.filter(event=visitor.event, venue=no).first()
    if page is None:
        raise Http404
    sheet = SheetName.LETTER if request.GET.get("sheet") == SheetName.LETTER else SheetName.A4
    content = poster_pdf(card_of(visitor.definition, venue, _address(request, page)), sheet)
    headers = {"Content-Disposition": f'attachment; filename="register-venue-{no}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _venue(visitor: Visitor, no: int) -> Venue:
    venue = visitor.definition.venue(no)
    if venue is None or not visitor.rights.sees_venue(no):
        raise Http404
    return venue


def _address(request: HttpRequest, page: Page | None) -> str:
    return "" if page is None else request.build_absolute_uri(reverse("register", args=[page.word]))
