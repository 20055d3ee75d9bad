"""What does a journal promise? The one interface behind which the one on disk and the one in memory stand.

Promise: after ``append`` returns, the entry survives a power cut; the same ``tap_id`` never makes a second entry; seqs have no
gaps; nothing is ever changed or removed by a correction. Both implementations pass the same contract suite.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
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


class JournalDamaged(Fault):
    """The file does not hold what was written: start the kiosk again; it begins a new journal and keeps all that can be read."""


class JournalTaken(Fault):
    """Another program has this journal open. There is one writer, always."""


class JournalTooNew(Fault):
    """A newer version of Many Hands wrote this file; it was not touched. Use that version, or a new folder."""


class KeyGone(Fault):
    """The stream was begun under another key of this machine: only that key can seal what stands in it unsealed."""


class Mark(msgspec.Struct, frozen=True):
    """What the centre last said of a stream: it holds up to ``high``, a verified backup up to ``safe_high``; ``epoch`` counts restores."""

    high: int
    safe_high: int
    epoch: int


class OpenedClean(msgspec.Struct, frozen=True):
    """The journal is new, or was closed in order."""


class OpenedAfterPowerCut(msgspec.Struct, frozen=True):
    """The journal was not closed in order last time; everything that was acknowledged is there."""


class SetAside(msgspec.Struct, frozen=True):
    """The old file was damaged or rolled back, and a new incarnation has begun.

    ``path`` is the old file under its new name (none: it was gone), ``salvaged`` the number of entries that stand in the new file as
    closed streams, ``lost`` how many are known to be missing there, ``lost_and_found`` a file with the readable ones among them,
    ``why`` plain words for the lead.
    """

    path: Path | None
    salvaged: int
    lost: int
    lost_and_found: Path | None
    why: str


Opened = OpenedClean | OpenedAfterPowerCut | SetAside


class Journal(Protocol):
    """A kiosk's own append-only entries. One process, one write connection; every method may raise a ``Fault``.

    Methods may be called from several threads: the desk appends while the sync loop reads.
    """

    @property
    def stream(self) -> Stream:
        """The stream that new entries go to."""

    @property
    def high(self) -> int:
        """The seq of the last entry of ``stream``; 0 when it has none."""

    @property
    def opened(self) -> Opened:
        """What was found at the start; anything but ``OpenedClean`` is for the lead's screen."""

    def streams(self) -> tuple[tuple[Stream, int], ...]:
        """Return every stream that stands here with its high seq: the present one and salvaged earlier incarnations."""

    def prepare(self, tap_id: bytes) -> None:
        """Remember durably that the button of ``tap_id`` is on the screen, before anybody can press it."""

    def append(self, entry: Entry, tap_id: bytes) -> Recorded:
        """Make ``entry`` durable at the next seq; with a ``tap_id`` that was used before, return what it made then."""

    def append_all(self, entries: Iterable[Entry], tap_id: bytes) -> tuple[Recorded, ...]:
        """Like ``append`` for several entries of one act (a family arrives): all or none, in one commit."""

    def interrupted(self) -> tuple[bytes, ...]:
        """Return tap ids that were prepared in the run before this one, or the one before that, and never made an entry."""

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        """Return up to ``most`` entries from ``first``; empty when there are none.

        What is returned was checked against the chain: a damaged entry is a ``JournalDamaged`` and is never sent. ``previous`` is
        empty only for a place that this journal cannot know: an unknown stream, or a ``first`` beyond the next entry.
        """

    def seal(self, stream: Stream, seq: int, definition: int, clock: ClockSample) -> Seal:
        """Return the seal of ``stream`` at ``seq`` (0: before the first entry), made and stored now if there is none.

        Where the disk takes no writes it is given all the same, and stored with the next one that can be. Raises ``KeyGone`` for a new
        seal of a stream that another key of this machine began.
        """

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        """Return the stored seals whose seq lies in ``first`` … ``last``, in order."""

    def mark(self, stream: Stream) -> int:
        """Return the centre's high-water mark for ``stream`` as last told; 0 when never."""

    def set_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None:
        """Keep what the centre said. It may be lower than before: the centre's word is the only truth (S1)."""

    def last_told(self, stream: Stream) -> Mark | None:
        """Return all that the centre last said of ``stream``; none when it never did."""

    def begin_anew(self, new_incarnation: Callable[[], int]) -> Stream:
        """Close the present stream and begin one of a new incarnation in the same journal (after a fork); what waits stays."""

    def check(self) -> tuple[str, ...]:
        """Look at everything, however long it takes (a background thread's work): troubles in plain words, none when sound."""

    def close(self) -> None:
        """Give the files back; everything appended is durable already."""
