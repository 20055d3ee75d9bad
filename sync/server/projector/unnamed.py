"""Which amounts that tables log for everybody may be one deed told twice?

Promise: equal logs of two kiosks are found by the domain's own rule, within two minutes around what was touched, so that it costs the
same at the end of the day as in the morning; nothing stops counting. All of it can be forgotten and found again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sync.domain.amend import amendments_for, effective
from sync.domain.entry import Line
from sync.domain.facts import ItemsLogged, fact_of
from sync.domain.flags import Flag
from sync.domain.identity import EntryId
from sync.domain.output import SIMILAR_MS, similar_among
from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.sql_streams import marks

_TIME_MS_MAX = 2**63 - 1
"""A corrected time may say anything; what is asked of the database stays a number that it can hold."""


class Box(NamedTuple):
    """Logs that are equal but for when and where they were told."""

    event: int
    venue: int
    activity: int
    item: int
    quantity: int


class LogRow(NamedTuple):
    """One log in its box; ``is_flagged`` by the fold, settled or not."""

    stream_id: int
    id: EntryId
    at_ms: int
    is_flagged: bool
    is_open: bool


_LOG = "l.stream_id, s.device, s.incarnation, l.seq, l.at_ms, f.id, f.settled_ms"
_FROM = (
    "FROM projector_unnamedlog l JOIN ledger_stream s ON s.id = l.stream_id "
    f"LEFT JOIN ledger_raisedflag f ON f.stream_id = l.stream_id AND f.seq = l.seq AND f.code = {int(Flag.SIMILAR_LOGS)}"
)
_OF_BOX = "l.event = %s AND l.venue = %s AND l.activity = %s AND l.item = %s AND l.quantity = %s"


def place_of(ledger: SqlLedger, line: Line, *, is_amended: bool = True) -> tuple[Box, int] | None:
    """Return the box and time of a log as it counts now; none when it is void or says nothing usable."""

    def amending(id_: EntryId) -> list[Line]:
        return [one for one in ledger.amending(id_) if one.entry.event == line.entry.event]

    now = effective(line, amendments_for(line.id, amending)).line if is_amended else line
    fact = None if now is None else fact_of(now.entry)
    if now is None or not isinstance(fact, ItemsLogged) or fact.who is not None:
        return None
    return Box(now.entry.event, now.entry.venue, fact.activity, fact.item, fact.quantity), now.at_ms


def flag_equal(ledger: SqlLedger, touched: Iterable[Line], now_ms: int) -> None:
    """Put what was touched where it belongs now, and raise and drop flags around where it was and where it is."""
    around: dict[Box, set[int]] = defaultdict(set)
    for line in touched:
        stream_id, before = _stored(ledger, line.id)
        after = place_of(ledger, line)
        for box, at_ms in filter(None, (before, after)):
            around[box].add(at_ms)
        if before == after:
            continue
        ledger.run("DELETE FROM projector_unnamedlog WHERE stream_id = %s AND seq = %s", (stream_id, line.id.seq))
        if after is None:
            ledger.drop_open_flag(line.id, Flag.SIMILAR_LOGS)
        else:
            ledger.run(
                f"INSERT INTO projector_unnamedlog (stream_id, seq, event, venue, activity, item, quantity, at_ms) VALUES {marks(8)}",
                (stream_id, line.id.seq, *after[0], after[1]),
            )
    for box, times_ms in around.items():
        for first_ms, last_ms in _stretches(times_ms):
            _flag_stretch(ledger, box, first_ms, last_ms, now_ms)


def differences(ledger: SqlLedger) -> Iterator[str]:
    """Yield where the logs' boxes or their flags are not what the entries say; memory holds one box at a time."""
    for box in [Box(*row) for row in ledger.all("SELECT DISTINCT event, venue, activity, item, quantity FROM projector_unnamedlog")]:
        rows = _rows(ledger, box, -_TIME_MS_MAX, _TIME_MS_MAX)
        wanted = {id_ for _, id_ in similar_among((row.at_ms, row.id) for row in rows)}
        for row in rows:
            line = ledger.line_at(row.id)
            name = f"entry {row.id.seq} of device {row.id.device}"
            if line is None or place_of(ledger, line) != (box, row.at_ms):
                yield f"{name}: what it logs is not where the projector put it"
            elif row.id in wanted and not row.is_flagged:
                yield f"{name}: an equal log of another kiosk is not flagged"
            elif row.id not in wanted and row.is_open:
                yield f"{name}: it is flagged as an equal log, but there is none"


def _stored(ledger: SqlLedger, id_: EntryId) -> tuple[int, tuple[Box, int] | None]:
    ((stream_id, *place, at_ms),) = ledger.all(
        "SELECT s.id, l.event, l.venue, l.activity, l.item, l.quantity, l.at_ms FROM ledger_stream s "
        "LEFT JOIN projector_unnamedlog l ON l.stream_id = s.id AND l.seq = %s WHERE s.device = %s AND s.incarnation = %s",
        (id_.seq, id_.device, id_.incarnation),
    )
    return stream_id, None if at_ms is None else (Box(*place), at_ms)


def _stretches(times_ms: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the touched times as stretches whose neighbourhoods do not meet."""
    first_ms = last_ms = None
    for at_ms in sorted(times_ms):
        if first_ms is not None and last_ms is not None and at_ms - last_ms > 2 * SIMILAR_MS:
            yield first_ms, last_ms
            first_ms = None
        first_ms, last_ms = at_ms if first_ms is None else first_ms, at_ms
    if first_ms is not None and last_ms is not None:
        yield first_ms, last_ms


def _flag_stretch(ledger: SqlLedger, box: Box, first_ms: int, last_ms: int, now_ms: int) -> None:
    """Decide about every log that what was touched can have an effect on: those up to two minutes later."""
    rows = _rows(ledger, box, first_ms - SIMILAR_MS, last_ms + SIMILAR_MS)
    wanted = {id_ for _, id_ in similar_among((row.at_ms, row.id) for row in rows)}
    for row in rows:
        if row.at_ms < first_ms:
            continue
        if row.id in wanted and not row.is_flagged:
            ledger.run(
                "INSERT INTO ledger_raisedflag (stream_id, seq, code, event, venue, by_fold, raised_ms, settled_by) "
                f"VALUES {marks(8)} ON CONFLICT DO NOTHING",
                (row.stream_id, row.id.seq, int(Flag.SIMILAR_LOGS), box.event, box.venue, True, now_ms, ""),
            )
        elif row.id not in wanted and row.is_open:
            ledger.drop_open_flag(row.id, Flag.SIMILAR_LOGS)


def _rows(ledger: SqlLedger, box: Box, from_ms: int, to_ms: int) -> list[LogRow]:
    rows = ledger.all(
        f"SELECT {_LOG} {_FROM} WHERE {_OF_BOX} AND l.at_ms BETWEEN %s AND %s",
        (*box, max(from_ms, -_TIME_MS_MAX), min(to_ms, _TIME_MS_MAX)),
    )
    return [
        LogRow(stream_id, EntryId(device, incarnation, seq), at_ms, flag is not None, flag is not None and settled_ms is None)
        for stream_id, device, incarnation, seq, at_ms, flag, settled_ms in rows
    ]
