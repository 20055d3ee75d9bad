"""How does an event come into the centre, and its passes onto paper?

Promise: a file that does not fit is refused as a whole and changes nothing; loading the same file again changes nothing either. What was
published stays by the rules of succession (S42); who breaks them on purpose says why, and it stands in the log.
"""

import argparse
import time

from django.conf import settings
from django.db import transaction
from nacl.signing import SigningKey

from sync.domain.definition import in_language
from sync.domain.succession import faults_of_succession
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
from sync.server.publishing.models import Publication
from sync.server.publishing.pins import with_pins
from sync.server.publishing.publish import Unpublishable, definition_of, publish

REASON_CHARACTERS_MIN, REASON_CHARACTERS_MAX = 10, 200
BROKEN_TOLD_MAX = 3
"""The log says so many of the rules that were broken; the command said all of them."""


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
        broken = _broken_rules(event)
        row = publish(event.definition, with_pins(event), time.time_ns() // 1_000_000)
        said = f"Loaded {name} from a file: version {row.version}."
        if broken:
            said += _forced(chosen.force, broken)
        did(by_command(organisation, number), Deed.EVENT_PUBLISHED, said)
    print(f"{name} is published: {len(event.definition.venues)} venues, {people} people and parties, version {row.version}.")
    if settings.DEMO:
        _say_samples(event)
    return Exit.DONE


def _broken_rules(event: EventFile) -> tuple[str, ...]:
    """Return what the file takes back of what was published."""
    published = Publication.objects.select_for_update().filter(event=event.definition.event.no).first()
    return () if published is None else faults_of_succession(definition_of(published), event.definition)


def _forced(reason: str | None, broken: tuple[str, ...]) -> str:
    """Return the reason for the log. Raises ``Stopped`` where there is none."""
    if reason is None or len(reason.strip()) < REASON_CHARACTERS_MIN:
        why = "\n".join(
            (*broken, "To publish it all the same, say why: --force REASON (ten letters at least; it stands in the audit log).")
        )
        raise Stopped(f"the file takes back what was published:\n{why}", Exit.USAGE)
    return f" Against the rules, because: {reason.strip()[:REASON_CHARACTERS_MAX]}. {' '.join(broken[:BROKEN_TOLD_MAX])}"


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
