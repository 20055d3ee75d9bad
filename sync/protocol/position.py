"""Where does a push belong? The centre's decision, as a pure function that every store and the simulation use.

Promise: nothing is believed that was not recomputed. The chain of what came is walked from ``previous`` to the seal, the seal is
checked with the device's key, and the overlap with what the ledger holds is compared by its head, which stands for every byte (S3).
"""

from collections.abc import Callable

import msgspec

from sync.domain.identity import Stream
from sync.protocol import chain
from sync.protocol.limits import SEQ_MAX
from sync.protocol.messages import LostAndFound, Push, PushState
from sync.protocol.seals import is_sealed_by

INCARNATION_MAX = 2**32 - 1
"""An incarnation is 32 random bits."""

DEVICE_MAX = 2**31 - 1
"""What an integer column of every database holds."""


class Standing(msgspec.Struct, frozen=True):
    """What the ledger holds of one stream while its row is locked: up to ``high`` without gaps, with the chain's ``head`` there."""

    stream: Stream
    public_key: bytes
    high: int
    head: bytes


def unknown(stream: Stream, public_key: bytes) -> Standing:
    """Return the standing of a stream of which nothing has come yet."""
    return Standing(stream, public_key, 0, chain.genesis(stream, public_key))


class Append(msgspec.Struct, frozen=True):
    """``entries`` are new, from ``first`` on; ``heads`` are the chain after each. The last one is the stream's new head."""

    first: int
    entries: tuple[bytes, ...]
    heads: tuple[bytes, ...]


class Duplicate(msgspec.Struct, frozen=True):
    """All of it stands in the ledger already, byte for byte; a knock that agrees is one too."""


class Rewind(msgspec.Struct, frozen=True):
    """There would be a gap: the kiosk is to send from ``high + 1``."""

    high: int


class Fork(msgspec.Struct, frozen=True):
    """The chain differs at ``at`` or before: two journals claim the same place. The batch goes to quarantine as it is."""

    at: int


class BadSeal(msgspec.Struct, frozen=True):
    """The push is not what its device wrote; ``reason`` is for the log."""

    reason: str


Placed = Append | Duplicate | Rewind | Fork | BadSeal


def place(
    push: Push,
    standing: Standing,
    head_at: Callable[[int], bytes],
    is_quarantined: Callable[[bytes], bool] = lambda _head: False,
) -> Placed:
    """Say what becomes of ``push``.

    ``head_at(seq)`` is the ledger's chain head after ``seq`` of this stream; it is asked at most once, with 0 < seq <
    ``standing.high``. ``is_quarantined(head)`` says whether a batch in this stream's quarantine ends in ``head``: what follows on a
    branch is part of the branch, and is not sent back for a gap that only the other branch could fill.
    """
    heads = (push.previous, *chain.walk(push.previous, push.entries))
    fault = _fault_of_numbers(push) or _fault_of_seal(push, standing, heads[-1])
    if fault:
        return BadSeal(fault)
    return _place(_Offer(push.first, push.entries, heads), standing, head_at, is_quarantined)


def place_lost(
    lost: LostAndFound,
    standing: Standing,
    head_at: Callable[[int], bytes],
    is_quarantined: Callable[[bytes], bool] = lambda _head: False,
) -> Placed:
    """Say what becomes of an entry that comes alone and unread; the caller has checked the device's signature around it."""
    seq, previous = lost.id.seq, lost.previous
    if lost.id.stream != standing.stream or not 1 <= seq <= SEQ_MAX or len(previous) != chain.HEAD_BYTES:
        return BadSeal("the lost entry claims an impossible place")
    heads = (previous, chain.extend(previous, lost.body))
    return _place(_Offer(seq, (lost.body,), heads), standing, head_at, is_quarantined)


def state_of(placed: Append | Duplicate | Rewind | Fork, standing: Standing) -> PushState:
    """Return the word for the reply. (A revoked device's push is answered ``REVOKED`` instead of ``APPENDED`` by the caller.)"""
    if isinstance(placed, Rewind):
        return PushState.REWIND if standing.high else PushState.UNKNOWN_STREAM_START
    return PushState.FORK if isinstance(placed, Fork) else PushState.APPENDED


class _Offer(msgspec.Struct, frozen=True):
    """Entries that somebody offers; ``heads[i]`` is the chain after ``first - 1 + i``, recomputed from what came."""

    first: int
    entries: tuple[bytes, ...]
    heads: tuple[bytes, ...]


def _place(
    offer: _Offer, standing: Standing, head_at: Callable[[int], bytes], is_quarantined: Callable[[bytes], bool]
) -> Append | Duplicate | Rewind | Fork:
    if offer.first > standing.high + 1:
        return Fork(offer.first - 1) if is_quarantined(offer.heads[0]) else Rewind(standing.high)
    shared = min(offer.first + len(offer.entries) - 1, standing.high)
    if offer.heads[shared - offer.first + 1] != _head_at(shared, standing, head_at):
        return Fork(shared)
    known = standing.high + 1 - offer.first
    if known >= len(offer.entries):
        return Duplicate()
    return Append(standing.high + 1, offer.entries[known:], offer.heads[known + 1 :])


def _head_at(seq: int, standing: Standing, head_at: Callable[[int], bytes]) -> bytes:
    if seq == standing.high:
        return standing.head
    return head_at(seq) if seq else chain.genesis(standing.stream, standing.public_key)


def _fault_of_numbers(push: Push) -> str:
    """Return what is impossible about the push's numbers; "" when nothing is."""
    if not 1 <= push.first <= SEQ_MAX - len(push.entries):
        return "it begins at an impossible place"
    if not 0 <= push.stream.device <= DEVICE_MAX or not 0 <= push.stream.incarnation <= INCARNATION_MAX:
        return "there is no such stream"
    if len(push.previous) != chain.HEAD_BYTES:
        return "the head before it is no hash"
    return ""


def _fault_of_seal(push: Push, standing: Standing, head: bytes) -> str:
    """Return why the seal does not vouch for the push, whose chain ends in ``head``; "" when it does."""
    if push.stream != standing.stream:
        return "it is about another stream"
    if push.seal.seq != push.first + len(push.entries) - 1:
        return "the seal is for another place"
    if push.seal.head != head:
        return "the entries do not lead to the seal"
    if not is_sealed_by(standing.public_key, push.stream, push.seal):
        return "the seal is not by this device"
    return ""
