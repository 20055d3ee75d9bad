"""Who gets in? Accounts are made, given new passwords, listed and removed here.

Promise: no password is ever made up or printed here; it is asked for twice or read from standard input, and held to the same rules as
every other. A centre never loses its last coordinator by a command.
"""

import argparse
import getpass
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence

from axes.utils import reset
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.commands.exits import Exit, Stopped
from sync.server.commands.organisations import by_command, organisation_named
from sync.server.people.changing import let_go
from sync.server.people.ending import give_password
from sync.server.people.models import Account, Membership, Role
from sync.server.people.organisations import events_of, is_last_coordinator, organisation_of
from sync.server.reading.event import present_event
from sync.server.tongues.saying import english

_ROLES = {"coordinator": Role.COORDINATOR, "lead": Role.VENUE_LEAD, "viewer": Role.VIEWER, "auditor": Role.AUDITOR}
_MAY = {
    Role.COORDINATOR: "may do everything",
    Role.VENUE_LEAD: "may see and settle what is of their venues",
    Role.VIEWER: "may see totals and venues",
    Role.AUDITOR: "may see everything and change nothing",
}


def run(chosen: argparse.Namespace) -> int:
    """Make, change, list or remove accounts."""
    work: dict[str, Callable[[argparse.Namespace], None]] = {
        "create-coordinator": _create,
        "create-account": _create,
        "set-password": _set_password,
        "remove-account": _remove,
        "accounts": _list,
    }
    work[chosen.command](chosen)
    return Exit.DONE


def _create(chosen: argparse.Namespace) -> None:
    role = _ROLES[chosen.role]
    organisation = organisation_named(chosen.organisation)
    places = _places(role, chosen.venue, organisation)
    if User.objects.filter(username=chosen.name).exists():
        raise Stopped(f"there is an account {chosen.name} already; choose another name", Exit.FAILED)
    person = User(username=chosen.name)
    _give_password(person, chosen)
    with transaction.atomic():
        person.save()
        Account.objects.create(user=person, organisation_id=organisation)
        Membership.objects.bulk_create(Membership(user=person, role=role, event=event, venue=venue) for event, venue in places)
        did(by_command(organisation), Deed.ACCOUNT_MADE, f"Made the account {chosen.name}: {english(role.label)}.")
    print(f"{chosen.name} {_MAY[role]} now.")


def _places(role: Role, venues: Sequence[int], organisation: int) -> list[tuple[int | None, int | None]]:
    """Return (event, venue) of each membership: a lead's are venues of the present event."""
    if role is not Role.VENUE_LEAD:
        if venues:
            raise Stopped("only a lead has venues; leave --venue away", Exit.USAGE)
        return [(None, None)]
    if not venues:
        raise Stopped("a lead needs a venue; give it with --venue N, once for each", Exit.USAGE)
    published = present_event(events_of(organisation))
    if published is None:
        raise Stopped("there is no event yet whose venue that could be; run: manyhands centre load-event EVENT.toml", Exit.NEEDS_PERSON)
    for venue in venues:
        if published.definition.venue(venue) is None:
            known = ", ".join(str(one.no) for one in published.definition.venues)
            raise Stopped(f"the event has no venue {venue}; its venues are {known}", Exit.USAGE)
    return [(published.no, venue) for venue in sorted(set(venues))]


def _set_password(chosen: argparse.Namespace) -> None:
    person = _person(chosen.name)
    _give_password(person, chosen)
    with transaction.atomic():
        person.save(update_fields=["password"])
        did(by_command(organisation_of(person.pk)), Deed.PASSWORD_CHANGED, f"Gave {chosen.name} a new password.")
    # Whoever forgot it has tried too often, as a rule; and whoever was signed in with the old one no longer is.
    reset(username=chosen.name)
    print(f"{chosen.name} has a new password.")


def _remove(chosen: argparse.Namespace) -> None:
    with transaction.atomic():
        person = _person(chosen.name)
        organisation = organisation_of(person.pk)
        if is_last_coordinator(person.pk):
            raise Stopped(f"{chosen.name} is the only coordinator; make another one first", Exit.FAILED)
        let_go(by_command(organisation), person)
    print(f"{chosen.name} is gone. What they settled keeps their name.")


def _list(chosen: argparse.Namespace) -> None:
    del chosen
    everybody = list(User.objects.order_by("username"))
    roles_of: dict[int, list[str]] = defaultdict(list)
    for membership in Membership.objects.order_by("role", "event", "venue"):
        roles_of[membership.user_id].append(_role_in_words(membership))
    if not everybody:
        print("There is no account yet; make the first with: manyhands centre create-coordinator NAME")
    for person in everybody:
        roles = "; ".join(roles_of[person.pk]) or "no role"
        signed_in = f"last signed in {person.last_login:%Y-%m-%d %H:%M} UTC" if person.last_login else "never signed in"
        print(f"{person.username}: {roles}; {signed_in}")


def _role_in_words(membership: Membership) -> str:
    where = "" if membership.venue is None else f" at venue {membership.venue} of event {membership.event}"
    return f"{Role(membership.role).label}{where}"


def _person(name: str) -> User:
    person = User.objects.filter(username=name).first()
    if person is None:
        raise Stopped(f"there is no account {name}; see: manyhands centre accounts", Exit.FAILED)
    return person


def _give_password(person: User, chosen: argparse.Namespace) -> None:
    """Read a password and give it to ``person``, not yet saved."""
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as fault:
        raise Stopped(f"the name {chosen.name!r} cannot be used. {' '.join(fault.messages)}", Exit.USAGE) from fault
    password = _read() if chosen.password_stdin else _asked()
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Stopped(" ".join(fault.messages), Exit.USAGE) from fault
    give_password(person, password)


def _read() -> str:
    try:
        return sys.stdin.readline().rstrip("\n")
    except UnicodeDecodeError as fault:
        raise Stopped("the password on standard input is no text in UTF-8", Exit.USAGE) from fault


def _asked() -> str:
    if not sys.stdin.isatty():
        raise Stopped("there is no terminal to ask for a password; give it with --password-stdin", Exit.USAGE)
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise Stopped("the two were not the same; nothing was changed", Exit.USAGE)
    return first
