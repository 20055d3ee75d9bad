"""Does every day end well, whatever goes wrong in it? And would we notice if a protection were missing?

One seed is one day with its own weather, crashes, clones, roll-backs, restored backups and poisonous entries; a failing seed is
repeated exactly by ``live_through(seed)``. ``MANYHANDS_LONG=1`` asks for ten times as many.
"""

import os

import pytest

from tests.support.simulation.bugs import PLANTED
from tests.support.simulation.world import Astray, live_through

LONG = 10 if os.environ.get("MANYHANDS_LONG") else 1
QUICK_SEEDS = range(25)
FULL_SEEDS = range(25, 2_000 * LONG)
CHUNKS = 4


def test_a_sample_of_bad_days_ends_with_every_entry_counted_once() -> None:
    for seed in QUICK_SEEDS:
        live_through(seed)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_thousand_bad_days_end_with_every_entry_counted_once(chunk: int) -> None:
    for seed in FULL_SEEDS[chunk::CHUNKS]:
        live_through(seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_found_within_the_same_seeds(name: str) -> None:
    bug = PLANTED[name]
    for seed in range(2_000):
        try:
            live_through(seed, bug.parts(), bug.centre)
        except Astray:
            return
    pytest.fail(f"the simulation did not notice a client or a centre that {name}")


def test_the_same_seed_is_the_same_day() -> None:
    first, second = live_through(7), live_through(7)
    assert first.written == second.written
    assert first.centre.books == second.centre.books
