"""Do the flags that were raised on arrival equal what the entries say?

Promise: every flag that follows from what stands in the ledger is compared, both ways. What was judged by a definition or a roster is
not: those have changed since, and a flag says what was so when the entry came.
"""

from collections.abc import Collection, Iterable, Iterator

from sync.domain.amend import amendments_for, effective, is_amendment
from sync.domain.entry import Line
from sync.domain.facts import Unusable, fact_of
from sync.domain.flags import Flag
from sync.domain.identity import EntryId, Stream
from sync.domain.tally import CLOCK_DOUBT_MS
from sync.server.ledger.sql import EntryRow, SqlLedger, line_of
from sync.server.ledger.store import Held

_COMPARED = frozenset(
    {
        Flag.UNREADABLE,
        Flag.UNKNOWN_KIND,
        Flag.INCOMPLETE,
        Flag.IMPOSSIBLE_AMOUNT,
        Flag.CLOCK_DOUBT,
        Flag.REVOKED_DEVICE,
        Flag.UNSEEN_TARGET,
    }
)


def differences(ledger: SqlLedger, held: Held, rows: Collection[EntryRow], amended: Collection[int]) -> Iterator[str]:
    """Yield the differences in a stretch of a stream; ``amended`` are the seqs in it that something amends."""
    if not rows:
        return
    seqs = [row.seq for row in rows]
    kept = ledger.raised_between(held.id, min(seqs), max(seqs))
    wanted = {(row.seq, flag) for row in rows for flag in _flags(ledger, held.stream, row)}
    required = wanted | {(row.seq, flag) for row in rows if row.seq in amended for flag in _of_amended(ledger, held.stream, row)}
    # Settled ones stay for good; a flag that is open stands for something.
    extra = {key for key, is_open in kept.items() if is_open and key[1] in _COMPARED and key not in wanted}
    name = f"stream {held.stream.device}/{held.stream.incarnation:08x}"
    yield from (f"{name}: {_named(code)} is not raised on entry {seq}" for seq, code in sorted(required - set(kept)))
    yield from (f"{name}: {_named(code)} is raised on entry {seq} for nothing" for seq, code in sorted(extra))


def _flags(ledger: SqlLedger, stream: Stream, row: EntryRow) -> Iterator[int]:
    """Yield what the entry and the ledger around it say by themselves."""
    line = _line(stream, row)
    fact = None if line is None else fact_of(line.entry)
    if line is None:
        yield Flag.UNREADABLE
    elif isinstance(fact, Unusable):
        yield fact.flag
    if row.error_ms > CLOCK_DOUBT_MS:
        yield Flag.CLOCK_DOUBT
    if not row.counted:
        yield Flag.REVOKED_DEVICE
    elif line is not None and is_amendment(line.entry) and line.entry.target is not None:
        target = ledger.line_at(line.entry.target)
        if target is None or target.entry.event != line.entry.event:
            yield Flag.UNSEEN_TARGET


def _of_amended(ledger: SqlLedger, stream: Stream, row: EntryRow) -> Iterable[int]:
    line = _line(stream, row) if row.counted else None
    if line is None or is_amendment(line.entry):
        return ()
    event = line.entry.event

    def amending(id_: EntryId) -> list[Line]:
        return [one for one in ledger.amending(id_) if one.entry.event == event]

    return [one.flag for one in effective(line, amendments_for(line.id, amending)).flags]


def _line(stream: Stream, row: EntryRow) -> Line | None:
    return line_of((stream.device, stream.incarnation, row.seq, row.at_ms, row.body))


def _named(code: int) -> str:
    return f"flag {code} ({Flag(code).name.lower().replace('_', ' ')})"
