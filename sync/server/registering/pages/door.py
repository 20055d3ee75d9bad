"""What does a volunteer see who opens the address on the poster, and what becomes of what they write?

Promise: works without JavaScript and without an account, in every language; nothing from another host; nobody is put onto the roster
twice by pressing twice; whoever is in doubt taken for a machine sends the form once more.
"""

from http import HTTPStatus
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sync.domain.definition import Definition, Venue
from sync.domain.roster import Volunteer
from sync.protocol.limits import NAME_CHARACTERS_MAX
from sync.server.erasing.retention import term_of
from sync.server.papers import passes as papers
from sync.server.papers.models import How
from sync.server.people.address import address_of
from sync.server.reading.event import Published
from sync.server.reading.event import event as published_event
from sync.server.registering import stamps, taking, wishes
from sync.server.registering.models import Page
from sync.server.registering.pages.shown import places_shown
from sync.server.registering.places import Place, offered, taken_at
from sync.server.registering.taking import Refusal, Wish
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.tongues.languages import TONGUES
from sync.server.tongues.saying import say

PRIVATE = {"Cache-Control": "private,no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
BY = "self-registration"


class Opened(msgspec.Struct, frozen=True):
    """A page that exists, with the event and the venue that it belongs to."""

    page: Page
    published: Published
    venue: Venue

    @property
    def definition(self) -> Definition:
        return self.published.definition

    @property
    def is_open(self) -> bool:
        return self.page.is_open and self.venue.is_open and now_ms() < self.definition.event.closes_ms

    def places(self) -> tuple[Place, ...]:
        """Return what can be chosen at this moment."""
        return offered(self.definition, self.venue.no, taken_at(self.published.no, self.venue.no), now_ms())


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, word: str) -> HttpResponse:
    """Show the form of a venue, or take what was written."""
    opened = _opened(word)
    if not opened.is_open:
        return _stopped(request, opened, "closed")
    if request.method == "POST":
        return _take(request, opened)
    places = opened.places()
    if places and all(place.is_full for place in places):
        return _stopped(request, opened, "full")
    return _ask(request, opened, wishes.unwritten(), None)


def _opened(word: str) -> Opened:
    found = Page.objects.filter(word=word).first()
    published = None if found is None else published_event(found.event)
    venue = None if found is None or published is None else published.definition.venue(found.venue)
    if found is None or published is None or venue is None:
        raise Http404
    return Opened(found, published, venue)


def _take(request: HttpRequest, opened: Opened) -> HttpResponse:
    stamp = stamps.read(request.POST.get("stamp", ""), opened.page.pk, now_ms())
    said = wishes.written(request.POST, {place.value: place.is_full for place in opened.places()})
    if stamp is None or not stamp.is_ripe or request.POST.get("website"):
        return _ask(request, opened, said, stamp, say("Please send it once more."))
    if said.faults:
        return _ask(request, opened, said, stamp)
    wish = Wish(said.name, said.group, said.place, said.preferences, stamp.press)
    answer = taking.register(opened.page, wish, address_of(request), now_ms())
    return _give(answer, opened.published) if isinstance(answer, Volunteer) else _refuse(request, opened, answer, stamp)


def _refuse(request: HttpRequest, opened: Opened, why: Refusal, stamp: stamps.Stamp) -> HttpResponse:
    said = wishes.written(request.POST, {place.value: place.is_full for place in opened.places()})
    match why:
        case Refusal.CLOSED:
            return _stopped(request, opened, "closed")
        case Refusal.TOO_MANY:
            busy = say("Very many people are registering just now. Please try again in a quarter of an hour.")
            response = _ask(request, opened, said, stamp, busy)
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            return response
        case Refusal.WITHDRAWN:
            return _ask(request, opened, said, None, say("Please send it once more."))
        case Refusal.FULL:
            return _ask(request, opened, said, stamp)


def _give(person: Volunteer, published: Published) -> HttpResponse:
    """The pass is the answer: its page is where everything else can be done."""
    bearer = papers.bearer(published.no, published.definition, person.who)
    if bearer is not None:
        papers.note(published.no, [bearer], How.LINK, BY)
    return redirect(reverse("pass-on-phone", args=[published.no, papers.link_word(published.no, person)]))


def _ask(request: HttpRequest, opened: Opened, said: wishes.Written, stamp: stamps.Stamp | None, notice: str = "") -> HttpResponse:
    event = opened.definition.event
    shown = {
        "places": places_shown(opened.places(), opened.definition),
        "said": said,
        "stamp": (stamp or stamps.new(opened.page.pk, now_ms())).text,
        "notice": notice,
        "helps": list(wishes.HELPS.items()),
        "languages": [(code, name) for tongue, name in TONGUES if (code := tongue.partition("-")[0]) in event.languages],
        "until": amounts.day(term_of(opened.definition).erase_ms, event),
        "name_max": NAME_CHARACTERS_MAX,
        "group_max": wishes.GROUP_CHARACTERS_MAX,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if notice or said.faults else HTTPStatus.OK
    return private(render(request, "registering/form.html", _around(opened) | shown, status=status))


def _stopped(request: HttpRequest, opened: Opened, why: str) -> HttpResponse:
    return private(render(request, "registering/stopped.html", _around(opened) | {"why": why}))


def _around(opened: Opened) -> dict[str, Any]:
    event = opened.definition.event
    return {
        "event": amounts.named(event.name),
        "day": amounts.day(event.opens_ms, event),
        "venue": amounts.named(opened.venue.name),
        "town": opened.venue.town,
    }


def private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and search machines, and its address out of what other hosts are told."""
    for name, value in PRIVATE.items():
        response[name] = value
    return response
