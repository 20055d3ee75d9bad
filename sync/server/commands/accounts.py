"""How does the first person get in?

Promise: no password is ever made up or printed here; it is asked for twice or read from standard input, and held to the same rules as
every other.
"""

import argparse
import getpass
import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sync.server.commands.exits import Exit, Stopped
from sync.server.people.models import Membership, Role


def run(chosen: argparse.Namespace) -> int:
    """Make a coordinator."""
    people = get_user_model()
    person = people(username=chosen.name)
    if people.objects.filter(username=chosen.name).exists():
        raise Stopped(f"there is an account {chosen.name} already; choose another name", Exit.FAILED)
    password = sys.stdin.readline().rstrip("\n") if chosen.password_stdin else _asked()
    try:
        person.clean_fields(exclude=["password"])
        validate_password(password, person)
    except ValidationError as fault:
        raise Stopped(" ".join(fault.messages), Exit.USAGE) from fault
    person.set_password(password)
    with transaction.atomic():
        person.save()
        Membership.objects.create(user=person, role=Role.COORDINATOR)
    print(f"{chosen.name} may do everything now.")
    return Exit.DONE


def _asked() -> str:
    if not sys.stdin.isatty():
        raise Stopped("there is no terminal to ask for a password; give it with --password-stdin", Exit.USAGE)
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise Stopped("the two were not the same; nothing was made", Exit.USAGE)
    return first
