"""With which key and into which stream does the centre write?

Promise: kiosks are told the key before they are sent anything that is sealed with it; each venue of an event has a stream of its own,
and a restored centre begins new ones.
"""

import secrets
import time
from importlib.metadata import version

from django.db import transaction

from sync.domain.identity import CENTRE, Incarnation, Stream
from sync.protocol.position import INCARNATION_MAX
from sync.server.deciding.models import OwnStream
from sync.server.devices.models import Device
from sync.server.ledger.models import Centre
from sync.server.ledger.own_words import Pen
from sync.server.ledger.store import KnownDevice
from sync.server.publishing import keys
from sync.server.publishing.publish import republish

NAME = "The centre"


def pen_for(event: int, venue: int) -> Pen:
    """Return what the centre writes with at ``venue`` of ``event``."""
    key = keys.own_key()
    public_key = bytes(key.verify_key)
    stream = OwnStream.objects.filter(event=event, venue=venue, epoch=_epoch()).first() or _begin(event, venue, public_key)
    device = KnownDevice(CENTRE, public_key, event, venue, None)
    return Pen(key, device, Stream(CENTRE, Incarnation(stream.incarnation)), version("manyhands"))


def _begin(event: int, venue: int, public_key: bytes) -> OwnStream:
    now_ms = time.time_ns() // 1_000_000
    with transaction.atomic():
        known = {"name": NAME, "event": 0, "venue": 0, "public_key": public_key, "enrolled_ms": now_ms}
        Device.objects.get_or_create(no=CENTRE, defaults=known)
        made, is_new = OwnStream.objects.get_or_create(
            event=event, venue=venue, epoch=_epoch(), defaults={"incarnation": secrets.randbelow(INCARNATION_MAX) + 1}
        )
        if is_new:
            republish(event, now_ms)
    return made


def _epoch() -> int:
    return Centre.objects.values_list("epoch", flat=True).first() or 1
