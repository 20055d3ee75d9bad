"""Who is looking at a page, and what may they see and do?

Promise: nobody sees a page without signing in, nor anything of another organisation; a venue lead sees their venues and nothing else;
every page states whom it is for.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

import msgspec
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from sync.domain.definition import Definition, Venue
from sync.server.audit.log import Actor
from sync.server.people.address import address_of
from sync.server.people.models import Role
from sync.server.people.organisations import events_of
from sync.server.people.rights import Rights, Standing, standing_of
from sync.server.reading.event import Published, event
from sync.server.site import second_step

EVERYBODY = frozenset(Role)
IN_CHARGE = frozenset({Role.COORDINATOR, Role.VENUE_LEAD})
COORDINATORS = frozenset({Role.COORDINATOR})
CONCERNED = IN_CHARGE | {Role.AUDITOR}
"""Whom devices and flags concern; an auditor looks and changes nothing."""
WATCHFUL = frozenset({Role.COORDINATOR, Role.AUDITOR})

EVENT_CHOSEN = "event"
"""Where the browser's session keeps which of several events somebody looks at; without it, the one published last."""


EVENTS_MAX = 12
"""So many events stand in the menu: more years than anybody compares."""


class Member(msgspec.Struct, frozen=True):
    """Somebody signed in, in their organisation beside its events: what they may do in all of it."""

    name: str
    organisation: int
    rights: Rights
    actor: Actor

    @property
    def role(self) -> Role | None:
        return self.rights.strongest


class Visitor(msgspec.Struct, frozen=True):
    """Somebody signed in, at one event of their organisation. ``role`` is the strongest that they have there.

    ``actor``: who they are in the audit log.
    """

    name: str
    role: Role
    published: Published
    rights: Rights
    actor: Actor
    organisation: int

    @property
    def definition(self) -> Definition:
        return self.published.definition

    @property
    def event(self) -> int:
        return self.published.no

    @property
    def seen(self) -> frozenset[int] | None:
        """The venues that they may see, as the readings take it: none for all."""
        return self.rights.shown_venues

    @property
    def venues(self) -> tuple[Venue, ...]:
        """The venues that they may see, in the event's order."""
        return tuple(venue for venue in self.definition.venues if self.rights.sees_venue(venue.no))

    @property
    def may_decide(self) -> bool:
        """Coordinators alone approve, refuse and revoke devices."""
        return self.rights.is_coordinator

    @property
    def is_in_charge(self) -> bool:
        """Whether devices and flags concern them."""
        return self.role in CONCERNED


Page = Callable[..., HttpResponseBase]


def page_for(roles: frozenset[Role]) -> Callable[[Page], Page]:
    """Make a page of ``view(request, visitor, …)`` that only people with one of ``roles`` in the event reach."""

    def wrap(view: Page) -> Page:
        @wraps(view)
        def answer(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_the_door(request)
            standing = standing_of(request.user)
            visitor = visitor_at(request, standing)
            if visitor is None and standing.organisation is not None and not events_of(standing.organisation):
                return render(request, "site/no_event.html")
            if visitor is None or visitor.role not in roles:
                raise PermissionDenied
            return second_step.asked(request, visitor.rights) or kept_private(view(request, visitor, *parts, **named))

        return answer

    return wrap


def wide_page_for(roles: frozenset[Role]) -> Callable[[Page], Page]:
    """Make a page of ``view(request, member, …)`` for people with one of ``roles`` in the whole organisation; no event is needed."""

    def wrap(view: Page) -> Page:
        @wraps(view)
        def answer(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_the_door(request)
            member = member_of(request)
            if member is None or member.role not in roles:
                raise PermissionDenied
            return second_step.asked(request, member.rights) or kept_private(view(request, member, *parts, **named))

        return answer

    return wrap


def json_for(roles: frozenset[Role]) -> Callable[[Page], Page]:
    """Like ``page_for`` for programs, which cannot read a sign-in page: what stands in the way is a status and a sentence as JSON."""

    def wrap(view: Page) -> Page:
        @wraps(view)
        def answer(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _refusal(HTTPStatus.UNAUTHORIZED, "sign in first; the session's cookie opens this")
            standing = standing_of(request.user)
            visitor = visitor_at(request, standing)
            if visitor is None and standing.organisation is not None and not events_of(standing.organisation):
                return _refusal(HTTPStatus.NOT_FOUND, "no event is published yet")
            if visitor is None or visitor.role not in roles:
                return _refusal(HTTPStatus.FORBIDDEN, "this account may not see it")
            if second_step.asked(request, visitor.rights) is not None:
                return _refusal(HTTPStatus.FORBIDDEN, "this account needs a second step at sign-in first; set it up in a browser")
            return view(request, visitor, *parts, **named)

        return answer

    return wrap


def visitor_at(request: HttpRequest, standing: Standing | None = None) -> Visitor | None:
    """Return who looks, at the event that they chose or, of those that they may see, the one published last."""
    user = request.user
    standing = standing_of(user) if standing is None else standing
    if standing.organisation is None or not user.is_authenticated:
        return None
    seen = [no for no in events_of(standing.organisation) if standing.at(no).sees_something]
    chosen = request.session.get(EVENT_CHOSEN)
    published = event(chosen if chosen in seen else seen[0]) if seen else None
    return None if published is None else _visitor(user, standing, published, address_of(request))


def events_seen(request: HttpRequest) -> list[Published]:
    """Return every event that they may see, the one published last first."""
    standing = standing_of(request.user)
    numbers = [] if standing.organisation is None else [no for no in events_of(standing.organisation) if standing.at(no).sees_something]
    return [found for no in numbers[:EVENTS_MAX] if (found := event(no)) is not None]


def visitor_of(user: AbstractBaseUser, published: Published) -> Visitor | None:
    """Return how ``user`` stands to the event; none when no role lets them see anything of it."""
    standing = standing_of(user)
    if standing.organisation is None or published.no not in events_of(standing.organisation):
        return None
    return _visitor(user, standing, published, "")


def member_of(request: HttpRequest) -> Member | None:
    """Return who looks, in the whole organisation; none for somebody of no organisation."""
    user = request.user
    standing = standing_of(user)
    if standing.organisation is None or not user.is_authenticated:
        return None
    rights = standing.at(None)
    return Member(name_of(user), standing.organisation, rights, actor_of(user, standing.organisation, None, address_of(request)))


def actor_of(user: AbstractBaseUser, organisation: int | None, event: int | None, address: str) -> Actor:
    """Return how the audit log calls ``user``: the name that people know, and the one that is used once."""
    name, signs_in_as = name_of(user), user.get_username()
    return Actor(name if name == signs_in_as else f"{name} ({signs_in_as})", organisation, event, user.pk, address)


def name_of(user: AbstractBaseUser) -> str:
    """Return what ``user`` is called on the pages."""
    full_name: str = getattr(user, "get_full_name", str)()
    return full_name or user.get_username()


def _visitor(user: AbstractBaseUser, standing: Standing, published: Published, address: str) -> Visitor | None:
    rights, organisation = standing.at(published.no), standing.organisation
    if not rights.sees_something or rights.strongest is None or organisation is None:
        return None
    actor = actor_of(user, organisation, published.no, address)
    return Visitor(name_of(user), rights.strongest, published, rights, actor, organisation)


def kept_private(response: HttpResponseBase) -> HttpResponseBase:
    """Let no browser keep the page: a shared machine must not show it again after signing out."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _refusal(status: HTTPStatus, sentence: str) -> JsonResponse:
    headers = {"Cache-Control": "private, no-store"}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Session realm="centre"'
    return JsonResponse({"error": sentence}, status=status, headers=headers)


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Send a stranger to sign in, and back afterwards."""
    if getattr(request, "htmx", False):
        # A fragment must not be replaced by the sign-in page: the whole page goes there.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(request.get_full_path())
