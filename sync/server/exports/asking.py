"""Which rows stand in a table that was asked for?

Promise: every table of ``columns.TABLES`` has its rows, as many cells as its header has names.
"""

from collections.abc import Callable

from sync.server.exports import figures, people
from sync.server.exports.columns import ATTENDANCE, BOXES, DELIVERIES, FLAGS, GROUPS, HOURS, PEOPLE, TOTALS, Table, totals_by
from sync.server.exports.figures import Asked, Rows

ROWS: dict[str, Callable[[Asked], Rows]] = {
    TOTALS.name: figures.totals_rows,
    BOXES.name: figures.count_rows,
    PEOPLE.name: figures.people_rows,
    ATTENDANCE.name: people.attendance_rows,
    HOURS.name: people.hours_rows,
    GROUPS.name: people.group_rows,
    DELIVERIES.name: figures.delivery_rows,
    FLAGS.name: figures.flag_rows,
}


def table_of(table: Table, asked: Asked) -> tuple[tuple[str, ...], Rows]:
    """Return the header and the rows; nothing is read before the first row is taken."""
    described = totals_by(asked.cuts) if table is TOTALS else table
    return described.header(with_names=asked.with_names), ROWS[table.name](asked)
