"""What does our check-in cost beside the commit that it cannot do without, and what does a long day cost at the start?"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import apsw
import msgspec

from kiosk.app.backroom import Backroom
from kiosk.flow.events import ArrivalRecorded
from kiosk.flow.requests import ReceiveCode, RefreshBoard
from kiosk.settings import Settings
from sync.domain.facts import Arrived, ItemsLogged, Left, stamped
from sync.domain.roster import Roster, Volunteer
from sync.journal.opening import open_journal
from sync.journal.sqlite import make_log_room
from tests.support.day import HATS, KNITTING, WARD, small_roster
from tests.support.desk import pass_of
from tests.support.journals import DEVICE, KEY, STAMP, incarnations, tap
from tests.support.kiosk_state import enrolled_state
from tests.support.ratio import Ratio

CHECK_INS = 400
ENTRIES = 200_000
PEOPLE = 20_000
STILL_HERE = 300
STARTS = 15
ROW_BYTES = 100
"""An entry, its head and its tap id."""


def people(count: int) -> Roster:
    rows = tuple(Volunteer(tap(number), f"Helper {number}", WARD, KNITTING, pass_serial=1) for number in range(count))
    return msgspec.structs.replace(small_roster(), volunteers=rows)


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        return [*check_in(Path(folder)), start(Path(folder))]


def check_in(folder: Path) -> list[Ratio]:
    """Card in, durable answer out, at the desk; turn about with a bare commit of one row of the same size, so that the disk's moods
    fall on both. The second baseline commits into a log that has its room already, as ours does: the least that this disk could do.

    What the sums left to be written falls on neither: a commit that makes its file grow takes along the file system's notes of all
    other files, and would be slowed by ours; so a commit that nobody measures takes them first.
    """
    room = Backroom(enrolled_state(folder / "desk", people(CHECK_INS)), lambda _event: None)
    bare, roomy, unmeasured = (bare_database(folder / f"{name}.db") for name in ("bare", "roomy", "unmeasured"))
    make_log_room(roomy, folder / "roomy.db")
    cards = [pass_of(tap(number)) for number in range(CHECK_INS)]
    ours: list[float] = []
    growing: list[float] = []
    settled: list[float] = []

    def ask(number: int) -> None:
        request = ReceiveCode(cards[number], (number + 10**6).to_bytes(8, "big"))
        assert isinstance(room.answer(request)[0], ArrivalRecorded)

    def insert(database: apsw.Connection) -> None:
        database.execute("INSERT INTO rows (body) VALUES (?)", (b"x" * ROW_BYTES,))

    turns = [(ask, ours), (lambda _number: insert(bare), growing), (lambda _number: insert(roomy), settled)]
    for number in range(CHECK_INS):
        turns.append(turns.pop(0))
        insert(unmeasured)
        for work, times in turns:
            began = time.perf_counter()
            work(number)
            times.append(time.perf_counter() - began)
        # What the desk's thread does when nobody waits for it.
        room.answer(RefreshBoard())
    room.stop()
    for database in (bare, roomy, unmeasured):
        database.close()
    # The quicker quarter of each: what else a machine does only ever adds, and to the disk's syncs most of all.
    ours_ms, growing_ms, settled_ms = (statistics.quantiles(times, n=4)[0] * 1000 for times in (ours, growing, settled))
    return [
        Ratio(
            name="check-in judged and durable",
            ours=ours_ms,
            baseline=baseline_ms,
            ratio=ours_ms / baseline_ms,
            aim=aim,
            unit="ms",
            note=note,
        )
        for baseline_ms, aim, note in (
            (growing_ms, "≤ 1.5", "a bare commit of one row, WAL and FULL"),
            (settled_ms, "", "the same into a log that has its room already"),
        )
    ]


def bare_database(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "full")
    connection.execute("CREATE TABLE rows (no INTEGER PRIMARY KEY, body BLOB)")
    return connection


def start(folder: Path) -> Ratio:
    """Open everything behind the screen until the first board: after a long day against a new machine."""
    empty = enrolled_state(folder / "empty", people(1))
    full = enrolled_state(folder / "full", people(PEOPLE))
    fill(folder / "full")
    # Once each before counting: the sums of the long day are made, the caches are warm.
    open_and_close(empty)
    catch_up(full)
    full_s, empty_s = [], []
    for _ in range(STARTS):
        full_s.append(timed(lambda: open_and_close(full)))
        empty_s.append(timed(lambda: open_and_close(empty)))
    full_ms, empty_ms = min(full_s) * 1000, min(empty_s) * 1000
    return Ratio(
        name="start with 200,000 entries and 20,000 people",
        ours=full_ms,
        baseline=empty_ms,
        ratio=full_ms / empty_ms,
        aim="≤ 1.3",
        unit="ms",
        note="the same without any; all that is behind the screen, up to its first board",
    )


def timed(work: Callable[[], None]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def open_and_close(settings: Settings) -> None:
    """Until the first board could be shown."""
    room = Backroom(settings, lambda _event: None)
    (_board,) = room.answer(RefreshBoard())
    room.stop()


def catch_up(settings: Settings) -> None:
    room = Backroom(settings, lambda _event: None)
    asked_again: list[bool] = [True]
    room.refresh = lambda: asked_again.append(True)
    while asked_again:
        asked_again.clear()
        room.answer(RefreshBoard())
    room.stop()


def fill(folder: Path) -> None:
    """Write a long day: everybody arrives, logs, and all but a full hall leave; in large commits, since only the result is wanted."""
    journal = open_journal(folder / "journal.db", DEVICE, KEY, incarnations(), STAMP)
    stamp = msgspec.structs.replace(STAMP, venue=WARD)
    arrivals = [stamped(stamp, Arrived(tap(number), KNITTING)) for number in range(PEOPLE)]
    departures = [stamped(stamp, Left(tap(number))) for number in range(PEOPLE - STILL_HERE)]
    logs = [stamped(stamp, ItemsLogged(KNITTING, HATS, 1, tap(number % PEOPLE))) for number in range(ENTRIES - 2 * PEOPLE + STILL_HERE)]
    entries = arrivals + logs + departures
    for first in range(0, ENTRIES, 1_000):
        journal.append_all(entries[first : first + 1_000], (first + 10**9).to_bytes(8, "big"))
    journal.close()
