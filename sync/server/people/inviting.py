"""How does somebody get an account or a new password without anybody else ever knowing it?

Promise: a link works once and until its time; using it and what comes of it are one transaction. Nothing is sent from here: whoever makes
a link passes it on.
"""

from typing import Any

import msgspec
from axes.utils import reset
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.endings.ledger import Kind, write_down
from sync.server.people.codes import digest_of, new_code
from sync.server.people.ending import give_password
from sync.server.people.models import Account, Invitation, Membership, Role
from sync.server.tongues.saying import english

INVITED_FOR_MS = 7 * 24 * 3_600_000
RESET_FOR_MS = 24 * 3_600_000
"""Whoever waits for a new password waits now."""


class NotOpen(Exception):
    """The link was used, withdrawn or is over, or there never was one."""


class Place(msgspec.Struct, frozen=True):
    """What somebody is to be: ``event`` none for all events; ``venues`` are a lead's."""

    role: Role
    event: int | None = None
    venues: tuple[int, ...] = ()

    @property
    def is_whole_coordinator(self) -> bool:
        return self.role is Role.COORDINATOR and self.event is None

    def rows(self, user: int) -> list[Membership]:
        """Return the memberships that say so."""
        if self.role is Role.VENUE_LEAD:
            return [Membership(user_id=user, role=self.role, event=self.event, venue=venue) for venue in sorted(set(self.venues))]
        return [Membership(user_id=user, role=self.role, event=self.event)]


@transaction.atomic
def invite(by: Actor, shown_name: str, place: Place, now_ms: int) -> tuple[Invitation, str]:
    """Make a link for a new account; return it with its code, which is kept nowhere."""
    code = new_code()
    row = _row(by, code, now_ms, INVITED_FOR_MS)
    row.shown_name, row.role, row.event, row.venues = shown_name, place.role.value, place.event, list(place.venues)
    row.save()
    did(by, Deed.INVITED, f"Invited {shown_name} as {english(place.role.label)}.")
    return row, code


@transaction.atomic
def offer_reset(by: Actor, user: AbstractBaseUser, now_ms: int) -> tuple[Invitation, str]:
    """Make a link by which ``user`` chooses a new password; earlier ones open nothing any more."""
    for earlier in Invitation.objects.filter(user_id=user.pk, used_ms=None, withdrawn_ms=None):
        _end(earlier, now_ms)
    code = new_code()
    row = _row(by, code, now_ms, RESET_FOR_MS)
    row.user_id, row.shown_name = user.pk, user.get_username()
    row.save()
    did(by, Deed.RESET_OFFERED, f"Made a link by which {user.get_username()} chooses a new password.")
    return row, code


@transaction.atomic
def withdraw(by: Actor, organisation: int, invitation: int, now_ms: int) -> Invitation:
    """Let a link open nothing any more. Raises ``NotOpen``."""
    row = Invitation.objects.select_for_update().filter(pk=invitation, organisation_id=organisation).first()
    if row is None or row.used_ms is not None or row.withdrawn_ms is not None:
        raise NotOpen
    _end(row, now_ms)
    did(by, Deed.INVITATION_WITHDRAWN, f"Withdrew the link for {row.shown_name}.")
    return row


def opened_by(code: str, now_ms: int) -> Invitation:
    """Return what ``code`` opens. Raises ``NotOpen``."""
    row = Invitation.objects.filter(code=digest_of(code)).first()
    if row is None or row.used_ms is not None or row.withdrawn_ms is not None or row.expires_ms <= now_ms:
        raise NotOpen
    return row


@transaction.atomic
def join(code: str, username: str, password: str, address: str, now_ms: int) -> AbstractBaseUser:
    """Make the account that ``code`` invites to. Raises ``NotOpen``."""
    row = _use(code, now_ms)
    if row.user_id is not None:
        raise NotOpen
    user: Any = get_user_model()(username=username, first_name=row.shown_name)
    user.set_password(password)
    user.save()
    Account.objects.create(user=user, organisation_id=row.organisation_id)
    Membership.objects.bulk_create(Place(Role(row.role), row.event, tuple(row.venues)).rows(user.pk))
    by = Actor(f"{row.shown_name} ({username})", row.organisation_id, None, user.pk, address)
    did(by, Deed.JOINED, f"Took up the invitation of {row.made_by} as {english(Role(row.role).label)}.")
    made: AbstractBaseUser = user
    return made


@transaction.atomic
def choose_password(code: str, password: str, address: str, now_ms: int) -> AbstractBaseUser:
    """Give the account that ``code`` belongs to a new password, and let its owner try again at once. Raises ``NotOpen``."""
    row = _use(code, now_ms)
    user: AbstractBaseUser | None = row.user
    if user is None:
        raise NotOpen
    give_password(user, password)
    user.save(update_fields=["password"])
    reset(username=user.get_username())
    by = Actor(user.get_username(), row.organisation_id, None, user.pk, address)
    did(by, Deed.PASSWORD_CHANGED, f"Chose a new password by a link of {row.made_by}.")
    return user


def _row(by: Actor, code: str, now_ms: int, for_ms: int) -> Invitation:
    assert by.organisation is not None, "nobody's people invite nobody"
    return Invitation(organisation_id=by.organisation, code=digest_of(code), made_by=by.who, made_ms=now_ms, expires_ms=now_ms + for_ms)


def _use(code: str, now_ms: int) -> Invitation:
    """Mark the link as used: of two who come at once, one is first."""
    row = opened_by(code, now_ms)
    if not Invitation.objects.filter(pk=row.pk, used_ms=None, withdrawn_ms=None).update(used_ms=now_ms):
        raise NotOpen
    write_down(Kind.LINK, bytes(row.code), at_ms=now_ms)
    return row


def _end(row: Invitation, now_ms: int) -> None:
    row.withdrawn_ms = now_ms
    row.save(update_fields=["withdrawn_ms"])
    write_down(Kind.LINK, bytes(row.code), at_ms=now_ms)
