"""Whose event, account or device is it, and how does another organisation begin?

Promise: with one organisation nobody has to name it; with several, a command that needs one says so and changes nothing without.
"""

import argparse

from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.commands.exits import Exit, Stopped
from sync.server.people.models import Organisation
from sync.server.people.organisations import begin, events_of, only_organisation

COMMAND_LINE = "Whoever runs the centre"
"""What the audit log calls somebody who sits at the machine itself."""


def run(chosen: argparse.Namespace) -> int:
    """List organisations, begin or rename one."""
    if chosen.command == "organisations":
        for one in Organisation.objects.order_by("pk"):
            held = len(events_of(one.pk))
            print(f"{one.pk}: {one.name}; {held} {'event' if held == 1 else 'events'}")
        return Exit.DONE
    name = chosen.name.strip()
    if not name:
        raise Stopped("an organisation needs a name", Exit.USAGE)
    if Organisation.objects.filter(name=name).exists():
        raise Stopped(f"there is an organisation {name} already; choose another name", Exit.USAGE)
    with transaction.atomic():
        if chosen.command == "create-organisation":
            row = begin(name)
            did(by_command(row.pk), Deed.ORGANISATION_CHANGED, f"Began the organisation {name}.")
        else:
            row = Organisation.objects.select_for_update().get(pk=organisation_named(chosen.organisation))
            did(by_command(row.pk), Deed.ORGANISATION_CHANGED, f"Called the organisation {name}; it was {row.name}.")
            row.name = name
            row.save()
    print(f"{row.pk}: {row.name}")
    return Exit.DONE


def organisation_named(name: str | None) -> int:
    """Return the number of the organisation that the command line names, or of the only one."""
    if name is None:
        only = only_organisation()
        if only is None:
            raise Stopped("there are several organisations; say whose with --organisation NAME", Exit.USAGE)
        return only
    found = Organisation.objects.filter(name=name).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("pk").values_list("name", flat=True))
        raise Stopped(f"there is no organisation {name}; there are {known}", Exit.USAGE)
    return int(found.pk)


def by_command(organisation: int | None, event: int | None = None) -> Actor:
    """Return who acts on the command line."""
    return Actor(COMMAND_LINE, organisation, event)
