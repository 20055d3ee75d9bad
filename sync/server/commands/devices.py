"""How does a coordinator without a browser let a machine in, or shut it out?"""

import argparse
import time

from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.commands.exits import Exit, Stopped
from sync.server.commands.organisations import by_command, organisation_named
from sync.server.devices import enrolment
from sync.server.devices.models import Device
from sync.server.people.organisations import events_of, owner_of
from sync.server.publishing import keys
from sync.server.reading.event import present_event


def run(chosen: argparse.Namespace) -> int:
    """Approve or revoke."""
    now_ms = time.time_ns() // 1_000_000
    return _approve(chosen, now_ms) if chosen.command == "approve" else _revoke(chosen.device, now_ms)


def _approve(chosen: argparse.Namespace, now_ms: int) -> int:
    digits, venue, organisation = chosen.digits, chosen.venue, organisation_named(chosen.organisation)
    published = present_event(events_of(organisation))
    if published is None:
        raise Stopped("no event is published yet; run: manyhands centre load-event EVENT.toml", Exit.NEEDS_PERSON)
    place = published.definition.venue(venue)
    if place is None:
        known = ", ".join(f"{one.no} ({one.name['en']})" for one in published.definition.venues)
        raise Stopped(f"the event has no venue {venue}; it has {known}", Exit.USAGE)
    asked = [one for one in enrolment.pending(bytes(keys.server_key().verify_key), now_ms) if one.digits == digits]
    if len(asked) != 1:
        raise Stopped(f"no machine that asks just now shows {digits}", Exit.FAILED)
    with transaction.atomic():
        device = enrolment.approve(asked[0].id, published.no, venue, now_ms)
        is_now = f"kiosk {device.no} at {place.name['en']}"
        did(
            by_command(organisation, published.no),
            Deed.DEVICE_APPROVED,
            f"Approved {device.name or 'a machine without a name'} as {is_now}.",
            venue,
        )
    print(f"Device {device.no} ({device.name}) belongs to venue {venue} ({place.name['en']}) now.")
    return Exit.DONE


def _revoke(number: int, now_ms: int) -> int:
    try:
        with transaction.atomic():
            enrolment.revoke(number, now_ms)
            event = Device.objects.get(pk=number).event
            did(by_command(owner_of(event), event), Deed.DEVICE_REVOKED, f"Revoked kiosk {number}.")
    except Device.DoesNotExist as fault:
        raise Stopped(f"there is no device {number}", Exit.USAGE) from fault
    print(f"Device {number} is trusted no longer; what was received before counts.")
    return Exit.DONE
