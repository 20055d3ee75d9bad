"""What of an account ends while the account stays, and is written down beside the database?

Promise: a password, a second step or a role that somebody no longer has comes back with no backup (S113). A role that is given again
later is theirs again; a password or a second step never is: each is a new one.
"""

import time
from collections.abc import Iterable
from typing import cast

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import transaction

from sync.server.endings.ledger import Kind, give_again, write_down
from sync.server.people.models import Membership

RoleHeld = tuple[str, int | None, int | None]
"""Role, event and venue of a membership."""


def identity(user: AbstractBaseUser) -> tuple[str, str]:
    """Return what tells ``user`` from whoever else was ever called that."""
    return user.get_username(), cast("AbstractUser", user).date_joined.isoformat()


def password_identity(user: AbstractBaseUser) -> tuple[str, str, str]:
    """Return what tells the password of ``user`` from every other: how it is kept, with its salt."""
    return *identity(user), user.password


def step_identity(step: Authenticator) -> tuple[str, str, str, str]:
    """Return what tells a second step from every other of its owner."""
    return *identity(step.user), str(step.type), step.created_at.isoformat()


def give_password(user: AbstractBaseUser, password: str) -> None:
    """Let ``user``, who is saved by the caller, have ``password``; the one before ends."""
    if user.password and user.has_usable_password():
        write_down(Kind.PASSWORD, *password_identity(user), at_ms=_now_ms())
    user.set_password(password)


def end_steps(steps: Iterable[Authenticator]) -> None:
    """Write down that these second steps end."""
    for step in steps:
        write_down(Kind.SECOND_STEP, *step_identity(step), at_ms=_now_ms())


def held_by(user: AbstractBaseUser) -> set[RoleHeld]:
    """Return what ``user`` is."""
    return set(Membership.objects.filter(user_id=user.pk).values_list("role", "event", "venue"))


def end_roles(user: AbstractBaseUser, before: set[RoleHeld], after: set[RoleHeld]) -> None:
    """Write down which roles of ``before`` end, and, once the database has them, which are given that ended earlier."""
    for held in sorted(before - after, key=str):
        write_down(Kind.ROLE, *identity(user), *held, at_ms=_now_ms())

    def given() -> None:
        for held in sorted(after - before, key=str):
            give_again(Kind.ROLE, *identity(user), *held, at_ms=_now_ms())

    transaction.on_commit(given)


def watch_second_steps() -> None:
    """Hear from allauth, which removes second steps by itself and says which in no other way than by this signal."""
    authenticator_removed.connect(_removed, dispatch_uid="manyhands.endings.removed")


def _removed(authenticator: Authenticator, **_more: object) -> None:
    end_steps([authenticator])


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
