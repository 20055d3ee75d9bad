"""What would a journal say that never fails and forgets everything at its end? The same contract without a disk.

Promise: passes the same contract suite as the journal on disk, so that a test of anything above it means the same with either.
"""

from collections.abc import Callable, Iterable

import msgspec
from nacl.signing import SigningKey

from sync.domain.entry import Entry
from sync.domain.identity import Stream, entry_id
from sync.journal.contract import TAP_ID_BYTES, Mark, Opened, OpenedClean, Recorded, Stretch
from sync.journal.owner import Owner
from sync.protocol.canon import decode, encode
from sync.protocol.chain import extend, genesis
from sync.protocol.messages import ClockSample, Seal
from sync.protocol.seals import make_seal


class _Kept(msgspec.Struct):
    """One stream: ``heads[n]`` is the chain after ``n`` entries."""

    heads: list[bytes]
    bodies: list[bytes] = []
    seals: dict[int, Seal] = {}
    mark: Mark | None = None


class MemoryJournal:
    """A journal in memory, for tests and for a tour that is to leave nothing behind."""

    def __init__(self, device: int, signing_key: SigningKey, new_incarnation: Callable[[], int]) -> None:
        self._device = device
        self._signing_key = signing_key
        self._kept: dict[Stream, _Kept] = {}
        self._made: dict[bytes, tuple[Stream, int, int]] = {}
        self._stream = self.begin_anew(new_incarnation)

    @property
    def stream(self) -> Stream:
        return self._stream

    @property
    def high(self) -> int:
        return len(self._kept[self._stream].bodies)

    @property
    def opened(self) -> Opened:
        return OpenedClean()

    def streams(self) -> tuple[tuple[Stream, int], ...]:
        return tuple((stream, len(kept.bodies)) for stream, kept in self._kept.items())

    def prepare(self, tap_id: bytes) -> None:
        assert len(tap_id) == TAP_ID_BYTES

    def append(self, entry: Entry, tap_id: bytes) -> Recorded:
        return self.append_all((entry,), tap_id)[0]

    def append_all(self, entries: Iterable[Entry], tap_id: bytes) -> tuple[Recorded, ...]:
        bodies = tuple(encode(entry) for entry in entries)
        assert bodies
        assert len(tap_id) == TAP_ID_BYTES
        again = tap_id in self._made
        if not again:
            kept = self._kept[self._stream]
            self._made[tap_id] = (self._stream, len(kept.bodies) + 1, len(bodies))
            for body in bodies:
                kept.bodies.append(body)
                kept.heads.append(extend(kept.heads[-1], body))
        stream, first, count = self._made[tap_id]
        stored = self._kept[stream].bodies[first - 1 : first - 1 + count]
        return tuple(Recorded(entry_id(stream, seq), decode(body), again) for seq, body in enumerate(stored, first))

    def interrupted(self) -> tuple[bytes, ...]:
        return ()

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        assert first >= 1
        kept = self._kept.get(stream)
        if kept is None or first > len(kept.heads):
            return Stretch(stream, first, b"", ())
        return Stretch(stream, first, kept.heads[first - 1], tuple(kept.bodies[first - 1 : first - 1 + most]))

    def seal(self, stream: Stream, seq: int, definition: int, clock: ClockSample) -> Seal:
        kept = self._kept[stream]
        if seq not in kept.seals:
            assert 0 <= seq < len(kept.heads), "only what stands in the journal can be sealed"
            kept.seals[seq] = make_seal(self._signing_key, stream, seq, kept.heads[seq], definition=definition, clock=clock)
        return kept.seals[seq]

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        kept = self._kept.get(stream)
        return () if kept is None else tuple(seal for seq, seal in sorted(kept.seals.items()) if first <= seq <= last)

    def mark(self, stream: Stream) -> int:
        told = self.last_told(stream)
        return 0 if told is None else told.high

    def set_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None:
        self._kept[stream].mark = Mark(high, safe_high, epoch)

    def last_told(self, stream: Stream) -> Mark | None:
        kept = self._kept.get(stream)
        return None if kept is None else kept.mark

    def begin_anew(self, new_incarnation: Callable[[], int]) -> Stream:
        public_key = bytes(self._signing_key.verify_key)
        self._stream = Owner(self._device, public_key, new_incarnation).new_stream(set(self._kept))
        self._kept[self._stream] = _Kept(heads=[genesis(self._stream, public_key)])
        return self._stream

    def check(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        """Nothing to give back."""
