"""Which pushes does a hand-over hold? Every stream of the journal after a position, to be sealed for the centre.

Promise: a copy on a stick is "copied", never "sent": making one moves no mark, only the centre's own word does (S1).
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from sync.client.ports import Journal
from sync.client.push import Making
from sync.client.sizing import fitting
from sync.domain.identity import Stream
from sync.journal.contract import KeyGone
from sync.protocol.limits import BATCH_ENTRIES_MAX
from sync.protocol.messages import Push


def pushes_after(journal: Journal, making: Making, after: Mapping[Stream, int]) -> Iterator[Push]:
    """Yield the pushes that carry every stream of ``journal`` from after ``after`` (missing: from the start) to its end. A stream
    whose key is gone ends where it cannot be sealed; the other streams come all the same.
    """
    for stream, high in journal.streams():
        with suppress(KeyGone):
            yield from _pushes_of(journal, making, stream, after.get(stream, 0), high)


def _pushes_of(journal: Journal, making: Making, stream: Stream, at: int, high: int) -> Iterator[Push]:
    while at < high:
        stretch = journal.read(stream, at + 1, BATCH_ENTRIES_MAX)
        entries = stretch.entries[: fitting(stretch.entries)]
        clock = making.clock()
        seal = journal.seal(stream, at + len(entries), making.definition(), clock)
        waiting = high - at - len(entries)
        yield Push(stream, at + 1, stretch.previous, entries, seal, making.nonce(), making.version, waiting, clock)
        at += len(entries)
