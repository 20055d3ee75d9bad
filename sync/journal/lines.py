"""Which entries are there, and when did each happen as far as this kiosk can tell? The lines under the sums.

Promise: the estimated time of an entry follows from its stream alone, in whatever order streams arrive: an entry that was written
before the clock could be trusted is timed by the first most trusted one of the same boot (S9).
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import apsw
import msgspec

from sync.domain.amend import is_amendment, root_of
from sync.domain.entry import Entry, Line
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, Stream, entry_id
from sync.journal.contract import Stretch
from sync.protocol.canon import NoEntry, decode

AT_MS_MAX = 2**61
"""Beyond any time; what a hostile clock says stays within what can be stored and subtracted."""


class Taken(NamedTuple):
    """What came in: ``new`` lines, amendments among them, and ``changed`` older entries, none of them an amendment, whose counting
    has to be looked at: amendments among the new ones touch them, or their time is known better now.
    """

    new: tuple[Line, ...]
    changed: frozenset[EntryId]


def take(file: apsw.Connection, stretch: Stretch) -> Taken:
    """Put in the entries of ``stretch`` that can be read."""
    readable = tuple(_readable(stretch))
    clocks, known_better = _trust_clocks(file, stretch.stream, [entry for _, entry, _ in readable])
    new = tuple(Line(id_, _estimated_ms(entry, clocks[entry.boot]), entry) for id_, entry, _ in readable)
    file.executemany(
        "INSERT INTO lines (device, incarnation, seq, at_ms, boot, kind, event, target, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(line, body) for line, (_, _, body) in zip(new, readable, strict=True)],
    )
    touched = {line.id for line in new if is_amendment(line.entry)}
    for boot in known_better:
        touched |= _time_again(file, stretch, boot, clocks[boot])
    roots = {root.id for id_ in touched if (root := _root(file, id_)) is not None}
    return Taken(new, frozenset(roots.difference(line.id for line in new)))


def line_at(file: apsw.Connection, id_: EntryId) -> Line | None:
    found = file.execute("SELECT at_ms, body FROM lines WHERE device = ? AND incarnation = ? AND seq = ?", id_key(id_)).get
    return None if found is None else Line(id_, found[0], decode(found[1]))


def amending(file: apsw.Connection, target: EntryId) -> Iterator[Line]:
    """Yield the lines whose target is ``target``."""
    return lines_of(file.execute("SELECT device, incarnation, seq, at_ms, body FROM lines WHERE target = ?", (key_of(target),)))


def lines_of(found: Iterable[Any]) -> Iterator[Line]:
    """Yield lines from rows of (device, incarnation, seq, at_ms, body)."""
    for device, incarnation, seq, at_ms, body in found:
        yield Line(EntryId(DeviceNo(device), Incarnation(incarnation), Seq(seq)), at_ms, decode(body))


def id_key(id_: EntryId) -> tuple[int, int, int]:
    return (id_.device, id_.incarnation, id_.seq)


def key_of(id_: EntryId) -> bytes:
    """Return one value for an id; a target that somebody else wrote may hold any numbers."""
    return msgspec.msgpack.encode(id_)


def _root(file: apsw.Connection, id_: EntryId) -> Line | None:
    line = line_at(file, id_)
    return line if line is None or not is_amendment(line.entry) else root_of(line, lambda other: line_at(file, other))


def _readable(stretch: Stretch) -> Iterator[tuple[EntryId, Entry, bytes]]:
    for seq, body in enumerate(stretch.entries, stretch.first):
        with suppress(NoEntry):
            yield entry_id(stretch.stream, seq), decode(body), body


def _row(line: Line, body: bytes) -> tuple[Any, ...]:
    entry = line.entry
    target = None if entry.target is None else key_of(entry.target)
    return (*id_key(line.id), line.at_ms, entry.boot, entry.kind, entry.event, target, body)


class _Clock(NamedTuple):
    """The most trusted clock of a boot: its state, and wall minus monotonic time."""

    state: int
    offset_ms: int


def _trust_clocks(file: apsw.Connection, stream: Stream, entries: Iterable[Entry]) -> tuple[dict[int, _Clock], set[int]]:
    """Return the best clock of each boot of ``entries``, and the boots of which older entries were timed by a worse one. Of equally
    trusted clocks the first one counts.
    """
    clocks: dict[int, _Clock] = {}
    stood: dict[int, _Clock | None] = {}
    for entry in entries:
        boot = entry.boot
        if boot not in stood:
            stood[boot] = _clock_of(file, stream, boot)
        best = clocks.get(boot) or stood[boot]
        if best is None or entry.clock > best.state:
            best = _Clock(entry.clock, _bounded(entry.wall_ms - entry.mono_ms))
        clocks[boot] = best
    better = {boot for boot, clock in clocks.items() if clock != stood[boot]}
    file.executemany(
        "INSERT OR REPLACE INTO boots (device, incarnation, boot, clock, offset_ms) VALUES (?, ?, ?, ?, ?)",
        [(stream.device, stream.incarnation, boot, *clocks[boot]) for boot in better],
    )
    return clocks, {boot for boot in better if stood[boot] is not None}


def _clock_of(file: apsw.Connection, stream: Stream, boot: int) -> _Clock | None:
    key = (stream.device, stream.incarnation, boot)
    found = file.execute("SELECT clock, offset_ms FROM boots WHERE device = ? AND incarnation = ? AND boot = ?", key).get
    return None if found is None else _Clock._make(found)


def _time_again(file: apsw.Connection, stretch: Stretch, boot: int, clock: _Clock) -> set[EntryId]:
    """Time what stood before ``stretch`` of its stream's ``boot`` by ``clock``; return it."""
    stream = stretch.stream
    key = (stream.device, stream.incarnation, stretch.first, boot)
    found: list[Any] = file.execute(
        "SELECT seq, body FROM lines WHERE device = ? AND incarnation = ? AND seq < ? AND boot = ?", key
    ).fetchall()
    file.executemany(
        "UPDATE lines SET at_ms = ? WHERE device = ? AND incarnation = ? AND seq = ?",
        [(_estimated_ms(decode(body), clock), stream.device, stream.incarnation, seq) for seq, body in found],
    )
    return {entry_id(stream, seq) for seq, _ in found}


def _estimated_ms(entry: Entry, clock: _Clock) -> int:
    return _bounded(entry.wall_ms if entry.clock >= clock.state else entry.mono_ms + clock.offset_ms)


def _bounded(milliseconds: int) -> int:
    return max(-AT_MS_MAX, min(milliseconds, AT_MS_MAX))
