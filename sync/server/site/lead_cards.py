"""How does a lead get a card, and how is one that was lost taken back?

Promise: as for passes; what is taken back is said before it is done.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sync.paper.passes import pass_png
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.papers.leads import InCharge, in_charge, renew
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import say


@require_safe
@page_for(COORDINATORS)
def picture(request: HttpRequest, visitor: Visitor, venue: int, no: int) -> HttpResponse:
    """Hand over one lead's card as a picture."""
    del request
    found = _found(visitor, venue, no)
    did(visitor.actor, Deed.PASSES_MADE, f"Took the card of lead {no} as a picture.", venue)
    headers = {"Content-Disposition": f'attachment; filename="lead-card-{no}.png"'}
    return HttpResponse(pass_png(found.card), content_type="image/png", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def anew(request: HttpRequest, visitor: Visitor, venue: int, no: int) -> HttpResponse:
    """Say what issuing anew does; on confirmation, do it."""
    found = _found(visitor, venue, no)
    if request.method != "POST":
        return render(request, "site/lead_card_anew.html", {"visitor": visitor, "found": found})
    with transaction.atomic():
        renew(visitor.event, venue, no)
        did(visitor.actor, Deed.PASSES_MADE, f"Issued the card of lead {no} anew; the one before opens no pad any more.", venue)
    messages.success(request, say("There is a new lead card. The one before opens no pad at kiosks that have heard from the centre since."))
    return redirect("passes-venue", venue)


def _found(visitor: Visitor, venue: int, no: int) -> InCharge:
    # A number that no database can hold is nobody's.
    found = in_charge(visitor.event, visitor.definition, venue, no) if max(venue, no) < 2**63 and visitor.rights.sees_venue(venue) else []
    if not found:
        raise Http404
    return found[0]
