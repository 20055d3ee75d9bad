"""What changes when a correction or a void arrives, before or after what it is about?

Promise: the figures move by new minus old, both computed by the domain's own rule from the same locked rows; an amendment whose
target was not seen waits in its table and is applied when the target arrives. Whoever changes a figure of a stream holds that stream's
lock, and so does whoever adds to what leads to it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from sync.domain.amend import CHAIN_MAX, Flagged, amendments_for, effective, is_amendment, root_of
from sync.domain.entry import Kind, Line
from sync.domain.identity import EntryId, Stream
from sync.server.ledger.assess import Contributed, contributed_by
from sync.server.ledger.store import CountRow, Ledger


class LockMore(Exception):
    """The change reaches streams that are not locked yet: begin again with them."""

    def __init__(self, streams: Iterable[Stream]) -> None:
        super().__init__("more streams to lock")
        self.streams = frozenset(streams)


class Move(NamedTuple):
    """One entry's contribution changes from ``old`` to ``new``."""

    root: Line
    old: Contributed | None
    new: Contributed | None


class Change(msgspec.Struct):
    """What arrivals do to entries that are amended. ``seen`` are waiting amendments that wait no longer, ``waiting`` new ones that wait."""

    moves: list[Move] = []
    flags: list[Flagged] = []
    waiting: list[EntryId] = []
    seen: list[EntryId] = []


class Arrivals:
    """Lines that begin to count now, over a ledger in which they do not count yet."""

    def __init__(self, ledger: Ledger, amendments: Iterable[Line], line_of: Callable[[EntryId], Line | None]) -> None:
        """``amendments`` are those among the arrivals; ``line_of`` finds any arrival by its id."""
        self._ledger = ledger
        self._amendments = {line.id: line for line in amendments}
        self._line_of = line_of
        self._by_target: dict[EntryId, list[Line]] = defaultdict(list)
        for line in self._amendments.values():
            if line.entry.target is not None:
                self._by_target[line.entry.target].append(line)

    def line_at(self, id_: EntryId) -> Line | None:
        return self._line_of(id_) or self._ledger.line_at(id_)

    def streams_reached(self) -> set[Stream]:
        """Return the streams of everything that the amendments lead to, as far as it is seen, and of the first thing unseen."""
        reached: set[Stream] = set()
        for amendment in self._amendments.values():
            target = amendment.entry.target
            for _ in range(CHAIN_MAX):
                if target is None:
                    break
                reached.add(target.stream)
                line = self.line_at(target)
                target = line.entry.target if line is not None and is_amendment(line.entry) else None
        return reached

    def change(self, amended: Iterable[Line]) -> Change:
        """Return what changes; ``amended`` are arrivals that amendments in the ledger were waiting for."""
        found = Change()
        roots: dict[EntryId, Line] = {}
        for amendment in self._amendments.values():
            if amendment.entry.target is not None and self._same_event(amendment, amendment.entry.target) is None:
                found.waiting.append(amendment.id)
            self._note_root(roots, amendment)
        for line in amended:
            found.seen.extend(waited.id for waited in self._ledger.amending(line.id) if waited.entry.event == line.entry.event)
            self._note_root(roots, line)
        for root in roots.values():
            self._move(found, root)
        return found

    def _same_event(self, line: Line, id_: EntryId) -> Line | None:
        other = self.line_at(id_)
        return other if other is not None and other.entry.event == line.entry.event else None

    def _note_root(self, roots: dict[EntryId, Line], line: Line) -> None:
        root = root_of(line, lambda id_: self._same_event(line, id_))
        if root is not None:
            roots[root.id] = root

    def _move(self, found: Change, root: Line) -> None:
        def before(id_: EntryId) -> list[Line]:
            return [line for line in self._ledger.amending(id_) if line.entry.event == root.entry.event]

        def after(id_: EntryId) -> list[Line]:
            return before(id_) + [line for line in self._by_target[id_] if line.entry.event == root.entry.event]

        known = amendments_for(root.id, after)
        is_new = self._line_of(root.id) is not None
        old = None if is_new else contributed_by(root, amendments_for(root.id, before))
        found.moves.append(Move(root, old, contributed_by(root, known)))
        found.flags.extend(effective(root, known).flags)


def is_of_counts(move: Move) -> bool:
    """Whether the move is about a count by hand, whose stream's boxes are then chosen again."""
    return move.root.entry.kind == Kind.COUNTED


def choose_counts(ledger: Ledger, stream_id: int) -> list[CountRow]:
    """Return the latest count of each box that one stream holds, from its entries and everything that amends them."""
    latest: dict[tuple[int, ...], CountRow] = {}
    for line in ledger.lines_of_kind(stream_id, Kind.COUNTED):
        event = line.entry.event
        known = amendments_for(line.id, lambda id_, event=event: [one for one in ledger.amending(id_) if one.entry.event == event])  # type: ignore[misc]  # mypy cannot see a default's type in a lambda
        now = contributed_by(line, known)
        at = effective(line, known).line
        if now is None or at is None:
            continue
        row = CountRow(now.event, now.venue, now.activity, now.item, now.quantity, at.at_ms, line.id.seq)
        box = row[:4]
        if box not in latest or (row.at_ms, row.seq) > (latest[box].at_ms, latest[box].seq):
            latest[box] = row
    return list(latest.values())
