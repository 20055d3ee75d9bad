"""What does a journal promise? The one interface behind which the one on disk and the one in memory stand.

Promise: after ``append`` returns, the entry survives a power cut; the same ``tap_id`` never makes a second entry; seqs have no
gaps; nothing is ever changed or removed by a correction. Both implementations pass the same contract suite.
"""

from collections.abc import Iterable
from typing import Protocol

import msgspec

from sync.domain.entry import Entry
from sync.domain.identity import EntryId, Stream
from sync.protocol.messages import ClockSample, Seal

TAP_ID_BYTES = 8


class Recorded(msgspec.Struct, frozen=True):
    """An entry that is durable. ``again`` says that this ``tap_id`` had made it before."""

    id: EntryId
    entry: Entry
    again: bool


class Stretch(msgspec.Struct, frozen=True):
    """Consecutive entries of one stream as their canonical bytes: ``first`` is the first one's seq, ``previous`` the chain before it."""

    stream: Stream
    first: int
    previous: bytes
    entries: tuple[bytes, ...]


class Fault(Exception):
    """The journal cannot do it now. ``operation`` and ``hint`` are plain words for the lead; the cause is chained."""

    def __init__(self, operation: str, hint: str) -> None:
        super().__init__(f"{operation}: {hint}")
        self.operation = operation
        self.hint = hint


class StorageFull(Fault):
    """No room: free some; nothing was recorded and nothing was lost."""


class StorageReadOnly(Fault):
    """The disk takes no writes: a worn card or a wrong mount; nothing was recorded and nothing was lost."""


class StorageFailed(Fault):
    """The disk reported an error. The entry may or may not be there: try again with the same ``tap_id`` and it is certain."""


class Journal(Protocol):
    """A kiosk's own append-only entries. One process, one write connection; every method may raise a ``Fault``."""

    @property
    def stream(self) -> Stream:
        """The stream that new entries go to."""

    @property
    def high(self) -> int:
        """The seq of the last entry of ``stream``; 0 when it has none."""

    def streams(self) -> tuple[tuple[Stream, int], ...]:
        """Return every stream that stands here with its high seq: the present one and salvaged earlier incarnations."""

    def prepare(self, tap_id: bytes) -> None:
        """Remember durably that the button of ``tap_id`` is on the screen, before anybody can press it."""

    def append(self, entry: Entry, tap_id: bytes) -> Recorded:
        """Make ``entry`` durable at the next seq; with a ``tap_id`` that was used before, return what it made then."""

    def append_all(self, entries: Iterable[Entry], tap_id: bytes) -> tuple[Recorded, ...]:
        """Like ``append`` for several entries of one act (a family arrives): all or none, in one commit."""

    def interrupted(self) -> tuple[bytes, ...]:
        """Return tap ids that were prepared before the last start and never made an entry."""

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        """Return up to ``most`` entries from ``first``; empty when there are none."""

    def seal(self, stream: Stream, seq: int, definition: int, clock: ClockSample) -> Seal:
        """Return the seal of ``stream`` at ``seq``, made and stored now if there is none."""

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        """Return the stored seals whose seq lies in ``first`` … ``last``, in order."""

    def mark(self, stream: Stream) -> int:
        """Return the centre's high-water mark for ``stream`` as last told; 0 when never."""

    def set_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None:
        """Keep what the centre said. It may be lower than before: the centre's word is the only truth (S1)."""

    def close(self) -> None:
        """Give the files back; everything appended is durable already."""
