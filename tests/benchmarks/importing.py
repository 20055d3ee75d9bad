"""How long do fifty thousand rows and ten thousand passes take, and how much memory?

Promise: the baseline is measured in the same run: reading the same rows with the csv module and writing them with one plain insert; drawing
the same codes as bare rectangles into a file; the peak is set against the peak of a fiftieth of the work.
"""

import csv
import io
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.ratio import Ratio

ROWS, PASSES, FEW = 50_000, 10_000, 1_000
MIB = 1024


def measure() -> list[Ratio]:
    """Return the ratios; takes a few minutes. Each size is a process of its own, so that the peak is its own."""
    few, many = (_run(size) for size in (FEW, ROWS))
    read_base = _bare_rows(ROWS)
    draw_many = many["draw"]
    return [
        Ratio("50,000 rows, read", many["read"], read_base, many["read"] / read_base, "≤ 60", "s", "csv module and one plain insert"),
        Ratio("50,000 rows, put on", many["apply"], read_base, many["apply"] / read_base, "≤ 60", "s", "the same"),
        Ratio(
            "a row read, 50,000 / 1,000", many["read"] / ROWS, few["read"] / FEW, many["read"] / ROWS / (few["read"] / FEW), "≤ 1.5", "s"
        ),
        Ratio("peak, 50,000 / 1,000 rows", many["peak"], few["peak"], many["peak"] / few["peak"], "≤ 2", "MiB"),
        Ratio("10,000 passes", draw_many, many["bare"], draw_many / many["bare"], "≤ 4", "s", "their codes alone, as bare modules"),
        Ratio("peak, 10,000 / 200 passes", many["draw_peak"], few["draw_peak"], many["draw_peak"] / few["draw_peak"], "≤ 1.5", "MiB"),
    ]


def _run(size: int) -> dict[str, float]:
    told = subprocess.run([sys.executable, "-m", "tests.benchmarks.importing", str(size)], check=True, capture_output=True, text=True)
    return {name: float(value) for name, value in (line.split("=") for line in told.stdout.splitlines() if "=" in line)}


def _list(size: int) -> str:
    said = io.StringIO()
    table = csv.writer(said)
    table.writerow(["Name", "Number", "Activity", "Class", "Language"])
    table.writerows([f"Person{n} Surname{n % 997}", n, "Knitting hats", f"{n % 400}B", "en"] for n in range(size))
    return said.getvalue()


def _bare_rows(size: int) -> float:
    text = _list(size)
    with tempfile.TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "bare.db")
        bare.execute("CREATE TABLE people (name, number, activity, class, language)")
        began = time.perf_counter()
        rows = csv.reader(io.StringIO(text))
        next(rows)
        with bare:
            bare.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", rows)
        taken = time.perf_counter() - began
        bare.close()
    return taken


def _one(size: int) -> None:
    """Import ``size`` rows, then draw a fifth of them as passes; print what it took."""
    from tests.support.centre import set_up_django

    set_up_django()
    from sync.paper.code_picture import modules
    from sync.server.importing import lists
    from sync.server.importing.columns import Field
    from sync.server.jobs import asking
    from sync.server.papers.passes import bearers
    from sync.server.publishing.models import RosterRow
    from tests.support.centre_day import RAINBOW
    from tests.support.lists import begin, somebody, work
    from tests.support.site_pages import centre_day

    with centre_day(filled=False) as day:
        one = begin(day.event, _list(size).encode())
        lists.choose(one, [Field(field) for field in one.fields], {"venue": RAINBOW, "is_short": True}, somebody())
        _say(f"read={_timed(work)}")
        one.refresh_from_db()
        lists.put_on_roster(one, somebody(), removes=True, merged=set(), shown=set())
        _say(f"apply={_timed(work)}")
        _say(f"peak={_peak_mib()}")
        keep = RosterRow.objects.filter(body__isnull=False, sort=1).order_by("pk")[: size // 5].values_list("pk", flat=True)
        RosterRow.objects.exclude(pk__in=list(keep)).filter(sort__in=(1, 2)).update(body=None)
        cards = [one.card.code for one in bearers(day.event, day.definition, RosterRow.objects.filter(body__isnull=False, sort=1)[:200])]
        began = time.perf_counter()
        for code in cards:
            modules(code)
        _say(f"bare={(time.perf_counter() - began) / len(cards) * (size // 5)}")
        asked = {"whose": "people", "venue": None, "sheet": "a4"}
        asking.ask(day.event, "passes", "Passes", by=somebody(), asked=asked)
        _say(f"draw={_timed(work)}")
        _say(f"draw_peak={_peak_mib()}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _timed(done: object) -> float:
    assert callable(done)
    began = time.perf_counter()
    done()
    return time.perf_counter() - began


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB


if __name__ == "__main__":
    _one(int(sys.argv[1]))
