"""What becomes of what waits when a person accepts it?

Promise: it counts exactly as if it had just arrived.
"""

from collections import defaultdict

from sync.domain.amend import is_amendment
from sync.domain.entry import Kind, Line
from sync.domain.flags import Flag
from sync.domain.identity import Stream
from sync.server.ledger.amending import Arrivals, LockMore
from sync.server.ledger.assess import contributed_by
from sync.server.ledger.booking import choose_again, flag_rows, streams_of_counts, subtotal_moves
from sync.server.ledger.ingest import with_locks
from sync.server.ledger.measures import COUNTED_BY_HAND
from sync.server.ledger.store import FlagRow, Held, Ledger, Store, SubtotalKey

ACCEPT_MAX = 2_000
"""Entries accepted in one transaction; the caller goes on until nothing is left."""


def accept(store: Store, stream: Stream, last: int, by: str, now_ms: int) -> int:
    """Let what waits with the flagged entry ``last`` of ``stream``, up to it, count; return how many began to count."""
    accepted = 0
    while True:
        now = with_locks(store, {stream}, lambda ledger, locked: _accept(ledger, locked, stream, last, (by, now_ms)))
        accepted += now
        if now < ACCEPT_MAX:
            return accepted


def _accept(ledger: Ledger, locked: dict[Stream, Held], stream: Stream, last: int, decided: tuple[str, int]) -> int:
    own, (by, now_ms) = locked[stream], decided
    seqs = ledger.uncounted_seqs(own.id, last, ACCEPT_MAX)
    if not seqs:
        return 0
    # Between them may stand what waits for another organisation's people.
    chosen = set(seqs)
    lines = {line.id: line for line in ledger.uncounted(own.id, seqs[0], seqs[-1]) if line.id.seq in chosen}
    arrivals = Arrivals(ledger, [line for line in lines.values() if is_amendment(line.entry)], lines.get)
    reached = arrivals.streams_reached()
    if not reached <= set(locked):
        raise LockMore(reached)
    amended = ledger.amended_among(own.id, seqs[0], seqs[-1])
    change = arrivals.change([line for line in lines.values() if line.id.seq in amended])
    ledger.set_counted(own.id, seqs)
    moved = {move.root.id for move in change.moves}
    ledger.add_subtotals(_sum(own, [line for line in lines.values() if line.id not in moved], subtotal_moves(locked, change.moves)))
    choose_again(ledger, streams_of_counts(locked, change.moves) | {own.id})
    waiting = [
        FlagRow(own.id, id_.seq, int(Flag.UNSEEN_TARGET), lines[id_].entry.event, lines[id_].entry.venue, None) for id_ in change.waiting
    ]
    ledger.raise_flags(waiting + flag_rows(locked, change.flags, change.moves), now_ms)
    ledger.settle_flags(own.id, seqs, Flag.REVOKED_DEVICE, now_ms, by)
    for id_ in change.seen:
        ledger.drop_flag(id_, Flag.UNSEEN_TARGET)
    _mark(ledger, locked, [*lines.values(), *(move.root for move in change.moves)])
    return len(seqs)


def _sum(own: Held, lines: list[Line], amounts: dict[SubtotalKey, int]) -> dict[SubtotalKey, int]:
    sums = defaultdict(int, amounts)
    for line in lines:
        what = contributed_by(line)
        if what is not None and what.measure != COUNTED_BY_HAND:
            sums[SubtotalKey(own.id, *what[:5])] += what.quantity
    return sums


def _mark(ledger: Ledger, locked: dict[Stream, Held], touched: list[Line]) -> None:
    """Have everything that the accepted entries touch projected again: what the projector has read, it does not read twice."""
    for event, who in {(line.entry.event, line.entry.who) for line in touched}:
        if who is not None:
            ledger.mark(event, who)
    for id_ in {line.id for line in touched if line.entry.who is None and line.entry.kind == Kind.ITEMS_LOGGED}:
        ledger.mark_entry(locked[id_.stream].id, id_.seq)
