"""What stands around every page: who is signed in, where one can go, how it looks?"""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sync.server.people.keys import can_have_passkeys
from sync.server.reading.event import Published
from sync.server.reading.flags import count_open
from sync.server.site import amounts, appearance, second_step
from sync.server.site.tokens import kept_stylesheet
from sync.server.site.visitors import (
    CONCERNED,
    COORDINATORS,
    EVERYBODY,
    IN_CHARGE,
    WATCHFUL,
    Member,
    Visitor,
    events_seen,
    member_of,
    visitor_at,
)
from sync.server.tongues.saying import Said, later

PLACES = (
    ("totals", later("Totals"), "monitoring", EVERYBODY),
    ("watch", later("Watch"), "visibility", CONCERNED),
    ("venues", later("Venues"), "location_on", EVERYBODY),
    ("devices", later("Devices"), "devices", CONCERNED),
    ("flags", later("Flags"), "flag", CONCERNED),
    ("roster", later("Roster"), "groups", COORDINATORS),
    ("passes", later("Passes"), "badge", COORDINATORS),
    ("registration", later("Registration"), "how_to_reg", IN_CHARGE),
    ("reports", later("Reports"), "bar_chart", EVERYBODY),
    ("jobs", later("Jobs"), "hourglass_empty", CONCERNED),
    ("prepare", later("Prepare"), "edit", COORDINATORS),
    ("privacy", later("Privacy"), "shield", WATCHFUL),
)
"""Name of the address, word, icon, and for whom."""


AT_HAND = 4
"""So many places stand in the row at a telephone's foot beside "More"; five words of any language fit a width of 320 px."""


class Around(msgspec.Struct, frozen=True):
    """The rail: none of it for somebody who has no role. ``second_step``: the time that is left to set it up, empty when nothing is due."""

    member: Member | None
    visitor: Visitor | None
    places: tuple[tuple[str, Said, str], ...] = ()
    event: str = ""
    day: str = ""
    flags: int = 0
    second_step: str = ""
    events: tuple[tuple[int, str, bool], ...] = ()

    @property
    def at_hand(self) -> int:
        """How many places stand in a telephone's row: all, where they fit."""
        return AT_HAND if len(self.places) > AT_HAND + 1 else len(self.places)

    @property
    def more(self) -> tuple[tuple[str, Said, str], ...]:
        """The places that a telephone keeps behind one more."""
        return self.places[self.at_hand :]

    @property
    def hides_flags(self) -> bool:
        return any(name == "flags" for name, _, _ in self.more)

    @property
    def looks_after_people(self) -> bool:
        return self.member is not None and self.member.role in COORDINATORS

    @property
    def reads_audit(self) -> bool:
        return self.member is not None and self.member.role in WATCHFUL


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame's templates need; read only when a page with the rail is drawn."""
    match = request.resolver_match
    return {
        "around": SimpleLazyObject(lambda: _around(request)),
        "place": (match.url_name or "").split("-")[0] if match else "",
        "appearance": appearance.chosen(request),
        "appearances": [(choice, *words) for choice, words in appearance.CHOICES.items()],
        "passkeys": SimpleLazyObject(lambda: can_have_passkeys(request)),
        "tokens_name": kept_stylesheet()[1],
    }


def _around(request: HttpRequest) -> Around:
    user = getattr(request, "user", None)
    member = member_of(request) if user is not None and user.is_authenticated else None
    visitor = None if member is None else visitor_at(request)
    if member is None or visitor is None:
        # Before the first event is published there is one place to go, for those who prepare it.
        first = () if member is None or not member.rights.is_coordinator else tuple(place[:3] for place in PLACES if place[0] == "prepare")
        return Around(member, None, first)
    event, left_ms = visitor.definition.event, second_step.left_ms(request, visitor.rights)
    return Around(
        member=member,
        visitor=visitor,
        places=tuple(place[:3] for place in PLACES if visitor.role in place[3]),
        event=amounts.named(event.name),
        day=amounts.day(event.opens_ms, event),
        flags=count_open(visitor.event, visitor.seen) if visitor.is_in_charge else 0,
        events=tuple((one.no, _called(one), one.no == visitor.event) for one in events_seen(request)),
        second_step="" if left_ms is None else amounts.span(left_ms),
    )


def _called(published: Published) -> str:
    event = published.definition.event
    return f"{amounts.named(event.name)}, {amounts.local(event.opens_ms, event):%Y}"
