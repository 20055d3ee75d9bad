"""What stands around every page: who is signed in, where one can go, how it looks?"""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sync.domain.definition import in_language
from sync.server.reading.flags import count_open
from sync.server.site import amounts, appearance, second_step
from sync.server.site.tokens import kept_stylesheet
from sync.server.site.visitors import CONCERNED, EVERYBODY, Member, Visitor, member_of, visitor_at

PLACES = (
    ("totals", "Totals", "monitoring", EVERYBODY),
    ("venues", "Venues", "location_on", EVERYBODY),
    ("devices", "Devices", "devices", CONCERNED),
    ("flags", "Flags", "flag", CONCERNED),
    ("jobs", "Jobs", "hourglass_empty", CONCERNED),
)
"""Name of the address, word, icon, and for whom."""


class Around(msgspec.Struct, frozen=True):
    """The rail: none of it for somebody who has no role. ``second_step``: the time that is left to set it up, empty when nothing is due."""

    member: Member | None
    visitor: Visitor | None
    places: tuple[tuple[str, str, str], ...] = ()
    event: str = ""
    day: str = ""
    flags: int = 0
    second_step: str = ""


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame's templates need; read only when a page with the rail is drawn."""
    match = request.resolver_match
    return {
        "around": SimpleLazyObject(lambda: _around(request)),
        "place": (match.url_name or "").split("-")[0] if match else "",
        "appearance": appearance.chosen(request),
        "appearances": [(choice, *words) for choice, words in appearance.CHOICES.items()],
        "tokens_name": kept_stylesheet()[1],
    }


def _around(request: HttpRequest) -> Around:
    user = getattr(request, "user", None)
    member = member_of(request) if user is not None and user.is_authenticated else None
    visitor = None if member is None else visitor_at(request)
    if member is None or visitor is None:
        return Around(member, None)
    event, left_ms = visitor.definition.event, second_step.left_ms(request, visitor.rights)
    return Around(
        member=member,
        visitor=visitor,
        places=tuple(place[:3] for place in PLACES if visitor.role in place[3]),
        event=in_language(event.name, amounts.LANGUAGE),
        day=amounts.day(event.opens_ms, event),
        flags=count_open(visitor.event, visitor.seen) if visitor.is_in_charge else 0,
        second_step="" if left_ms is None else amounts.span(left_ms),
    )
