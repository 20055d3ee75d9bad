"""Journals to test with: one device, one key, incarnations that count upwards, entries that differ."""

import hashlib
import itertools
from collections.abc import Callable, Iterable
from pathlib import Path

from nacl.signing import SigningKey

from sync.domain.entry import ClockState, Entry, How, Kind, Stamp
from sync.domain.facts import Arrived, stamped
from sync.domain.identity import Stream
from sync.journal.contract import Journal, Recorded, StorageFailed, StorageFull, StorageReadOnly
from sync.journal.disk import DiskJournal
from sync.journal.memory import MemoryJournal
from sync.journal.opening import open_journal
from sync.protocol.canon import decode
from sync.protocol.messages import ClockSample

DEVICE = 5
KEY = SigningKey(hashlib.sha256(b"the key of a test kiosk").digest())
CLOCK = ClockSample(1_795_345_200_000, 5_000, 1, int(ClockState.NTP))
STAMP = Stamp(1_795_345_200_000, 5_000, 1, ClockState.NTP, 1, 7, 1, how=How.ROSTER)


def incarnations(first: int = 1) -> Callable[[], int]:
    """Return what gives fresh incarnations: not random, so that a failure can be repeated."""
    return itertools.count(first).__next__


def opened_at(
    path: Path, *, first_incarnation: int = 1, vfs: str | None = None, device: int = DEVICE, key: SigningKey = KEY
) -> DiskJournal:
    """Open the journal of our device at `path`."""
    return open_journal(path, device, key, incarnations(first_incarnation), STAMP, vfs=vfs)


def tap(number: int) -> bytes:
    return number.to_bytes(8, "big")


def arrival(number: int) -> Entry:
    """Return an entry that is like no other number's."""
    return stamped(STAMP, Arrived(tap(number), activity=number % 7))


def everything(journal: Journal, stream: Stream | None = None) -> tuple[bytes, ...]:
    """Return all bytes of a stream (none: the present one)."""
    return journal.read(stream or journal.stream, 1, 10**6).entries


def filled(path: Path, entries: int, *, first: int = 1) -> Stream:
    """Make or lengthen a journal, closed in order; return its present stream."""
    journal = opened_at(path)
    for number in range(first, first + entries):
        journal.append(arrival(number), tap(number))
    stream = journal.stream
    journal.close()
    return stream


def note_of(journal: DiskJournal) -> tuple[int, int | None]:
    """Return reason and amount of the present stream's first entry."""
    entry = decode(everything(journal)[0])
    assert entry.kind == Kind.SYSTEM
    return entry.reason, entry.quantity


class StumblingJournal(MemoryJournal):
    """A journal whose disk fails as often as the test says, before or after the entry was written."""

    def __init__(self, fault: type[StorageFailed | StorageFull | StorageReadOnly], times: int, *, wrote: bool = False) -> None:
        super().__init__(DEVICE, KEY, incarnations())
        self.fault, self.times, self.wrote = fault, times, wrote

    def _stumble(self) -> None:
        if self.times > 0:
            self.times -= 1
            raise self.fault("Writing", "look at the disk")

    def prepare(self, tap_id: bytes) -> None:
        self._stumble()
        super().prepare(tap_id)

    def append_all(self, entries: Iterable[Entry], tap_id: bytes) -> tuple[Recorded, ...]:
        entries = tuple(entries)
        if self.wrote and self.times > 0:
            super().append_all(entries, tap_id)
        self._stumble()
        return super().append_all(entries, tap_id)
