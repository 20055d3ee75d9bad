"""How does what a coordinator decided become what every kiosk is told?

Promise: versions only grow; a manifest is signed in the transaction that changes what it says; nothing is published that does not
fit together.
"""

import msgspec
from django.db import transaction
from django.db.models import Q

from sync.domain.definition import Definition
from sync.domain.identity import CENTRE
from sync.domain.roster import Roster
from sync.domain.soundness import faults_of
from sync.protocol import envelope, signing
from sync.protocol.messages import DeviceKey, Manifest, Revocation, Signed
from sync.server.devices.models import Device
from sync.server.ledger.models import Centre
from sync.server.publishing import keys
from sync.server.publishing.models import Publication
from sync.server.publishing.roster import set_roster

EXPIRES_AFTER_MS = 30 * 24 * 3_600_000
"""A kiosk that has not heard from the centre for a month should say so to its lead."""


class Unpublishable(Exception):
    """The event does not fit together; ``faults`` are sentences for the coordinator."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def publish(definition: Definition, rosters: dict[int, Roster], now_ms: int) -> Publication:
    """Publish an event, new or changed, with the roster of each venue (by number). Raises ``Unpublishable``."""
    faults = faults_of(definition)
    if faults:
        raise Unpublishable(faults)
    keys.pass_key(definition.event.no)
    with transaction.atomic():
        row = Publication.objects.select_for_update().filter(event=definition.event.no).first()
        if row is None:
            row = Publication(event=definition.event.no, version=0, definition=b"", manifest=b"")
        before, row.loaded_ms = bytes(row.definition), now_ms
        row.definition = msgspec.msgpack.encode(_renewed(definition, before))
        for venue, roster in sorted(rosters.items()):
            set_roster(row, venue, roster)
        if bytes(row.definition) != before:
            _sign(row, now_ms)
        row.save()
    return row


@transaction.atomic
def republish(event: int, now_ms: int) -> None:
    """Sign the event's manifest anew, after devices or revocations changed; best inside the transaction that changes them."""
    row = Publication.objects.select_for_update().filter(event=event).first()
    if row is not None:
        _sign(row, now_ms)


def manifest_of(row: Publication) -> Signed:
    """Return the signed manifest as it was stored."""
    return envelope.decode(bytes(row.manifest), Signed)


def definition_of(row: Publication) -> Definition:
    """Return what was published."""
    return msgspec.msgpack.decode(bytes(row.definition), type=Definition)


def _renewed(definition: Definition, before: bytes) -> Definition:
    """Return the definition with a version above the one before, unless it says the same."""
    if not before:
        return msgspec.structs.replace(definition, version=max(definition.version, 1))
    old = msgspec.msgpack.decode(before, type=Definition)
    if msgspec.structs.replace(definition, version=old.version) == old:
        return old
    return msgspec.structs.replace(definition, version=max(definition.version, old.version + 1))


def _sign(row: Publication, now_ms: int) -> None:
    row.version += 1
    # The centre's own key is among them as soon as it has written anything: kiosks check its entries like a sibling's.
    devices = list(Device.objects.filter(Q(event=row.event) | Q(no=CENTRE)).order_by("no"))
    key_id, pass_key = keys.pass_key(row.event)
    server_key = keys.server_key()
    centre = Centre.objects.first()
    manifest = Manifest(
        version=row.version,
        revoked=tuple(Revocation(device.no, device.revoked_ms) for device in devices if device.revoked_ms is not None),
        epoch=centre.epoch if centre is not None else 1,
        issued_ms=now_ms,
        expires_ms=now_ms + EXPIRES_AFTER_MS,
        definition=bytes(row.definition),
        devices=tuple(DeviceKey(device.no, device.venue, bytes(device.public_key)) for device in devices),
        server_keys=(bytes(server_key.verify_key),),
        pass_keys=((key_id, bytes(pass_key.verify_key)),),
        hand_over_key=bytes(keys.hand_over_key().public_key),
        wishes=tuple((device.no, device.wishes) for device in devices if device.wishes and device.revoked_ms is None),
    )
    row.manifest = envelope.encode(signing.sign(signing.MANIFEST, signing.NO_NONCE, envelope.encode(manifest), server_key))
    row.save()
