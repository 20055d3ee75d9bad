"""Who is looking at a page, and what may they see and do?

Promise: nobody sees a page without signing in; a venue lead sees their venues and nothing else; every page states whom it is for, and
one that says nothing is for coordinators alone.
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
from sync.server.people.models import Role
from sync.server.people.rights import Rights, rights_of
from sync.server.reading.event import Published, present_event

EVERYBODY = frozenset(Role)
IN_CHARGE = frozenset({Role.COORDINATOR, Role.VENUE_LEAD})
COORDINATORS = frozenset({Role.COORDINATOR})


class Visitor(msgspec.Struct, frozen=True):
    """Somebody signed in, at the present event, with the strongest role that they have there."""

    name: str
    role: Role
    published: Published
    rights: Rights

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
        return self.role in IN_CHARGE


Page = Callable[..., HttpResponseBase]


def page_for(roles: frozenset[Role]) -> Callable[[Page], Page]:
    """Make a page of ``view(request, visitor, …)`` that only people with one of ``roles`` reach."""

    def wrap(view: Page) -> Page:
        @wraps(view)
        def answer(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_the_door(request)
            published = present_event()
            if published is None:
                return render(request, "site/no_event.html")
            visitor = visitor_of(request.user, published)
            if visitor is None or visitor.role not in roles:
                raise PermissionDenied
            response = view(request, visitor, *parts, **named)
            # A shared machine must not show the page again after signing out.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return answer

    return wrap


def json_for(roles: frozenset[Role]) -> Callable[[Page], Page]:
    """Like ``page_for`` for programs, which cannot read a sign-in page: what stands in the way is a status and a sentence as JSON."""

    def wrap(view: Page) -> Page:
        @wraps(view)
        def answer(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _refusal(HTTPStatus.UNAUTHORIZED, "sign in first; the session's cookie opens this")
            published = present_event()
            if published is None:
                return _refusal(HTTPStatus.NOT_FOUND, "no event is published yet")
            visitor = visitor_of(request.user, published)
            if visitor is None or visitor.role not in roles:
                return _refusal(HTTPStatus.FORBIDDEN, "this account may not see it")
            return view(request, visitor, *parts, **named)

        return answer

    return wrap


def _refusal(status: HTTPStatus, sentence: str) -> JsonResponse:
    headers = {"Cache-Control": "private, no-store"}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Session realm="centre"'
    return JsonResponse({"error": sentence}, status=status, headers=headers)


def visitor_of(user: AbstractBaseUser, published: Published) -> Visitor | None:
    """Return how ``user`` stands to the event; none when no role lets them see anything of it."""
    rights = rights_of(user, published.no)
    if not rights.sees_something:
        return None
    return Visitor(_name_of(user), _role_of(rights), published, rights)


def _role_of(rights: Rights) -> Role:
    if rights.is_coordinator:
        return Role.COORDINATOR
    return Role.VIEWER if rights.sees_all else Role.VENUE_LEAD


def _name_of(user: AbstractBaseUser) -> str:
    full_name: str = getattr(user, "get_full_name", str)()
    return full_name or user.get_username()


def _to_the_door(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        # A fragment must not be replaced by the sign-in page: the whole page goes there.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(request.get_full_path())
