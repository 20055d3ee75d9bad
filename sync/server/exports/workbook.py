"""How does a long table become a workbook, which has to be whole before its first byte can be sent? In the background.

Promise: the rows are read and written one after the other, and the file is in the job's folder under its own name only when it is whole.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from sync.server.exports.asking import table_of
from sync.server.exports.columns import ATTENDANCE, DELIVERIES, FLAGS, GROUPS, HOURS, TABLES, TOTALS, Table
from sync.server.exports.figures import Asked, Rows
from sync.server.exports.files import as_workbook
from sync.server.jobs.desk import Desk, Finished, NotPossible
from sync.server.ledger.models import StreamVenue
from sync.server.reading.event import event

WORK = "workbook"
AT_ONCE_ENTRIES_MAX = 50_000
"""A workbook of a day of so many entries takes some five seconds; a browser or a proxy that hears nothing for a minute gives up."""

LONG = frozenset({ATTENDANCE.name, HOURS.name, GROUPS.name, DELIVERIES.name, FLAGS.name})
"""Tables that are as long as the day was busy. Totals cut by the hour read as much."""

REPORT_EACH_ROWS = 500


def takes_long(table: Table, asked: Asked) -> bool:
    """Return whether the workbook of ``table`` is to be made in the background."""
    if table.name not in LONG and not (table is TOTALS and "hour" in asked.cuts):
        return False
    taken = StreamVenue.objects.filter(event=asked.published.no)
    if asked.venues is not None:
        taken = taken.filter(venue__in=sorted(asked.venues))
    return (taken.aggregate(sum=Sum("entries"))["sum"] or 0) > AT_ONCE_ENTRIES_MAX


def wish_of(table: Table, asked: Asked) -> dict[str, Any]:
    """Return what was asked for as a job carries it."""
    venues = None if asked.venues is None else sorted(asked.venues)
    return {"table": table.name, "venues": venues, "with_names": asked.with_names, "cuts": sorted(asked.cuts), "now_ms": asked.now_ms}


def write(desk: Desk) -> Finished:
    """Write the workbook that ``desk.asked`` (a ``wish_of``) describes. Begun again after a stop, it begins at the first row."""
    wish, published = desk.asked, event(desk.event)
    if published is None:
        raise NotPossible("This event is no longer published.")
    venues = None if wish["venues"] is None else frozenset(wish["venues"])
    table = TABLES[wish["table"]]
    header, rows = table_of(table, Asked(published, venues, wish["now_ms"], wish["with_names"], frozenset(wish["cuts"])))
    name = f"{table.name}-{desk.event}.xlsx"
    unfinished, counted = desk.folder / f"{name}.unfinished", _Counted(desk, rows)
    with unfinished.open("w+b") as file:
        as_workbook(table.name, header, counted, file)
    unfinished.replace(desk.folder / name)
    return Finished(f"Rows written: {counted.rows:,}.", name)


class _Counted:
    """Rows that report how many went by."""

    def __init__(self, desk: Desk, rows: Rows) -> None:
        self.rows = 0
        self._desk, self._rest = desk, rows

    def __iter__(self) -> Iterator[Any]:
        for row in self._rest:
            yield row
            self.rows += 1
            if self.rows % REPORT_EACH_ROWS == 0:
                self._desk.report(self.rows)
