"""A kiosk as the centre sees it: a key, a stream, entries, and pushes of any stretch of them. No journal, no network."""

import hashlib
from collections.abc import Sequence

import msgspec
from nacl.signing import SigningKey

from sync.domain.definition import Definition
from sync.domain.entry import Entry
from sync.domain.facts import Fact
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Stream, entry_id
from sync.protocol import canon, chain
from sync.protocol.messages import ClockSample, LostAndFound, Push
from sync.protocol.seals import make_seal
from tests.support.centre import Database, close
from tests.support.day import EVENT, HOUR_MS, OPENS_MS, WARD, entry, small_definition

NOW_MS = OPENS_MS + 4 * HOUR_MS
"""One o'clock on the day: when the centre takes in what these tests push."""


def key_of(device: int) -> SigningKey:
    """The key pair of a device, the same in every run."""
    return SigningKey(hashlib.sha256(f"device {device}".encode()).digest())


class Pusher:
    """One journal: append facts, push any stretch."""

    def __init__(self, device: int = 1, incarnation: int = 11, venue: int = WARD, key: SigningKey | None = None) -> None:
        self.stream = Stream(DeviceNo(device), Incarnation(incarnation))
        self.key = key or key_of(device)
        self.venue = venue
        self.bodies: list[bytes] = []

    def add(self, fact: Fact, minute: float = 0, *, venue: int | None = None, event: int = EVENT) -> EntryId:
        """Append ``fact``, ``minute`` minutes after the day opened."""
        return self.add_entry(entry(fact, minute, self.venue if venue is None else venue, event))

    def add_entry(self, one: Entry) -> EntryId:
        return self.add_bytes(canon.encode(one))

    def add_bytes(self, body: bytes) -> EntryId:
        self.bodies.append(body)
        return entry_id(self.stream, len(self.bodies))

    def branch(self, after: int) -> "Pusher":
        """A clone of this kiosk that goes its own way after ``after`` entries."""
        other = Pusher(self.stream.device, self.stream.incarnation, self.venue, self.key)
        other.bodies = self.bodies[:after]
        return other

    def heads(self) -> list[bytes]:
        """The chain from before the first entry to after the last."""
        start = chain.genesis(self.stream, bytes(self.key.verify_key))
        return [start, *chain.walk(start, self.bodies)]

    def push(self, first: int = 1, last: int | None = None, *, sent: ClockSample | None = None) -> Push:
        """Entries ``first`` … ``last`` (none: to the end), sealed at the last one. ``sent``: the clock when sending (none: carried)."""
        last = len(self.bodies) if last is None else last
        heads = self.heads()
        seal = make_seal(self.key, self.stream, last, heads[last], definition=1, clock=sample_at(NOW_MS))
        return Push(self.stream, first, heads[first - 1], tuple(self.bodies[first - 1 : last]), seal, b"nonce", "1.0", 0, sent)

    def lost(self, seq: int) -> LostAndFound:
        """The entry at ``seq`` as it goes alone."""
        return LostAndFound(entry_id(self.stream, seq), self.bodies[seq - 1], b"nonce", self.heads()[seq - 1])


def sample_at(now_ms: int) -> ClockSample:
    """What a kiosk with a good clock reads at ``now_ms``; it was started at the day's opening."""
    return ClockSample(now_ms, now_ms - OPENS_MS, 1, 3)


def enrol(database: Database, devices: Sequence[int] = (1, 2, 3), venue: int = WARD) -> None:
    """Make ``devices`` known, with the keys of ``key_of``."""
    store = database.store()
    with store.transaction() as ledger:
        ledger.many(
            "INSERT INTO devices_device (no, name, event, venue, public_key, enrolled_ms, waiting, clock_off_ms, version) VALUES "
            "(%s, %s, %s, %s, %s, %s, 0, 0, '')",
            [(no, f"kiosk {no}", EVENT, venue, bytes(key_of(no).verify_key), OPENS_MS) for no in devices],
        )
    close(store)


def publish(database: Database, definition: Definition | None = None) -> None:
    """Put a definition before the store functions; what kiosks are told of it is not the business of these tests."""
    definition = definition or small_definition()
    store = database.store()
    with store.transaction() as ledger:
        ledger.run(
            "INSERT INTO publishing_publication (event, version, roster_version, definition, manifest, loaded_ms) "
            "VALUES (%s, 1, 0, %s, %s, 0)",
            (definition.event.no, msgspec.msgpack.encode(definition), b""),
        )
    close(store)


def revoke(database: Database, device: int) -> None:
    """Revoke a device as of now."""
    store = database.store()
    with store.transaction() as ledger:
        ledger.run("UPDATE devices_device SET revoked_ms = %s WHERE no = %s", (NOW_MS, device))
    close(store)
