"""Which entries are there, and when did each happen as far as this kiosk can tell? The lines under the sums.

Promise: the estimated time of an entry follows from its stream alone, in whatever order streams arrive: an entry that was written
before the clock could be trusted is timed by the first most trusted one of the same boot (S9).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import apsw
import msgspec

from sync.domain.amend import is_amendment, root_of
from sync.domain.entry import Entry, Line
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, entry_id
from sync.journal.contract import Stretch
from sync.protocol.canon import NoEntry, decode

AT_MS_MAX = 2**61
"""Beyond any time; what a hostile clock says stays within what can be stored and subtracted."""


def take(file: apsw.Connection, stretch: Stretch) -> set[EntryId]:
    """Put in the entries of ``stretch`` that can be read; return those whose counting has to be looked at: new ones, what amendments
    among them touch, and older ones whose time is known better now.
    """
    touched: set[EntryId] = set()
    for seq, body in enumerate(stretch.entries, stretch.first):
        try:
            entry = decode(body)
        except NoEntry:
            continue
        id_ = entry_id(stretch.stream, seq)
        touched |= _trust_clock(file, id_, entry)
        target = None if entry.target is None else key_of(entry.target)
        row = (*id_key(id_), _estimated_ms(file, id_, entry), entry.boot, entry.kind, entry.event, target, body)
        file.execute(
            "INSERT INTO lines (device, incarnation, seq, at_ms, boot, kind, event, target, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row
        )
        touched.add(id_)
    return {root.id for id_ in touched if (root := _root(file, id_)) is not None}


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


def _trust_clock(file: apsw.Connection, id_: EntryId, entry: Entry) -> set[EntryId]:
    """When ``entry`` was written with a better clock than all before it in its boot, time those again and return them."""
    boot = (id_.device, id_.incarnation, entry.boot)
    known = file.execute("SELECT clock FROM boots WHERE device = ? AND incarnation = ? AND boot = ?", boot).get
    if known is not None and entry.clock <= known:
        return set()
    offset_ms = _bounded(entry.wall_ms - entry.mono_ms)
    file.execute(
        "INSERT OR REPLACE INTO boots (device, incarnation, boot, clock, offset_ms) VALUES (?, ?, ?, ?, ?)", (*boot, entry.clock, offset_ms)
    )
    if known is None:
        return set()
    found: list[Any] = file.execute("SELECT seq, body FROM lines WHERE device = ? AND incarnation = ? AND boot = ?", boot).fetchall()
    timed = [(EntryId(id_.device, id_.incarnation, seq), decode(body)) for seq, body in found]
    file.executemany(
        "UPDATE lines SET at_ms = ? WHERE device = ? AND incarnation = ? AND seq = ?",
        [(_estimated_ms(file, other, theirs), *id_key(other)) for other, theirs in timed],
    )
    return {other for other, _ in timed}


def _estimated_ms(file: apsw.Connection, id_: EntryId, entry: Entry) -> int:
    boot = (id_.device, id_.incarnation, entry.boot)
    clock, offset_ms = file.execute("SELECT clock, offset_ms FROM boots WHERE device = ? AND incarnation = ? AND boot = ?", boot).get
    return _bounded(entry.wall_ms if entry.clock >= clock else entry.mono_ms + offset_ms)


def _bounded(milliseconds: int) -> int:
    return max(-AT_MS_MAX, min(milliseconds, AT_MS_MAX))
