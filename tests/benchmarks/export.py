"""What does taking a million rows away cost, against ten thousand, and against writing the bare rows?

The database's page cache of 32 MB (`environment.py`) is filled by a million rows and not by ten thousand: that is the whole difference
in memory that may be seen.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.support.centre import Database, django_on, fresh_database, set_up_django
from tests.support.ratio import Ratio

FEW, MANY = 10_000, 1_000_000
STAYS_EACH = 2
OPENS_MS = 1_795_341_600_000


def measure() -> list[Ratio]:
    """Each file in a process of its own, whose peak memory is then the file's."""
    set_up_django()
    found: dict[int, dict[str, dict[str, float]]] = {}
    bare_s: dict[int, float] = {}
    for number in (FEW, MANY):
        with fresh_database("sqlite") as database, django_on(database):
            _fill(database, number)
            bare_s[number] = _bare(database)
            found[number] = {sort: _in_a_process(database, sort) for sort in ("csv", "json", "xlsx")}
    ratios = []
    for sort in ("csv", "json", "xlsx"):
        few, many = found[FEW][sort], found[MANY][sort]
        name = f"export of {MANY:,} rows as {sort}, peak memory"
        ratios.append(Ratio(name, many["peak_mb"], few["peak_mb"], many["peak_mb"] / few["peak_mb"], "≤ 1.5", "MB", f"{FEW:,} rows"))
        seconds, bare = many["seconds"], bare_s[MANY]
        ratios.append(Ratio(f"the same, time, {many['bytes'] / 1e6:.0f} MB", seconds, bare, seconds / bare, "", "s", "bare SQL to csv"))
    return ratios


def _fill(database: Database, number: int) -> None:
    from django.db import connection

    assert database.kind == "sqlite"
    columns = "event, who, venue, activity, headcount, from_ms, to_ms, estimated"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for first in range(0, number, FEW):
            rows = [
                (1, (no // STAYS_EACH).to_bytes(8, "big"), 2, 1, 1, OPENS_MS + no, OPENS_MS + no + 3_600_000, False)
                for no in range(first, first + FEW)
            ]
            cursor.executemany(f"INSERT INTO projector_stay ({columns}) VALUES ({', '.join(['%s'] * 8)})", rows)
        cursor.execute("COMMIT")


def _bare(database: Database) -> float:
    """Seconds of the plainest way: one statement, every row to the csv module as it is."""
    import csv
    import io

    rows = database.sqlite().execute("SELECT * FROM projector_stay ORDER BY who, from_ms")
    started = time.perf_counter()
    written = io.StringIO()
    lines = csv.writer(written)
    for row in rows:
        lines.writerow(row)
        written.seek(0)
        written.truncate()
    return time.perf_counter() - started


def _in_a_process(database: Database, sort: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.export", database.url, sort]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return told


def _take(url: str, sort: str) -> dict[str, float]:
    """Take the whole table away in this process."""
    set_up_django()
    from sync.server.exports.asking import table_of
    from sync.server.exports.columns import ATTENDANCE
    from sync.server.exports.figures import Asked
    from sync.server.exports.files import as_csv, as_json, as_workbook
    from sync.server.reading.event import Published
    from tests.support.day import small_definition

    with django_on(Database("sqlite", url)):
        asked = Asked(Published(1, 1, 1, 0, small_definition()), None, OPENS_MS + 8 * 3_600_000)
        started = time.perf_counter()
        header, rows = table_of(ATTENDANCE, asked)
        if sort == "xlsx":
            with as_workbook("attendance", header, rows) as file:
                size = file.seek(0, 2)
        else:
            size = sum(len(piece) for piece in (as_csv(header, rows) if sort == "csv" else as_json(header, rows, {})))
        seconds = time.perf_counter() - started
    # Not getrusage, whose peak begins with that of the process that started this one.
    told = dict(line.split(":") for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return {"seconds": seconds, "bytes": size, "peak_mb": int(told["VmHWM"].split()[0]) / 1024}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_take(sys.argv[1], sys.argv[2])))
