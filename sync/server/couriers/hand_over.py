"""What did a courier bring, and what is said back?

Promise: importing is pushing (S50): each part goes the way of a kiosk's push, so that any order and any number of times come to the
same; a part that cannot be taken is named and stops no other; the receipt says what the centre holds, in its own hand.
"""

import hashlib

import msgspec

from sync.domain.identity import Stream
from sync.protocol.envelope import Unreadable, unpack
from sync.protocol.hand_over import Held, Receipt, parts_in, sign_receipt
from sync.protocol.messages import Push, PushState
from sync.server.ledger.ingest import BadPush, NotEnrolled, take_push
from sync.server.ledger.rules import Rules
from sync.server.ledger.store import Ledger, Store
from sync.server.publishing import keys
from sync.server.tongues.saying import say


class Brought(msgspec.Struct):
    """What a hand-over brought of one stream: so many entries, of which so many were ``new``. ``troubles`` are sentences."""

    device: int
    entries: int = 0
    new: int = 0
    high: int = 0
    troubles: list[str] = []


class Received(msgspec.Struct, frozen=True):
    """What came of one file: by device, what could not even be read, and the signed receipt, ready to travel back."""

    brought: list[Brought]
    unreadable: int
    receipt: bytes

    @property
    def entries(self) -> int:
        return sum(one.entries for one in self.brought)

    @property
    def new(self) -> int:
        return sum(one.new for one in self.brought)

    @property
    def is_in_order(self) -> bool:
        return not self.unreadable and not any(one.troubles for one in self.brought)


def receive(store: Store, sealed: bytes, now_ms: int) -> Received:
    """Take a hand-over in. Raises ``Unreadable`` for a file that is none or not for this centre, ``StoreFull`` and ``StoreBusy``; after
    these two, what was taken before stands, and the same file can come again.
    """
    rules = Rules()
    of_stream: dict[Stream, Brought] = {}
    unreadable = 0
    for part in parts_in(sealed, keys.hand_over_key()):
        try:
            push = unpack(part, Push)
        except Unreadable:
            unreadable += 1
            continue
        one = of_stream.setdefault(push.stream, Brought(push.stream.device))
        _take(store, rules, push, one, now_ms)
    return Received(list(of_stream.values()), unreadable, _receipt(store.reading(), sealed, of_stream, now_ms))


def _take(store: Store, rules: Rules, push: Push, one: Brought, now_ms: int) -> None:
    ledger = store.reading()
    door = ledger.door(push.stream.device)
    held = ledger.held(push.stream)
    before = 0 if held is None else held.high
    one.entries += len(push.entries)
    try:
        # The clock in it was read when the stick was written; now it would say when the courier arrived.
        carried = msgspec.structs.replace(push, clock=None)
        taken = take_push(store, carried, rules.shapes(ledger, door.versions), now_ms, door)
    except NotEnrolled:
        one.troubles.append(say("No device of this centre signed it."))
        return
    except BadPush:
        one.troubles.append(say("From entry {first} on it is not what the kiosk wrote.", first=push.first))
        return
    one.high = taken.high
    match taken.state:
        case PushState.APPENDED | PushState.REVOKED:
            one.new += taken.high - before
        case PushState.REWIND | PushState.UNKNOWN_STREAM_START:
            one.troubles.append(
                say(
                    "Entries {high} to {first} are missing before it: bring a hand-over that has them.",
                    high=taken.high + 1,
                    first=push.first - 1,
                )
            )
        case PushState.FORK:
            one.troubles.append(say("It tells another story than what the centre holds: kept in quarantine, and a flag says so."))


def _receipt(ledger: Ledger, sealed: bytes, streams: dict[Stream, Brought], now_ms: int) -> bytes:
    """Say what the centre holds now of each stream that it knows, whoever brought it."""
    found = [held for stream in streams if (held := ledger.held(stream)) is not None and held.high]
    told = tuple(Held(held.stream, held.high, held.head, held.safe_high) for held in found)
    receipt = Receipt(hashlib.sha256(sealed).digest(), ledger.door(0).epoch, now_ms, told)
    return sign_receipt(receipt, keys.server_key())
