"""What may this person see and do?

Promise: rights come from memberships only; whoever has none sees nothing. Coordinators may do everything, leads see and settle what is
of their own venues, viewers see totals and venues.
"""

import msgspec
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from sync.server.people.models import Membership, Role


class Rights(msgspec.Struct, frozen=True):
    """``sees_all``: every venue; else only ``venues`` of the event. ``may_change``: enrol, revoke, settle everywhere."""

    is_coordinator: bool
    sees_all: bool
    venues: frozenset[int] = frozenset()

    @property
    def sees_something(self) -> bool:
        return self.sees_all or bool(self.venues)

    @property
    def shown_venues(self) -> frozenset[int] | None:
        """What the reading functions take: none for all venues."""
        return None if self.sees_all else self.venues

    def sees_venue(self, venue: int) -> bool:
        return self.sees_all or venue in self.venues

    def may_settle(self, venue: int | None) -> bool:
        """Whether this person may settle a flag of ``venue`` (none: of no venue)."""
        return self.is_coordinator or venue in self.venues


def rights_of(user: AbstractBaseUser | AnonymousUser, event: int) -> Rights:
    """Return what ``user`` may see and do in ``event``."""
    if not user.is_authenticated:
        return Rights(False, False)
    rows = list(Membership.objects.filter(user_id=user.pk))
    roles = {row.role for row in rows}
    is_coordinator = Role.COORDINATOR in roles
    venues = frozenset(row.venue for row in rows if row.role == Role.VENUE_LEAD and row.event == event)
    return Rights(is_coordinator, is_coordinator or Role.VIEWER in roles, venues)
