"""What may this person see and do?

Promise: rights come from memberships only, and only within the person's own organisation; whoever has none sees nothing. Coordinators
may do everything, auditors see everything and change nothing, viewers see totals and venues, leads see and settle what is of their own
venues.
"""

import msgspec
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from sync.server.people.models import Membership, Role
from sync.server.people.organisations import organisation_of, owner_of


class Rights(msgspec.Struct, frozen=True):
    """``sees_all``: every venue; else only ``venues`` of the event. ``is_coordinator``: enrol, revoke, settle everywhere.

    ``is_wide``: coordinator or auditor of the whole organisation, so that its accounts and its audit log concern them.
    """

    is_coordinator: bool
    sees_all: bool
    venues: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    is_wide: bool = False

    @property
    def sees_something(self) -> bool:
        return self.sees_all or bool(self.venues)

    @property
    def shown_venues(self) -> frozenset[int] | None:
        """What the reading functions take: none for all venues."""
        return None if self.sees_all else self.venues

    @property
    def strongest(self) -> Role | None:
        return next((role for role in Role if role in self.roles), None)

    def sees_venue(self, venue: int) -> bool:
        return self.sees_all or venue in self.venues

    def may_settle(self, venue: int | None) -> bool:
        """Whether this person may settle a flag of ``venue`` (none: of no venue)."""
        return self.is_coordinator or venue in self.venues


NOTHING = Rights(is_coordinator=False, sees_all=False)


class Standing(msgspec.Struct, frozen=True):
    """All that one person is: ``organisation`` none for nobody's; ``memberships`` as (role, event, venue)."""

    organisation: int | None
    memberships: tuple[tuple[Role, int | None, int | None], ...] = ()

    def at(self, event: int | None) -> Rights:
        """Return what they may do in ``event``, which is their organisation's; none: in the organisation beside its events."""
        if self.organisation is None:
            return NOTHING
        valid = [one for one in self.memberships if one[1] in (None, event)]
        roles = frozenset(role for role, _, _ in valid)
        return Rights(
            is_coordinator=Role.COORDINATOR in roles,
            sees_all=bool(roles & {Role.COORDINATOR, Role.AUDITOR, Role.VIEWER}),
            venues=frozenset(venue for role, _, venue in valid if role is Role.VENUE_LEAD and venue is not None),
            roles=roles,
            is_wide=any(within is None and role in (Role.COORDINATOR, Role.AUDITOR) for role, within, _ in valid),
        )


def standing_of(user: AbstractBaseUser | AnonymousUser) -> Standing:
    """Return what ``user`` is at this centre."""
    if not user.is_authenticated or not user.is_active:
        return Standing(None)
    rows = Membership.objects.filter(user_id=user.pk).values_list("role", "event", "venue")
    return Standing(organisation_of(user.pk), tuple((Role(role), event, venue) for role, event, venue in rows))


def rights_of(user: AbstractBaseUser | AnonymousUser, event: int) -> Rights:
    """Return what ``user`` may see and do in ``event``: nothing where it is another organisation's."""
    standing = standing_of(user)
    if standing.organisation is None or owner_of(event) != standing.organisation:
        return NOTHING
    return standing.at(event)
