"""Who prepares events? Coordinators of the organisation that holds them, and nobody else.

Promise: these pages open before anything is published, so they ask for the role and the owner alone; another organisation's event is
not there.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from sync.server.drafting.keeping import Author
from sync.server.drafting.parts import Kind
from sync.server.people.address import address_of
from sync.server.people.organisations import owner_of
from sync.server.people.rights import standing_of
from sync.server.reading.drafts import Drafted, draft_of
from sync.server.site.clock import now_ms
from sync.server.site.second_step import asked
from sync.server.site.visitors import COORDINATORS, actor_of, kept_private, name_of, to_the_door, wide_page_for

Page = Callable[..., HttpResponseBase]

for_coordinators = wide_page_for(COORDINATORS)
"""Make a page of ``view(request, member, …)`` about all events of an organisation."""


def with_draft(view: Page) -> Page:
    """Make a page of ``view(request, drafted, …)`` for one event; an address that leads to none is answered so."""

    @wraps(view)
    def answer(request: HttpRequest, event: int, **named: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_the_door(request)
        standing = standing_of(request.user)
        is_theirs = standing.organisation is not None and owner_of(event) == standing.organisation
        rights = standing.at(event if is_theirs else None)
        if not rights.is_coordinator:
            raise PermissionDenied
        drafted = draft_of(event) if is_theirs else None
        if drafted is None:
            raise Http404
        if "kind" in named:
            named["kind"] = _kind(str(named["kind"]))
        return asked(request, rights) or kept_private(view(request, drafted, **named))

    return answer


def author(request: HttpRequest, event: int | None) -> Author:
    """Return who asks, and when; ``event`` none: for one that is not there yet."""
    assert request.user.is_authenticated, "these pages open for nobody else"
    actor = actor_of(request.user, standing_of(request.user).organisation, event, address_of(request))
    return Author(name_of(request.user), actor, now_ms())


def fresh(drafted: Drafted) -> Drafted:
    """Return the draft as it is now."""
    again = draft_of(drafted.event)
    assert again is not None, "a draft is never deleted"
    return again


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError as unknown:
        raise Http404 from unknown
