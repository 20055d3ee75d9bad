"""Which programs may read the figures, and how does a coordinator let one in or shut it out?

Promise: a token is shown once, when it is made; what opens every event is made and taken back only by who looks after every event.
"""

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sync.domain.definition import Definition
from sync.server.api import tokens as making
from sync.server.api.models import Token
from sync.server.api.tables import API_TABLES
from sync.server.api.throttle import ASKED_A_MINUTE_MAX
from sync.server.people.rights import standing_of
from sync.server.reading import tokens as reading
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.program_forms import TokenForm
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import apart, say, say_many

LOOK_AND_CHANGE = ["GET", "HEAD", "POST"]
VENUES_NAMED = 3
"""More venues than this are counted and not named."""


class TokenShown(msgspec.Struct, frozen=True):
    """One token in words. ``ended`` empty: it is open, for another ``left``."""

    row: Token
    opens: str
    used: str
    left: str
    ended: str


@require_safe
@page_for(COORDINATORS)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the tokens, and what can be read with them."""
    at_ms = now_ms()
    found = reading.tokens(visitor.organisation, _within(request, visitor), at_ms)
    return render(
        request,
        "site/programs.html",
        {
            "visitor": visitor,
            "tokens": [_shown(row, visitor.definition, at_ms) for row in found],
            "tables": [(table, table.address.replace("{event}", str(visitor.event))) for table in API_TABLES],
            "address": request.build_absolute_uri(f"/api/v1/events/{visitor.event}/totals?by=venue&format=csv"),
            "described": request.build_absolute_uri(reverse("api-openapi")),
            "often": ASKED_A_MINUTE_MAX,
        },
    )


@require_http_methods(LOOK_AND_CHANGE)
@page_for(COORDINATORS)
def make(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Make a token, and show it this once."""
    form = TokenForm(request.POST or None, definition=visitor.definition, is_wide=_within(request, visitor) is None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "site/program_new.html", {"form": form, "visitor": visitor})
    at_ms = now_ms()
    row, secret = making.make(visitor.actor, form.cleaned_data["name"].strip(), form.scope(), form.expires_ms(at_ms), at_ms)
    address = request.build_absolute_uri(f"/api/v1/events/{visitor.event}/summary")
    return render(
        request, "site/program_made.html", {"token": _shown(row, visitor.definition, at_ms), "secret": secret, "address": address}
    )


@require_http_methods(LOOK_AND_CHANGE)
@page_for(COORDINATORS)
def take_back(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Say what taking a token back does; on confirmation, do it."""
    row = reading.token(visitor.organisation, _within(request, visitor), no)
    if row is None:
        raise Http404
    if request.method != "POST":
        return render(request, "site/program_end.html", {"token": _shown(row, visitor.definition, now_ms()), "visitor": visitor})
    making.revoke(visitor.actor, row, now_ms())
    messages.success(request, say("The token “{name}” opens nothing any more.", name=row.name))
    return redirect("reports-tokens")


def _within(request: HttpRequest, visitor: Visitor) -> int | None:
    """Return the only event whose tokens this coordinator looks after; none: those of every event."""
    return None if standing_of(request.user).at(None).is_coordinator else visitor.event


def _shown(row: Token, definition: Definition, at_ms: int) -> TokenShown:
    return TokenShown(
        row=row,
        opens=_opens(row, definition),
        used=say("never yet") if row.used_ms is None else amounts.ago(max(at_ms - row.used_ms, 0)),
        left=amounts.span(max(row.expires_ms - at_ms, 0)),
        ended=_ended(row, definition, at_ms),
    )


def _ended(row: Token, definition: Definition, at_ms: int) -> str:
    if row.revoked_ms is not None:
        return say("taken back {moment}", moment=amounts.moment(row.revoked_ms, definition.event, at_ms))
    return "" if row.expires_ms > at_ms else say("ended {moment}", moment=amounts.moment(row.expires_ms, definition.event, at_ms))


def _opens(row: Token, definition: Definition) -> str:
    """Return "every event", "this event at the Rainbow Room"."""
    if row.event is None:
        return say("every event")
    if row.event != definition.event.no:
        return say("event {no}", no=str(row.event))
    if not row.venues:
        return say("this event")
    if len(row.venues) > VENUES_NAMED:
        return say_many("{count} venue of this event", "{count} venues of this event", len(row.venues))
    found = [(no, definition.venue(no)) for no in row.venues]
    return "; ".join(say("venue {no}", no=str(no)) if venue is None else apart(amounts.named(venue.name)) for no, venue in found)
