"""How do changes of what entries add reach the figures?

Promise: new minus old, into the stream of the entry that is changed, whose lock is held.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sync.domain.amend import Flagged
from sync.domain.identity import Stream
from sync.server.ledger.amending import Move, choose_counts, is_of_counts
from sync.server.ledger.store import FlagRow, Held, Ledger, SubtotalKey


def subtotal_moves(locked: Mapping[Stream, Held], moves: Iterable[Move]) -> dict[SubtotalKey, int]:
    """Return what to add to which bucket."""
    amounts: dict[SubtotalKey, int] = defaultdict(int)
    for move in moves:
        if is_of_counts(move):
            continue
        stream_id = locked[move.root.id.stream].id
        for side, sign in ((move.old, -1), (move.new, 1)):
            if side is not None:
                amounts[SubtotalKey(stream_id, *side[:5])] += sign * side.quantity
    return amounts


def flag_rows(locked: Mapping[Stream, Held], flagged: Iterable[Flagged], moves: Iterable[Move]) -> list[FlagRow]:
    """Return the rows of flags that amendments brought about; each is on the entry that is amended."""
    roots = {move.root.id: move.root.entry for move in moves}
    return [
        FlagRow(locked[one.id.stream].id, one.id.seq, int(one.flag), roots[one.id].event, roots[one.id].venue, roots[one.id].who)
        for one in flagged
    ]


def streams_of_counts(locked: Mapping[Stream, Held], moves: Iterable[Move]) -> set[int]:
    """Return the streams whose boxes have to be chosen again."""
    return {locked[move.root.id.stream].id for move in moves if is_of_counts(move)}


def choose_again(ledger: Ledger, stream_ids: Iterable[int]) -> None:
    """Choose the latest count of every box of these streams, from what the ledger holds now."""
    for stream_id in sorted(stream_ids):
        rows = choose_counts(ledger, stream_id)
        ledger.drop_counts(stream_id)
        ledger.set_counts(stream_id, rows)
