"""What is asked at each of the six addresses, and what is answered?

Promise: each function reads one kind of body and gives one kind of reply; everything that can be wrong with the body is a ``Troubled``.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TypeVar

import msgspec
import psycopg
from django.db import DatabaseError
from nacl.signing import SigningKey

from sync.protocol import envelope, paths, signing
from sync.protocol.messages import (
    EnrolAsk,
    EnrolReply,
    EnrolState,
    HelloAsk,
    HelloReply,
    LostAndFound,
    PullAsk,
    Push,
    PushReply,
    Signed,
    TroubleCode,
)
from sync.protocol.names import Names, NamesReply
from sync.server.devices import enrolment
from sync.server.devices.models import Device
from sync.server.ledger import ingest
from sync.server.ledger.opening import open_store
from sync.server.ledger.rules import Rules
from sync.server.ledger.store import Door, Store, StoreBusy, StoreFull
from sync.server.publishing.models import Publication
from sync.server.publishing.newcomers import take_names
from sync.server.publishing.publish import manifest_of
from sync.server.wire import pace
from sync.server.wire.pull import answer_pull
from sync.server.wire.reply import BUSY_RETRY_MS, FULL_RETRY_MS, Reply, Troubled

SOFTWARE_VERSION = version("manyhands")
ENROL_RETRY_MS = 30_000

Message = TypeVar("Message")


class Room(msgspec.Struct, frozen=True):
    """What every route works with: the centre's key, its rules, its clock."""

    key: SigningKey
    rules: Rules
    now_ms: Callable[[], int]
    asker: str = ""
    """The network address that the request came from, as far as it is known."""


def push(room: Room, body: bytes) -> Reply:
    """Take a batch in."""
    asked = _read(body, Push)
    with _told(asked.nonce):
        store = open_store()
        now_ms = room.now_ms()
        ledger = store.reading()
        door = ledger.door(asked.stream.device)
        taken = ingest.take_push(store, asked, room.rules.shapes(ledger, door.versions), now_ms, door)
        return Reply(signing.PUSH_REPLY, asked.nonce, _push_reply(door, taken, now_ms))


def lost(room: Room, body: bytes) -> Reply:
    """Take an entry in that no push could carry."""
    signed = _read(body, Signed)
    asked = _inner(signed, LostAndFound)
    with _told(asked.nonce):
        store = open_store()
        now_ms = room.now_ms()
        _check(store, signed, signing.LOST, asked.id.device)
        ledger = store.reading()
        door = ledger.door(asked.id.device)
        taken = ingest.take_lost(store, asked, room.rules.shapes(ledger, door.versions), now_ms)
        return Reply(signing.LOST_REPLY, asked.nonce, _push_reply(door, taken, now_ms))


def pull(room: Room, body: bytes) -> Reply:
    """Tell a device what is new for it."""
    signed = _read(body, Signed)
    asked = _inner(signed, PullAsk)
    with _told(asked.nonce):
        store = open_store()
        _check(store, signed, signing.PULL, asked.device)
        return Reply(signing.PULL_REPLY, asked.nonce, answer_pull(store.reading(), asked, room.now_ms()))


def names(room: Room, body: bytes) -> Reply:
    """Hear who came without being expected. A kiosk whose key was revoked is told so: it has nothing more to say about people."""
    signed = _read(body, Signed)
    asked = _inner(signed, Names)
    with _told(asked.nonce):
        _check(open_store(), signed, signing.NAMES, asked.device)
        device = Device.objects.get(no=asked.device)
        if device.revoked_ms is not None:
            raise Troubled(TroubleCode.REVOKED, f"device {device.no}", asked.nonce)
        take_names(device, asked.changes, room.now_ms())
        return Reply(signing.NAMES_REPLY, asked.nonce, NamesReply(room.now_ms(), pace.spread(pace.PULL_MS)))


def enrol(room: Room, body: bytes) -> Reply:
    """Say where a machine's asking stands."""
    asked = _read(body, EnrolAsk)
    with _told(asked.nonce):
        open_store()
        answer = enrolment.ask(asked, room.now_ms(), room.asker)
        device = answer.device
        is_approved = device is not None and answer.state is EnrolState.APPROVED
        row = Publication.objects.filter(event=device.event).first() if device is not None and is_approved else None
        reply = EnrolReply(
            state=answer.state,
            salt=answer.salt,
            server_key=bytes(room.key.verify_key),
            device=device.no if device is not None else 0,
            venue=device.venue if device is not None else 0,
            manifest=manifest_of(row) if row is not None else None,
            next_after_ms=pace.spread(pace.ENROL_MS),
        )
        return Reply(signing.ENROL_REPLY, asked.nonce, reply)


def hello(room: Room, body: bytes) -> Reply:
    """Say what time it is and which protocol is spoken."""
    asked = _read(body, HelloAsk)
    return Reply(signing.HELLO_REPLY, asked.nonce, HelloReply(room.now_ms(), version=SOFTWARE_VERSION))


ROUTES: dict[str, Callable[[Room, bytes], Reply]] = {
    paths.PUSH: push,
    paths.PULL: pull,
    paths.ENROL: enrol,
    paths.HELLO: hello,
    paths.LOST: lost,
    paths.NAMES: names,
}


def _read(body: bytes, sort: type[Message]) -> Message:
    try:
        return envelope.unpack(body, sort)
    except envelope.Unreadable as cause:
        raise Troubled(TroubleCode.UNREADABLE, cause.reason) from cause


def _inner(signed: Signed, sort: type[Message]) -> Message:
    """Read what is signed before the signature can be checked: whose it must be stands inside."""
    try:
        return envelope.decode(signed.body, sort)
    except envelope.Unreadable as cause:
        raise Troubled(TroubleCode.UNREADABLE, cause.reason) from cause


def _check(store: Store, signed: Signed, purpose: str, device: int) -> None:
    known = store.reading().device(device)
    if known is None:
        raise ingest.NotEnrolled(f"device {device}")
    try:
        signing.open_signed(signed, purpose, signing.NO_NONCE, (known.public_key,))
    except signing.Untrusted as cause:
        raise ingest.NotEnrolled(str(cause)) from cause


def _push_reply(door: Door, taken: ingest.Taken, now_ms: int) -> PushReply:
    assert door.device is not None, "a stranger's push was not taken"
    return PushReply(
        state=taken.state,
        high=taken.high,
        head=taken.head,
        safe_high=taken.safe_high,
        epoch=door.epoch,
        now_ms=now_ms,
        flags=taken.flags,
        definition=door.versions.get(door.device.event, 0),
        next_after_ms=pace.spread(pace.PUSH_MS),
    )


@contextmanager
def _told(nonce: bytes) -> Iterator[None]:
    """Give everything that the parts below may raise its code, so that the asker can check that it is ours."""
    try:
        yield
    except (ingest.BadPush, enrolment.BadKey) as cause:
        raise Troubled(TroubleCode.UNREADABLE, str(cause), nonce) from cause
    except ingest.NotEnrolled as cause:
        raise Troubled(TroubleCode.NOT_ENROLLED, str(cause), nonce) from cause
    except enrolment.TooManyAskings as cause:
        raise Troubled(TroubleCode.TOO_MANY, str(cause), nonce, ENROL_RETRY_MS) from cause
    except StoreFull as cause:
        raise Troubled(TroubleCode.BUSY, str(cause), nonce, FULL_RETRY_MS) from cause
    except (StoreBusy, DatabaseError, psycopg.OperationalError, sqlite3.OperationalError) as cause:
        raise Troubled(TroubleCode.BUSY, str(cause), nonce, BUSY_RETRY_MS) from cause
