"""How much does it cost to be sure? Durable entries against the barest durable commit, a start with a long journal against an empty one."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import apsw
import msgspec

from sync.domain.entry import Entry
from sync.domain.facts import Arrived, Fact, ItemsLogged, Left, stamped
from sync.journal.disk import DiskJournal
from sync.journal.sums import SumsOnDisk
from sync.journal.told import ToldOnDisk
from sync.protocol.canon import encode
from sync.protocol.messages import Manifest, RosterChange, RosterPage, Signed
from tests.support.day import small_definition, small_roster
from tests.support.journals import DEVICE, STAMP, arrival, opened_at, tap
from tests.support.ratio import Ratio

APPENDS = 1_500
LONG_ENTRIES = 200_000
PEOPLE = 20_000
STARTS = 15
BATCH = 500


def measure() -> list[Ratio]:
    """Return the ratios; takes about a minute, most of it to fill the long journal."""
    with tempfile.TemporaryDirectory() as folder:
        return [_append(Path(folder) / "append"), *_start(Path(folder) / "start")]


def _append(folder: Path) -> Ratio:
    folder.mkdir()
    journal = opened_at(folder / "journal")
    bare = apsw.Connection(str(folder / "bare"))
    bare.pragma("journal_mode", "WAL")
    bare.pragma("synchronous", "FULL")
    bare.execute("CREATE TABLE rows (no INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    bodies = [encode(arrival(number)) for number in range(APPENDS)]
    ours, baseline = [], []
    # By turns, so that whatever else the machine does falls on both.
    for number in range(APPENDS):
        baseline.append(_seconds(lambda: bare.execute("INSERT INTO rows (body) VALUES (?)", (bodies[number],))))  # noqa: B023 - called at once
        ours.append(_seconds(lambda: journal.append(arrival(number), tap(number))))  # noqa: B023 - the same
    journal.close()
    bare.close()
    return _ratio("entry made durable", ours, baseline, "≤ 1.5", "one row committed with synchronous=FULL, same bytes, same run")


def _start(folder: Path) -> list[Ratio]:
    empty, full = folder / "empty", folder / "full"
    for each, entries, people in ((empty, 0, 0), (full, LONG_ENTRIES, PEOPLE)):
        each.mkdir(parents=True)
        _fill(each, entries, people)
    ours, baseline = [], []
    for _ in range(STARTS):
        baseline.append(_seconds(lambda: _started(empty)))
        ours.append(_seconds(lambda: _started(full)))
    note = f"the same with an empty journal and nobody expected; ours: {LONG_ENTRIES:,} entries, {PEOPLE:,} people"
    return [_ratio("journal, cache and sums opened", ours, baseline, "≤ 1.3", note)]


def _ratio(name: str, ours: list[float], baseline: list[float], aim: str, note: str) -> Ratio:
    mine, bare = statistics.median(ours) * 1000, statistics.median(baseline) * 1000
    return Ratio(name, mine, bare, mine / bare, aim, "ms", note)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _opened(folder: Path) -> tuple[DiskJournal, ToldOnDisk, SumsOnDisk]:
    journal = opened_at(folder / "journal")
    told = ToldOnDisk(folder / "told", DEVICE, 1)
    return journal, told, SumsOnDisk(folder / "sums", journal, told)


def _started(folder: Path) -> None:
    journal, told, sums = _opened(folder)
    sums.follow()
    sums.helping()
    sums.made(1, 1)
    for each in (sums, told, journal):
        each.close()


def _one_of(chance: random.Random) -> Entry:
    """A day's entries: people come, log, and go; at the end most have left."""
    who = tap(chance.randrange(PEOPLE))
    facts: list[Fact] = [Arrived(who, 1), ItemsLogged(1, 1, 1, who), ItemsLogged(1, 1, 1), Left(who), Left(who), Left(who)]
    return stamped(STAMP, chance.choice(facts))


def _fill(folder: Path, entries: int, people: int) -> None:
    journal, told, sums = _opened(folder)
    definition = msgspec.msgpack.encode(small_definition())
    manifest = Manifest(1, (), 1, 1, 2, definition, (), (), (), b"")
    told.keep_manifest(Signed("manifest", msgspec.msgpack.encode(manifest), b""), manifest)
    chance = random.Random(1)
    rows = [chance.randbytes(8) for _ in range(people)]
    volunteer = small_roster().volunteers[0]
    told.keep_roster_page(
        RosterPage(
            1, tuple(RosterChange(1, who, msgspec.msgpack.encode(msgspec.structs.replace(volunteer, who=who))) for who in rows), None
        )
    )
    for first in range(0, entries, BATCH):
        journal.append_all([_one_of(chance) for _ in range(BATCH)], tap(first))
    sums.follow()
    for each in (sums, told, journal):
        each.close()
