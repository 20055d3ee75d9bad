"""Whom do kiosks tell of who came without being expected, and how is it forgotten?

Promise: a kiosk adds newcomers to the roster of its own venue and changes nobody who is expected there; what was erased stays erased,
whatever comes again; a venue's roster that is published anew leaves its newcomers alone (S37).
"""

import msgspec
from django.db import transaction

from sync.domain.identity import WHO_BYTES
from sync.domain.party import joined
from sync.domain.roster import Party, PartyKind, Volunteer
from sync.protocol.limits import NAME_CHARACTERS_MAX, NAMES_MAX, NAMES_OF_DEVICE_MAX
from sync.protocol.messages import RosterChange
from sync.server.devices.models import Device
from sync.server.erasing.retention import is_over
from sync.server.publishing.models import Newcomer, Publication, RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER


def take_names(device: Device, changes: tuple[RosterChange, ...], now_ms: int) -> int:
    """Put what ``device`` tells of newcomers onto its venue's roster; return how many rows changed. What cannot be used is passed over,

    and everything after the date on which the event's people are forgotten: a kiosk may lie in a cupboard for a year.
    """
    with transaction.atomic():
        row = Publication.objects.select_for_update().filter(event=device.event).first()
        if row is None or is_over(row, now_ms):
            return 0
        version = row.roster_version + 1
        room = NAMES_OF_DEVICE_MAX - Newcomer.objects.filter(device=device.no).count()
        changed = 0
        for change in changes[:NAMES_MAX]:
            changed += _take(device, change, version) if changed < room or change.body is None else 0
        if changed:
            row.roster_version = version
            row.save(update_fields=["roster_version"])
    return changed


def erase(event: int, who: bytes | None = None) -> int:
    """Forget the newcomer ``who`` of an event, or all of them: the removal goes to every kiosk. Return how many were forgotten."""
    with transaction.atomic():
        row = Publication.objects.select_for_update().get(event=event)
        keys = Newcomer.objects.filter(event=event).values_list("key", flat=True)
        wanted = RosterRow.objects.filter(event=event, key__in=list(keys) if who is None else [who], body__isnull=False)
        if who is not None and not Newcomer.objects.filter(event=event, key=who).exists():
            return 0
        erased = wanted.update(body=None, version=row.roster_version + 1)
        if erased:
            row.roster_version += 1
            row.save(update_fields=["roster_version"])
    return erased


def _take(device: Device, change: RosterChange, version: int) -> int:
    at = RosterRow.objects.filter(event=device.event, key=change.key)
    if change.body is None:
        known = Newcomer.objects.filter(event=device.event, key=change.key).first()
        is_theirs = known is not None and known.device == device.no
        return at.filter(body__isnull=False).update(body=None, version=version) if is_theirs else 0
    body = _checked(device, change)
    if body is None or at.exists():  # a row stays, also of somebody who was erased
        return 0
    Newcomer.objects.create(event=device.event, venue=device.venue, key=change.key, device=device.no)
    RosterRow.objects.create(event=device.event, venue=device.venue, sort=change.sort, key=change.key, body=body, version=version)
    return 1


def _checked(device: Device, change: RosterChange) -> bytes | None:
    """Return the row as we would write it, with nothing in it that a door does not say; none for what is no newcomer."""
    sorts: dict[int, type[Volunteer | Party]] = {VOLUNTEER: Volunteer, PARTY: Party}
    sort = sorts.get(change.sort)
    if sort is None or change.body is None or len(change.key) != WHO_BYTES:
        return None
    try:
        told = msgspec.msgpack.decode(change.body, type=sort)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    name = "".join(letter for letter in told.shown_name if letter.isprintable())[:NAME_CHARACTERS_MAX]
    if isinstance(told, Volunteer):
        party = joined(told.party, _members(device, told.party) if told.party else ())
        return msgspec.msgpack.encode(Volunteer(change.key, name, device.venue, told.activity, party))
    group = Party(change.key, name, PartyKind.GROUP, device.venue, told.activity)
    return msgspec.msgpack.encode(
        msgspec.structs.replace(group, expected_headcount=told.expected_headcount, expected_adults=told.expected_adults)
    )


def _members(device: Device, party: bytes) -> list[Volunteer]:
    """Return who is known by name to belong to ``party``, which is expected at the venue of ``device``."""
    at_venue = RosterRow.objects.filter(event=device.event, venue=device.venue, body__isnull=False)
    if not at_venue.filter(sort=PARTY, key=party).exists():
        return []
    rows = (msgspec.msgpack.decode(bytes(body), type=Volunteer) for body in at_venue.filter(sort=VOLUNTEER).values_list("body", flat=True))
    return [row for row in rows if row.party == party]
