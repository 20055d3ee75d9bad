"""What happens to one push while its streams are locked?

Promise: the position is decided by the agreement's own function; entries, flags, figures, seal and position are written together.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

import msgspec

from sync.domain.entry import Line
from sync.domain.flags import Flag
from sync.domain.identity import CENTRE, EntryId, Stream, entry_id
from sync.protocol import canon, chain
from sync.protocol.messages import Push, PushState
from sync.protocol.position import Append, BadSeal, Duplicate, Fork, Placed, Rewind, Standing, state_of
from sync.server.ledger.amending import Arrivals, Change, LockMore
from sync.server.ledger.assess import Assessed, Shape, Shapes, assess
from sync.server.ledger.booking import choose_again, flag_rows, streams_of_counts, subtotal_moves
from sync.server.ledger.estimate import Estimator
from sync.server.ledger.raising import Whose, carry_out, of_unknown, strangers
from sync.server.ledger.store import (
    Appended,
    Batch,
    CountRow,
    FlagRow,
    Heard,
    Held,
    KnownDevice,
    Ledger,
    Somebody,
    SubtotalKey,
    VenueRow,
)


class BadPush(Exception):
    """The push is not what its device wrote: a chain that does not lead to its seal, an impossible place."""


class Taken(msgspec.Struct, frozen=True):
    """The centre's position after the push; ``flags`` are (seq, flag) of the entries in it."""

    state: PushState
    high: int
    head: bytes
    safe_high: int
    flags: tuple[tuple[int, int], ...] = ()


class Arriving(msgspec.Struct, frozen=True):
    """What one transaction works on. ``place`` decides; ``batch`` is what goes to quarantine if it must. ``by``: who wrote it, of the
    centre's own entries; those that come back after a restore no longer say it.
    """

    device: KnownDevice
    stream: Stream
    now_ms: int
    estimator: Estimator
    place: Callable[[Standing, Callable[[int], bytes], Callable[[bytes], bool]], Placed]
    first: int
    bodies: tuple[bytes, ...]
    batch: Callable[[], Batch]
    push: Push | None = None
    by: str = "The centre"


def standing_of(held: Held, public_key: bytes) -> Standing:
    """Return the position decision's view of a stream's row."""
    head = held.head if held.high else chain.genesis(held.stream, public_key)
    return Standing(held.stream, public_key, held.high, head)


def head_at(ledger: Ledger, held: Held, public_key: bytes, seq: int) -> bytes:
    """Return the chain's head after ``seq``: from the nearest seal before it, over the stored bytes."""
    at, head = ledger.seal_before(held.id, seq) or (0, chain.genesis(held.stream, public_key))
    return [head, *chain.walk(head, ledger.bodies(held.id, at + 1, seq))][-1]


class Taking:
    """One push in one transaction, with its locks."""

    def __init__(self, ledger: Ledger, arriving: Arriving, shapes: Shapes, locked: dict[Stream, Held]) -> None:
        self._ledger = ledger
        self._arriving = arriving
        self._shapes = shapes
        self._locked = locked
        self._held = locked[arriving.stream]
        self._raised: set[tuple[int, int]] = set()
        self._is_held_back = False

    def take(self) -> Taken:
        arriving, held, ledger = self._arriving, self._held, self._ledger
        standing = standing_of(held, arriving.device.public_key)
        placed = arriving.place(
            standing,
            lambda seq: head_at(ledger, held, arriving.device.public_key, seq),
            lambda head: held.is_branched and ledger.is_quarantined(held.stream, head),
        )
        match placed:
            case BadSeal(reason):
                raise BadPush(reason)
            case Append():
                self._append(placed)
            case Fork():
                if arriving.bodies:  # a knock brings nothing that could be kept
                    ledger.quarantine(arriving.batch(), arriving.now_ms)
                    ledger.branched(held.id)
                self._flag_fork(placed)
            case Duplicate() | Rewind():
                pass
        if self._heard is not None and isinstance(placed, Duplicate | Rewind):
            ledger.hear(held.id, arriving.now_ms, self._heard)
        return self._taken(standing, placed)

    def _taken(self, standing: Standing, placed: Append | Duplicate | Rewind | Fork) -> Taken:
        arriving, held = self._arriving, self._held
        high, head = standing.high, standing.head
        if isinstance(placed, Append):
            high, head = placed.first + len(placed.entries) - 1, placed.heads[-1]
        state = state_of(placed, standing)
        if state is PushState.APPENDED and self._is_revoked:
            state = PushState.REVOKED
        flags: list[tuple[int, int]] = []
        if isinstance(placed, Append) and placed.first == arriving.first:
            flags = sorted(self._raised)
        elif isinstance(placed, Append | Duplicate) and arriving.bodies:
            flags = self._ledger.flags_of(held.id, arriving.first, arriving.first + len(arriving.bodies) - 1)
        return Taken(state, high, head, held.safe_high, tuple(flags))

    @property
    def _heard(self) -> Heard | None:
        """Only the kiosk itself reads its clock when sending: what a third party brings says nothing about how the kiosk is."""
        push = self._arriving.push
        return None if push is None or push.clock is None else Heard(push.waiting, push.version)

    def _flag_fork(self, fork: Fork) -> None:
        device = self._arriving.device
        row = FlagRow(self._held.id, fork.at, int(Flag.FORKED), device.event, device.venue, None)
        self._ledger.raise_flags([row], self._arriving.now_ms)

    def _append(self, placed: Append) -> None:
        ledger, held, now_ms = self._ledger, self._held, self._arriving.now_ms
        assessed = assess(held.stream, placed.first, placed.entries, self._arriving.estimator, self._shapes)
        self._lock_all(placed, assessed)
        self._is_held_back = self._is_revoked or any(map(self._arriving.device.is_foreign, set(assessed.columns.event)))
        change = Change() if self._is_held_back else self._arrivals(placed, assessed).change(self._awaited(placed))
        appended = Appended(
            columns=assessed.columns,
            received_ms=now_ms,
            counted=not self._is_held_back,
            amounts={} if self._is_held_back else self._amounts(assessed, change),
            venues=_venues(assessed),
            high=placed.first + len(placed.entries) - 1,
            head=placed.heads[-1],
            people=frozenset((event, who) for event, all_of in assessed.people.items() if self._shapes.knows(event) for who in all_of),
            seal=None if self._arriving.push is None else self._arriving.push.seal,
            heard=self._heard,
        )
        unknown = strangers(ledger, ledger.append(held.id, appended))
        self._keep_targets(assessed)
        if not self._is_held_back:
            self._count_again(assessed, change)
        self._raise(assessed, change, unknown)

    @property
    def _is_revoked(self) -> bool:
        return self._arriving.device.revoked_ms is not None

    def _lock_all(self, placed: Append, assessed: Assessed) -> None:
        reached = self._arrivals(placed, assessed).streams_reached()
        if not reached <= set(self._locked):
            raise LockMore(reached)

    def _arrivals(self, placed: Append, assessed: Assessed) -> Arrivals:
        def line_of(id_: EntryId) -> Line | None:
            at = id_.seq - placed.first
            is_here = id_.stream == self._held.stream and 0 <= at < len(placed.entries)
            return self._line(id_, placed.entries[at]) if is_here else None

        return Arrivals(self._ledger, assessed.amendments, line_of)

    def _line(self, id_: EntryId, body: bytes) -> Line | None:
        try:
            entry = canon.decode(body)
        except canon.NoEntry:
            return None
        return Line(id_, self._arriving.estimator.of(entry)[0], entry)

    def _awaited(self, placed: Append) -> list[Line]:
        if self._held.awaited < placed.first:
            return []
        last = placed.first + len(placed.entries) - 1
        seqs = self._ledger.amended_among(self._held.id, placed.first, last)
        lines = (self._line(entry_id(self._held.stream, seq), placed.entries[seq - placed.first]) for seq in sorted(seqs))
        return [line for line in lines if line is not None]

    def _keep_targets(self, assessed: Assessed) -> None:
        """Store which entry each amendment is about, and remember at the streams of those that have not come yet that they are awaited."""
        rows: list[tuple[int, int, int]] = []
        for line in assessed.amendments:
            target = line.entry.target
            assert target is not None, "only what has a target is an amendment here"
            held = self._locked[target.stream]
            rows.append((line.id.seq, held.id, target.seq))
            if target.seq > held.high:
                self._ledger.awaits(held.id, target.seq)
        self._ledger.add_amendments(self._held.id, rows)

    def _amounts(self, assessed: Assessed, change: Change) -> dict[SubtotalKey, int]:
        """Return what the arrivals add to which bucket, with what they change elsewhere."""
        own = self._held.id
        amended = {move.root.id.seq for move in change.moves if move.root.id.stream == self._held.stream}
        amounts: dict[SubtotalKey, int] = defaultdict(int, subtotal_moves(self._locked, change.moves))
        if amended:
            plain: Iterator[Shape] = (shape for seq, shape in zip(assessed.columns.seq, assessed.shapes, strict=True) if seq not in amended)
        else:
            plain = iter(assessed.shapes)
        # Entries of one shape share one object: counted by identity, a batch is a handful of additions.
        of_identity = {id(shape): shape for shape in assessed.shapes}
        for identity, times in Counter(map(id, plain)).items():
            shape = of_identity[identity]
            if shape.contributed is not None and not shape.is_by_hand:
                amounts[SubtotalKey(own, *shape.contributed[:5])] += shape.contributed.quantity * times
        return amounts

    def _count_again(self, assessed: Assessed, change: Change) -> None:
        """Choose the latest counts by hand, now that the arrivals stand in the ledger."""
        ledger, own = self._ledger, self._held.id
        counts = [
            CountRow(what.event, what.venue, what.activity, what.item, what.quantity, at_ms, seq) for seq, at_ms, what in assessed.by_hand
        ]
        again = streams_of_counts(self._locked, change.moves)
        choose_again(ledger, again)
        if counts and own not in again:
            ledger.set_counts(own, _latest(ledger.counts(own), counts))

    def _raise(self, assessed: Assessed, change: Change, unknown: set[Somebody]) -> None:
        ledger, columns = self._ledger, assessed.columns
        own = [*assessed.flags, *((id_.seq, Flag.UNSEEN_TARGET) for id_ in change.waiting), *of_unknown(columns, unknown)]
        if self._is_held_back:
            own += [(seq, Flag.REVOKED_DEVICE) for seq in columns.seq]
        whose = Whose(self._held.id, self._arriving.device, self._shapes.knows)
        rows = [whose.row(columns, seq, flag) for seq, flag in own]
        self._raised = {(row.seq, row.code) for row in rows}
        ledger.raise_flags(rows + flag_rows(self._locked, change.flags, change.moves), self._arriving.now_ms)
        for id_ in change.seen:
            ledger.drop_flag(id_, Flag.UNSEEN_TARGET)
        if self._arriving.device.no == CENTRE and not self._is_held_back:
            carry_out(ledger, columns.body, self._arriving.now_ms, self._arriving.by)


def _venues(assessed: Assessed) -> list[VenueRow]:
    columns = assessed.columns
    entries = Counter(zip(columns.event, columns.venue, strict=True))
    if len(entries) == 1:
        newest = {place: max(columns.at_ms) for place in entries}
    else:
        newest = {}
        for event, venue, at_ms in zip(columns.event, columns.venue, columns.at_ms, strict=True):
            newest[event, venue] = max(at_ms, newest.get((event, venue), at_ms))
    return [
        VenueRow(event, venue, count, newest[event, venue])
        for (event, venue), count in entries.items()
        if event is not None and venue is not None
    ]


def _latest(there: dict[tuple[int, int, int, int], CountRow], new: list[CountRow]) -> list[CountRow]:
    latest = dict(there)
    for row in new:
        box = row[:4]
        if box not in latest or (row.at_ms, row.seq) > (latest[box].at_ms, latest[box].seq):
            latest[box] = row
    return [row for box, row in latest.items() if there.get(box) != row]
