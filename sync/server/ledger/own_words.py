"""How does the centre itself write into the ledger?

Promise: as a kiosk does: gapless, chained, sealed with a key of its own, placed by the agreement's own function, under the lock of its
stream; what is written beside the entries becomes durable with them or not at all.
"""

import functools
from collections.abc import Callable, Sequence

import msgspec
from nacl.signing import SigningKey

from sync.domain.entry import ClockState, Entry, Stamp
from sync.domain.identity import EntryId, Stream, entry_id
from sync.protocol import canon, chain, envelope
from sync.protocol.messages import ClockSample, Push
from sync.protocol.position import place
from sync.protocol.seals import make_seal
from sync.server.ledger.assess import Shapes
from sync.server.ledger.estimate import Estimator
from sync.server.ledger.ingest import with_locks
from sync.server.ledger.store import Batch, Held, KnownDevice, Ledger, Store
from sync.server.ledger.taking import Arriving, Taking, standing_of

BOOT = 0
"""The centre does not count its starts: its clock is the clock."""


class Pen(msgspec.Struct, frozen=True):
    """What the centre writes one stream with. ``version``: of its software."""

    key: SigningKey
    device: KnownDevice
    stream: Stream
    version: str


class Page(msgspec.Struct, frozen=True):
    """What is to be written: entries, and what to do with their ids in the same transaction."""

    entries: Sequence[Entry]
    keep: Callable[[Sequence[EntryId]], None] = lambda _ids: None


Compose = Callable[[Ledger], Page]
"""Looks at the ledger, with the stream locked, and says what to write; called again when more had to be locked."""


def stamp_of(event: int, venue: int, definition: int, now_ms: int) -> Stamp:
    """Return the stamp of something that is decided now."""
    return Stamp(now_ms, now_ms, BOOT, ClockState.NTP, definition, event, venue)


def write(store: Store, pen: Pen, compose: Compose, shapes: Shapes, at: tuple[int, str]) -> tuple[EntryId, ...]:
    """Write what ``compose`` says; ``at`` is now and who decided. Return the ids, none where there was nothing to write."""

    def work(ledger: Ledger, locked: dict[Stream, Held]) -> tuple[EntryId, ...]:
        page = compose(ledger)
        if not page.entries:
            return ()
        held = locked[pen.stream]
        bodies = tuple(map(canon.encode, page.entries))
        arriving = _arriving(pen, held, bodies, max(entry.definition for entry in page.entries), at)
        Taking(ledger, arriving, shapes, locked).take()
        ids = tuple(entry_id(pen.stream, held.high + 1 + place) for place in range(len(bodies)))
        page.keep(ids)
        return ids

    return with_locks(store, {pen.stream}, work)


def _arriving(pen: Pen, held: Held, bodies: tuple[bytes, ...], definition: int, at: tuple[int, str]) -> Arriving:
    now_ms, by = at
    clock = ClockSample(now_ms, now_ms, BOOT, int(ClockState.NTP))
    before = standing_of(held, pen.device.public_key).head
    *_, head = chain.walk(before, bodies)
    seal = make_seal(pen.key, pen.stream, held.high + len(bodies), head, definition=definition, clock=clock)
    push = Push(pen.stream, held.high + 1, before, bodies, seal, b"", pen.version, 0, clock)
    return Arriving(
        device=pen.device,
        stream=pen.stream,
        now_ms=now_ms,
        estimator=Estimator(clock, now_ms, clock),
        place=functools.partial(place, push),
        first=push.first,
        bodies=bodies,
        batch=lambda: Batch(pen.stream, push.first, len(bodies), head, envelope.encode(push)),
        push=push,
        by=by,
    )
