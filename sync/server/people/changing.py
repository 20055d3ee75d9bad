"""How does a coordinator change what somebody may do, or let them go?

Promise: every change is a line in the audit log in the same transaction; an organisation never loses its last coordinator, and nobody
changes their own role or removes themselves.
"""

import time

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.endings.ledger import Kind, write_down
from sync.server.people.ending import end_roles, end_steps, held_by, identity
from sync.server.people.inviting import Place
from sync.server.people.models import Membership
from sync.server.people.organisations import account_of, is_last_coordinator


class NeedsCoordinator(Exception):
    """The organisation would be without a coordinator."""


class Yourself(Exception):
    """Nobody does this to their own account: a second coordinator does."""


@transaction.atomic
def change_place(by: Actor, user: AbstractBaseUser, place: Place, present: int | None, described: str) -> None:
    """Let ``user`` be ``place`` from now on, in the ``present`` event and beyond; what they were in earlier events stays."""
    _check_not_oneself(by, user)
    if is_last_coordinator(user.pk) and not place.is_whole_coordinator:
        raise NeedsCoordinator
    before = held_by(user)
    Membership.objects.filter(user_id=user.pk, event__isnull=True).delete()
    Membership.objects.filter(user_id=user.pk, event=present).delete()
    Membership.objects.bulk_create(place.rows(user.pk))
    end_roles(user, before, held_by(user))
    did(by, Deed.ROLE_CHANGED, f"Made {user.get_username()} {described}.")


@transaction.atomic
def remove(by: Actor, user: AbstractBaseUser) -> None:
    """Remove the account; what they did keeps their name. Raises ``NeedsCoordinator``, ``Yourself``."""
    _check_not_oneself(by, user)
    if is_last_coordinator(user.pk):
        raise NeedsCoordinator
    let_go(by, user)


@transaction.atomic
def let_go(by: Actor, user: AbstractBaseUser) -> None:
    """Remove the account without asking who is left."""
    end_sessions_of(user)
    write_down(Kind.ACCOUNT, *identity(user), at_ms=time.time_ns() // 1_000_000)
    did(by, Deed.ACCOUNT_REMOVED, f"Removed the account {user.get_username()}.")
    user.delete()


@transaction.atomic
def end_sessions(by: Actor, user: AbstractBaseUser) -> int:
    """Sign ``user`` out everywhere; return from how many places."""
    number = end_sessions_of(user)
    did(by, Deed.SESSIONS_ENDED, f"Signed {user.get_username()} out everywhere.")
    return number


@transaction.atomic
def drop_second_step(by: Actor, user: AbstractBaseUser) -> None:
    """Take the second step off for somebody whose telephone is gone; a coordinator gets a new day's time to set it up."""
    _check_not_oneself(by, user)
    steps = Authenticator.objects.filter(user_id=user.pk)
    end_steps(steps)
    steps.delete()
    account = account_of(user.pk)
    account.second_step_by_ms = None
    account.save(update_fields=["second_step_by_ms"])
    end_sessions_of(user)
    did(by, Deed.SECOND_STEP_CHANGED, f"Took the second step off for {user.get_username()}.")


def end_sessions_of(user: AbstractBaseUser) -> int:
    """End every session of ``user``; return how many there were."""
    sessions = list(UserSession.objects.filter(user_id=user.pk))
    for session in sessions:
        session.end()
    return len(sessions)


def _check_not_oneself(by: Actor, user: AbstractBaseUser) -> None:
    if by.account == user.pk:
        raise Yourself
