"""Who has an account here, as what, and which invitations are open?

Promise: plain values, of one organisation only; roles of all its events are told, the present one's first.
"""

from collections import defaultdict
from datetime import datetime

import msgspec
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from sync.server.people.models import Invitation, Membership, Role
from sync.server.people.organisations import only_organisation


class Held(msgspec.Struct, frozen=True):
    """One membership: ``event`` none for all events, ``venue`` for a lead."""

    role: Role
    event: int | None
    venue: int | None


class PersonRow(msgspec.Struct, frozen=True):
    """One account. ``signed_in`` none: never yet. ``has_second_step``: an authenticator app or a passkey."""

    id: int
    name: str
    signs_in_as: str
    held: tuple[Held, ...]
    has_second_step: bool
    signed_in: datetime | None


class InvitationRow(msgspec.Struct, frozen=True):
    """One link that still opens something. ``is_reset``: for a new password, ``role`` means nothing then."""

    id: int
    name: str
    is_reset: bool
    role: Role | None
    event: int | None
    venues: tuple[int, ...]
    made_by: str
    made_ms: int
    expires_ms: int


def people_of(organisation: int) -> list[PersonRow]:
    """Return every account of the organisation, by the name that people see."""
    users = list(_users(organisation))
    held: dict[int, list[Held]] = defaultdict(list)
    for row in Membership.objects.filter(user__in=users).order_by("-event", "venue"):
        held[row.user_id].append(Held(Role(row.role), row.event, row.venue))
    safe = set(Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user", flat=True))
    rows = [
        PersonRow(user.pk, user.get_full_name() or user.username, user.username, tuple(held[user.pk]), user.pk in safe, user.last_login)
        for user in users
    ]
    return sorted(rows, key=lambda row: row.name.casefold())


def person_of(organisation: int, user: int) -> tuple[AbstractBaseUser, PersonRow] | None:
    """Return one account of the organisation; none where it is nobody's or another's."""
    found = _users(organisation).filter(pk=user).first()
    row = next((row for row in people_of(organisation) if row.id == user), None)
    return None if found is None or row is None else (found, row)


def open_invitations(organisation: int, now_ms: int) -> list[InvitationRow]:
    """Return the links that still open something, the newest first."""
    rows = Invitation.objects.filter(organisation=organisation, used_ms=None, withdrawn_ms=None, expires_ms__gt=now_ms).order_by("-pk")
    return [
        InvitationRow(
            id=row.pk,
            name=row.shown_name,
            is_reset=row.user_id is not None,
            role=Role(row.role) if row.role else None,
            event=row.event,
            venues=tuple(row.venues),
            made_by=row.made_by,
            made_ms=row.made_ms,
            expires_ms=row.expires_ms,
        )
        for row in rows
    ]


def _users(organisation: int) -> "QuerySet":  # type: ignore[type-arg]  # the user model is chosen in the settings
    mine = Q(account__organisation=organisation)
    return get_user_model().objects.filter(mine | Q(account=None) if only_organisation() == organisation else mine)
