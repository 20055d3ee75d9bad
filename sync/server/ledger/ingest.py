"""What becomes of a push at the centre? Storing, flagging and adding up in one transaction.

Promise: nothing well signed is refused (S4); a repeat changes nothing; what is answered is durable. The position decision is the
agreement's own (``sync.protocol.position``); this module only carries it out.
"""

import functools
from collections.abc import Callable
from typing import TypeVar

from sync.domain.identity import Stream
from sync.protocol import chain, envelope
from sync.protocol.messages import ClockSample, LostAndFound, Push
from sync.protocol.position import place, place_lost
from sync.protocol.seals import is_sealed_by
from sync.server.ledger.amending import LockMore
from sync.server.ledger.assess import Shapes
from sync.server.ledger.estimate import Estimator
from sync.server.ledger.store import Batch, Door, Held, Ledger, MissingStreams, Store, StoreBusy
from sync.server.ledger.taking import Arriving, BadPush, Taken, Taking

__all__ = ["BadPush", "NotEnrolled", "Taken", "take_lost", "take_push", "with_locks"]

TRIES_MAX = 8
"""A push that reaches ever more streams is begun again this often before the kiosk is asked to come later."""

Result = TypeVar("Result")


class NotEnrolled(Exception):
    """The centre knows no such device, or what came is not signed by it."""


def take_push(store: Store, push: Push, shapes: Shapes, now_ms: int, door: Door | None = None) -> Taken:
    """Take ``push`` in; ``door`` is what was just asked about its device (none: it is asked here).

    Raises ``NotEnrolled``, ``BadPush``, ``StoreFull`` and ``StoreBusy``; after each of them nothing was taken.
    """
    device = (door or store.reading().door(push.stream.device)).device
    # Checked before anything is locked, so that a stranger's push costs a device's pushes nothing.
    if device is None or not is_sealed_by(device.public_key, push.stream, push.seal):
        raise NotEnrolled(f"device {push.stream.device}")
    arriving = Arriving(
        device=device,
        stream=push.stream,
        now_ms=now_ms,
        estimator=Estimator(push.seal.clock, now_ms, push.clock),
        place=functools.partial(place, push),
        first=push.first,
        bodies=push.entries,
        batch=lambda: Batch(push.stream, push.first, len(push.entries), push.seal.head, envelope.encode(push)),
        push=push,
    )
    return with_locks(store, {push.stream}, lambda ledger, locked: Taking(ledger, arriving, shapes, locked).take())


def take_lost(store: Store, lost: LostAndFound, shapes: Shapes, now_ms: int) -> Taken:
    """Take in an entry that came alone because no push with it was taken; the caller has checked the signature around it.

    It is kept in lost and found whatever its place; where it follows on what the centre holds, it stands in the ledger as well.
    """
    stream = lost.id.stream
    device = store.reading().door(stream.device).device
    if device is None:
        raise NotEnrolled(f"device {stream.device}")
    head = chain.extend(lost.previous, lost.body)
    arriving = Arriving(
        device=device,
        stream=stream,
        now_ms=now_ms,
        estimator=Estimator(ClockSample(now_ms, 0, 0, 0), now_ms),
        place=functools.partial(place_lost, lost),
        first=lost.id.seq,
        bodies=(lost.body,),
        batch=lambda: Batch(stream, lost.id.seq, 1, head, envelope.encode(lost)),
    )

    def take(ledger: Ledger, locked: dict[Stream, Held]) -> Taken:
        ledger.keep_found(lost.id, lost.body, now_ms)
        return Taking(ledger, arriving, shapes, locked).take()

    return with_locks(store, {stream}, take)


def with_locks(store: Store, streams: set[Stream], work: Callable[[Ledger, dict[Stream, Held]], Result]) -> Result:
    """Do ``work`` in a transaction in which ``streams``, and those that it asks for by ``LockMore``, are locked."""
    wanted = set(streams)
    for _ in range(TRIES_MAX):
        try:
            with store.transaction() as ledger:
                return work(ledger, ledger.lock(wanted))
        except MissingStreams as missing:
            store.make_streams(missing.streams)
        except LockMore as more:
            wanted |= more.streams
    raise StoreBusy("what this amends grows while it is taken")
