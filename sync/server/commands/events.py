"""How does an event come into the centre, and its passes onto paper?

Promise: a file that does not fit is refused as a whole and changes nothing; loading the same file again changes nothing either.
"""

import argparse
import time

from django.conf import settings
from django.db import transaction
from nacl.signing import SigningKey

from sync.domain.definition import in_language
from sync.eventfile import EventFile, EventFileFault, load_event
from sync.paper.event_paper import make_all
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.commands.exits import Exit, Stopped
from sync.server.commands.organisations import by_command, organisation_named
from sync.server.people.organisations import NotYours, claim
from sync.server.people.samples import make_sample_leads
from sync.server.publishing import keys
from sync.server.publishing.key_file import BadKeyFile, read_key_file
from sync.server.publishing.pins import with_pins
from sync.server.publishing.publish import Unpublishable, publish


def run(chosen: argparse.Namespace) -> int:
    """Load an event, or make its papers."""
    if not chosen.file.is_file():
        raise Stopped(f"there is no file {chosen.file}", Exit.USAGE)
    try:
        number = load_event(chosen.file, chosen.day, hash_pin=lambda _: b"").definition.event.no
        if chosen.keys is not None:
            _import_keys(chosen, number)
        return _load(chosen, number) if chosen.command == "load-event" else _make_papers(chosen, number)
    except EventFileFault as fault:
        raise Stopped(f"the event cannot be used:\n{fault}", Exit.USAGE) from fault
    except NotYours as fault:
        raise Stopped(f"event {number} belongs to another organisation; give this one another number", Exit.USAGE) from fault
    except Unpublishable as fault:
        raise Stopped(f"the event does not fit together:\n{fault}", Exit.USAGE) from fault
    except OSError as fault:
        raise Stopped(f"{fault.filename} cannot be read or written: {fault.strerror}", Exit.FAULT) from fault


def _load(chosen: argparse.Namespace, number: int) -> int:
    event = load_event(chosen.file, chosen.day, keys.reference_secret(number), hash_pin=lambda _: b"")
    people = sum(len(roster.volunteers) + len(roster.parties) for roster in event.rosters.values())
    name = in_language(event.definition.event.name, "en")
    organisation = organisation_named(chosen.organisation)
    with transaction.atomic():
        claim(number, organisation)
        row = publish(event.definition, with_pins(event), time.time_ns() // 1_000_000)
        did(by_command(organisation, number), Deed.EVENT_PUBLISHED, f"Loaded {name} from a file: version {row.version}.")
    print(f"{name} is published: {len(event.definition.venues)} venues, {people} people and parties, version {row.version}.")
    if settings.DEMO:
        _say_samples(event)
    return Exit.DONE


def _say_samples(event: EventFile) -> None:
    for name, password, venue in make_sample_leads(event):
        print(f"Sample account of a venue lead, venue {venue}: {name}, password {password}")


def _make_papers(chosen: argparse.Namespace, number: int) -> int:
    key_id, signing_key = keys.pass_key(number)
    papers = make_all(chosen.file, chosen.out, signing_key, chosen.day, key_id, secret=keys.reference_secret(number))
    print(papers.in_words())
    return Exit.DONE


def _import_keys(chosen: argparse.Namespace, number: int) -> None:
    try:
        pass_key, reference_secret = read_key_file(chosen.keys)
        keys.adopt(number, SigningKey(pass_key), reference_secret)
    except (BadKeyFile, keys.OtherKeys) as fault:
        raise Stopped(str(fault), Exit.USAGE) from fault
