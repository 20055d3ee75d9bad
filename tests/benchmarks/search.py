"""How long does a letter take? Names looked up among twenty thousand on the disk, against the barest look through a list in memory and
against the same look among two hundred.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.flow.times import FOUND_MAX
from sync.domain.names import folded
from sync.domain.roster import Volunteer
from sync.journal.told import ToldOnDisk
from sync.protocol.messages import RosterChange, RosterPage
from tests.support.ratio import Ratio

PEOPLE, FEW, BATCH, TURNS = 20_000, 200, 500, 30
SYLLABLES = ("mi", "ri", "am", "da", "vid", "no", "a", "sa", "lma", "fa", "ti", "ma", "jo", "an", "na", "pe", "ter", "zo", "e", "ha", "nna")


def measure() -> list[Ratio]:
    """Return the ratios; takes a few seconds."""
    with tempfile.TemporaryDirectory() as folder:
        told, few = ToldOnDisk(Path(folder) / "told.db", 1, 1), ToldOnDisk(Path(folder) / "few.db", 1, 1)
        _fill(told, PEOPLE)
        _fill(few, FEW)
        names = [folded(name) for name in _names(PEOPLE)]
        bare = _median_ms(lambda: sorted(name for name in names if name.startswith("m"))[:FOUND_MAX])
        found = [
            ("search of a first letter", _median_ms(lambda: told.by_name("m", FOUND_MAX))),
            ("search of a name with a slip", _median_ms(lambda: told.by_name("mriam", FOUND_MAX))),
        ]
        letter, slip = (_median_ms(lambda typed=typed: few.by_name(typed, FOUND_MAX)) for typed in ("m", "mriam"))  # type: ignore[misc] # bound early on purpose
        told.close()
        few.close()
        among_few = [
            Ratio(
                f"{name} against {FEW} people", ours, base, ours / base, "< 100", "ms", f"the same among {FEW}; a hundred times the people"
            )
            for (name, ours), base in zip(found, (letter, slip), strict=True)
        ]
        return among_few + [
            Ratio(name, ours, bare, ours / bare, "≤ 10", "ms", f"first letter, {PEOPLE:,} names in a list") for name, ours in found
        ]


def _names(count: int) -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize() + " K." for _ in range(count)]


def _fill(told: ToldOnDisk, count: int) -> None:
    rows = [Volunteer(number.to_bytes(8, "big"), name) for number, name in enumerate(_names(count))]
    changes = [RosterChange(1, row.who, msgspec.msgpack.encode(row)) for row in rows]
    for start in range(0, count, BATCH):
        told.keep_roster_page(RosterPage(1, tuple(changes[start : start + BATCH]), b"next"))


def _median_ms(work: Callable[[], object]) -> float:
    taken = []
    for _turn in range(TURNS):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
