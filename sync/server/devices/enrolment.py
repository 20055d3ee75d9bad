"""How does a machine become a device, and how does it cease to be one?

Promise: only public keys travel; an asking is open for ten minutes and is approved once; revoking takes effect at the next contact
and touches no entry.
"""

import secrets

import msgspec
from django.db import transaction

from sync.domain.identity import CENTRE
from sync.protocol.digits import SALT_BYTES, digits_of
from sync.protocol.limits import ENROLMENT_WINDOW_S
from sync.protocol.messages import EnrolAsk, EnrolState
from sync.protocol.signing import PUBLIC_KEY_BYTES
from sync.server.devices.models import Device, Enrolment
from sync.server.endings.ledger import Kind, write_down
from sync.server.publishing.publish import republish

OPEN_MAX = 500
"""Askings that stand open at once: a whole event may enrol in one hour, and a stranger cannot fill the database."""

ADDRESS_CHARACTERS_MAX = 100
"""What the column holds; an IPv6 address has 45, and a proxy may say anything."""

WINDOW_MS = int(ENROLMENT_WINDOW_S * 1000)


class TooManyAskings(Exception):
    """So many machines ask that no more are taken for now."""


class NotOpen(Exception):
    """The asking cannot be approved: it expired, was refused or was approved before."""


class BadKey(Exception):
    """What was sent is no Ed25519 public key."""


class Answer(msgspec.Struct, frozen=True):
    """Where an asking stands. ``device`` once it is approved."""

    state: EnrolState
    salt: bytes = b""
    device: Device | None = None


class Pending(msgspec.Struct, frozen=True):
    """One asking that waits for a coordinator, with the digits that both screens show."""

    id: int
    name: str
    version: str
    digits: str
    address: str
    asked_ms: int
    expires_ms: int


@transaction.atomic
def ask(asking: EnrolAsk, now_ms: int, address: str = "") -> Answer:
    """Return where this machine's asking stands; a first one, or one after an expired one was told, opens the window."""
    if len(asking.public_key) != PUBLIC_KEY_BYTES:
        raise BadKey
    device = Device.objects.filter(public_key=asking.public_key).first()
    newest = Enrolment.objects.filter(public_key=asking.public_key).order_by("-asked_ms", "-pk").first()
    if device is not None:
        return _enrolled(device, newest)
    if newest is None:
        return _open(asking, now_ms, address)
    if newest.expires_ms <= now_ms:
        newest.delete()
        return Answer(EnrolState.EXPIRED, bytes(newest.salt))
    return Answer(EnrolState.REFUSED if newest.refused else EnrolState.WAITING, bytes(newest.salt))


@transaction.atomic
def approve(enrolment: int, event: int, venue: int, now_ms: int) -> Device:
    """Make the machine that asked a device of ``venue``. Raises ``NotOpen``."""
    asked = Enrolment.objects.select_for_update().filter(pk=enrolment, refused=False, device=None, expires_ms__gt=now_ms).first()
    if asked is None:
        raise NotOpen
    device = Device(name=asked.name, event=event, venue=venue, public_key=asked.public_key, enrolled_ms=now_ms)
    device.version = asked.version
    device.save()
    asked.device = device
    asked.save()
    republish(event, now_ms)
    return device


def refuse(enrolment: int) -> str | None:
    """Answer an asking with no; the machine may ask again when its window is over. Return its name, none when nobody waited."""
    name = Enrolment.objects.filter(pk=enrolment, device=None, refused=False).values_list("name", flat=True).first()
    Enrolment.objects.filter(pk=enrolment, device=None).update(refused=True)
    return name


@transaction.atomic
def revoke(device: int, now_ms: int) -> None:
    """Trust the device's key no longer: what was received before counts, later is stored and flagged. Never the centre's own."""
    row = Device.objects.select_for_update().exclude(no=CENTRE).get(pk=device)
    if row.revoked_ms is None:
        row.revoked_ms = now_ms
        write_down(Kind.KIOSK, bytes(row.public_key), at_ms=now_ms)
        row.save()
        republish(row.event, now_ms)


def pending(server_public_key: bytes, now_ms: int) -> list[Pending]:
    """Return the askings that wait, oldest first."""
    rows = Enrolment.objects.filter(refused=False, device=None, expires_ms__gt=now_ms).order_by("asked_ms", "pk")
    return [
        Pending(
            row.pk,
            row.name,
            row.version,
            digits_of(bytes(row.public_key), server_public_key, bytes(row.salt)),
            row.address,
            row.asked_ms,
            row.expires_ms,
        )
        for row in rows
    ]


def _enrolled(device: Device, newest: Enrolment | None) -> Answer:
    state = EnrolState.APPROVED if device.revoked_ms is None else EnrolState.REFUSED
    return Answer(state, b"" if newest is None else bytes(newest.salt), device)


def _open(asking: EnrolAsk, now_ms: int, address: str) -> Answer:
    if Enrolment.objects.filter(device=None, expires_ms__gt=now_ms).count() >= OPEN_MAX:
        raise TooManyAskings
    # Nobody comes back for an asking that is long over.
    Enrolment.objects.filter(device=None, expires_ms__lt=now_ms - WINDOW_MS).delete()
    row = Enrolment(public_key=asking.public_key, name=asking.name, version=asking.version, salt=secrets.token_bytes(SALT_BYTES))
    row.address = address[:ADDRESS_CHARACTERS_MAX]
    row.asked_ms, row.expires_ms = now_ms, now_ms + WINDOW_MS
    row.save()
    return Answer(EnrolState.WAITING, bytes(row.salt))
