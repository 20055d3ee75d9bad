"""Do the figures and flags that pages show equal what the entries add up to?

Promise: every entry is read again and every chain walked, in memory that does not grow with their number; each difference is one sentence.
"""

from collections import defaultdict
from collections.abc import Iterator

from sync.domain.amend import amendments_for, is_amendment
from sync.domain.entry import Line
from sync.domain.identity import EntryId
from sync.protocol import chain
from sync.server.ledger import recount_flags
from sync.server.ledger.amending import choose_counts
from sync.server.ledger.assess import contributed_by
from sync.server.ledger.measures import COUNTED_BY_HAND
from sync.server.ledger.sql import SqlLedger, line_of
from sync.server.ledger.store import Held, SubtotalKey
from sync.server.ledger.taking import standing_of

CHUNK_ENTRIES = 5_000


def differences(ledger: SqlLedger) -> Iterator[str]:
    """Yield every difference of the figures; ``ledger`` is a snapshot in which nothing changes meanwhile."""
    for held in ledger.streams():
        yield from _of_stream(ledger, held)


def _of_stream(ledger: SqlLedger, held: Held) -> Iterator[str]:
    name = f"stream {held.stream.device}/{held.stream.incarnation:08x}"
    device = ledger.device(held.stream.device)
    sums: dict[SubtotalKey, int] = defaultdict(int)
    head = b"" if device is None else standing_of(held, device.public_key).head
    walked = b"" if device is None else chain.genesis(held.stream, device.public_key)
    there = 0
    for first in range(1, held.high + 1, CHUNK_ENTRIES):
        last = min(first + CHUNK_ENTRIES - 1, held.high)
        rows = ledger.rows_between(held.id, first, last)
        there += len(rows)
        walked = [walked, *chain.walk(walked, (row.body for row in rows))][-1] if device is not None else walked
        amended = ledger.amended_among(held.id, first, last)
        for row in rows:
            line = line_of((held.stream.device, held.stream.incarnation, row.seq, row.at_ms, row.body)) if row.counted else None
            if line is not None:
                _add(ledger, held.id, sums, line, amended=line.id.seq in amended)
        yield from recount_flags.differences(ledger, held, rows, amended)
    if there != held.high or ledger.entries_after(held.id, held.high):
        yield f"{name}: its position is {held.high}, but {there} entries stand there"
    if walked != head:
        yield f"{name}: its entries do not lead to its head"
    yield from _compare(name, dict(sums), ledger.subtotals_of(held.id))
    yield from _compare_counts(name, ledger, held.id)


def _add(ledger: SqlLedger, stream_id: int, sums: dict[SubtotalKey, int], line: Line, *, amended: bool) -> None:
    if is_amendment(line.entry):
        return

    def amending(id_: EntryId) -> list[Line]:
        return [one for one in ledger.amending(id_) if one.entry.event == line.entry.event]

    what = contributed_by(line, amendments_for(line.id, amending) if amended else ())
    if what is not None and what.measure != COUNTED_BY_HAND:
        sums[SubtotalKey(stream_id, *what[:5])] += what.quantity


def _compare(name: str, sums: dict[SubtotalKey, int], kept: dict[SubtotalKey, int]) -> Iterator[str]:
    for key in sorted({*sums, *kept}):
        if sums.get(key, 0) != kept.get(key, 0):
            where = f"venue {key.venue}, activity {key.activity}, item kind {key.item}, measure {key.measure}"
            yield f"{name}: {where}: {kept.get(key, 0)} is shown, its entries add up to {sums.get(key, 0)}"


def _compare_counts(name: str, ledger: SqlLedger, stream_id: int) -> Iterator[str]:
    chosen = {row[:4]: row for row in choose_counts(ledger, stream_id)}
    kept = ledger.counts(stream_id)
    for box in sorted({*chosen, *kept}):
        if chosen.get(box) != kept.get(box):
            yield f"{name}: the count by hand at venue {box[1]}, activity {box[2]}, item kind {box[3]} is not its latest"
