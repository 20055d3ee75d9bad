"""How does somebody who registered change their shift, or say that they cannot come?

Promise: whoever has the link of the pass, and nobody else; nothing is changed by looking; withdrawing says what it does before it is done.
"""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sync.domain.roster import Volunteer
from sync.server.papers.passes import is_ours, who_of_link
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import person_of
from sync.server.reading.event import Published
from sync.server.reading.event import event as published_event
from sync.server.registering import taking
from sync.server.registering.pages.door import private
from sync.server.registering.pages.shown import places_shown
from sync.server.registering.places import offered, taken_at
from sync.server.registering.taking import Refusal
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.tongues.saying import say


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, event: str, word: str) -> HttpResponse:
    """Show what else there is; on confirmation, take it."""
    published, row, person = _found(int(event), word)
    fault = ""
    if request.method == "POST":
        answer = taking.change(published.no, person.who, request.POST.get("place", ""), now_ms())
        if answer is None:
            return redirect("pass-on-phone", event, word)
        is_over = answer is Refusal.CLOSED
        fault = say("The day is over.") if is_over else say("The last place there has just been taken. Please choose another one.")
    places = offered(published.definition, row.venue, taken_at(published.no, row.venue, without=person.who), now_ms())
    own = f"s{person.shift}" if person.shift is not None else f"a{person.activity}"
    shown = {"places": places_shown(places, published.definition), "own": own, "fault": fault}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return private(render(request, "registering/change.html", _around(published, word) | shown, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, event: str, word: str) -> HttpResponse:
    """Say what it does; on confirmation, do it."""
    published, _row, person = _found(int(event), word)
    if request.method == "POST":
        taking.withdraw(published.no, person.who)
        return private(render(request, "registering/withdrawn.html", _around(published, word)))
    return private(render(request, "registering/withdraw.html", _around(published, word)))


def own_links(event: int, who: bytes, word: str) -> dict[str, str]:
    """Return the addresses for a pass page: empty for somebody whom a list or a coordinator put onto the roster."""
    if taking.registered_row(event, who) is None:
        return {}
    return {name: reverse(f"registered-{name}", args=[event, word]) for name in ("change", "withdraw")}


def _around(published: Published, word: str) -> dict[str, Any]:
    return {"event": amounts.named(published.definition.event.name), "back": reverse("pass-on-phone", args=[published.no, word])}


def _found(event: int, word: str) -> tuple[Published, RosterRow, Volunteer]:
    who, published = who_of_link(word), published_event(event)
    row = taking.registered_row(event, who) if who is not None and published is not None else None
    person = None if row is None else person_of(row)
    if published is None or row is None or not isinstance(person, Volunteer) or not is_ours(event, person, word):
        raise Http404
    return published, row, person
