"""Does a kiosk come back neither too soon nor too late, whatever happens to the clock on the wall?"""

import pytest

from sync.client.pace import GAP_MAX_S, GAP_MIN_S, SPREAD, TRY_NOW_EVERY_S, Pace
from sync.protocol.limits import RETRY_FIRST_S, RETRY_MAX_S


class Ticks:
    """A monotonic clock and dice that the test holds."""

    def __init__(self, die: float = 0.0) -> None:
        self.now_s = 1_000.0
        self.die = die

    def pace(self) -> Pace:
        return Pace(lambda: self.die, lambda: self.now_s)


def test_the_first_round_is_due_at_once() -> None:
    assert Ticks().pace().due_in_s == 0


def test_failures_double_the_longest_wait_up_to_five_minutes() -> None:
    ticks = Ticks(die=0.999999)
    pace = ticks.pace()
    waits = []
    for _ in range(30):
        pace.failed()
        waits.append(round(pace.due_in_s))
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == RETRY_MAX_S
    assert pace.failures == 30


def test_full_jitter_spreads_from_nothing_to_the_whole_wait() -> None:
    ticks = Ticks(die=0.0)
    pace = ticks.pace()
    pace.failed()
    assert pace.due_in_s == 0
    ticks.die = 0.5
    pace.failed()
    assert pace.due_in_s == RETRY_FIRST_S


def test_a_time_that_the_centre_names_is_kept_and_a_little_more() -> None:
    ticks = Ticks(die=0.999)
    pace = ticks.pace()
    for _ in range(9):
        pace.failed()
    pace.failed(after_s=10)
    assert 10 <= pace.due_in_s <= 10 * (1 + SPREAD)
    pace.failed(after_s=10**9)
    assert pace.due_in_s <= GAP_MAX_S + RETRY_MAX_S


def test_a_success_ends_the_back_off() -> None:
    ticks = Ticks()
    pace = ticks.pace()
    pace.failed()
    pace.succeeded(gap_s=4)
    assert (pace.failures, pace.due_in_s) == (0, 4)


def test_something_new_comes_as_soon_as_the_centre_allows_and_not_sooner() -> None:
    ticks = Ticks()
    pace = ticks.pace()
    pace.succeeded(gap_s=4, idle_s=300)
    assert pace.due_in_s == 300
    pace.hurry()
    assert pace.due_in_s == 4
    ticks.now_s += 10
    assert pace.due_in_s == 0


def test_a_tap_does_not_shorten_a_back_off() -> None:
    ticks = Ticks(die=0.9)
    pace = ticks.pace()
    for _ in range(6):
        pace.failed()
    before = pace.due_in_s
    pace.hurry()
    assert pace.due_in_s == before > 20


def test_a_lead_who_asks_ends_a_back_off() -> None:
    ticks = Ticks(die=0.9)
    pace = ticks.pace()
    for _ in range(6):
        pace.failed()
    assert pace.due_in_s > 20
    pace.try_now()
    assert pace.due_in_s == 0


def test_a_lead_who_asks_while_a_round_hangs_is_served_when_it_has_failed() -> None:
    ticks = Ticks(die=0.9)
    pace = ticks.pace()
    for _ in range(8):
        pace.failed()
    ticks.now_s += 300  # it is due, begins, and hangs
    pace.try_now()
    ticks.now_s += 30
    pace.failed()
    assert pace.due_in_s == 0
    pace.failed()
    assert pace.due_in_s > 20, "once"


def test_a_wish_that_a_round_fulfilled_is_forgotten() -> None:
    ticks = Ticks(die=0.9)
    pace = ticks.pace()
    pace.try_now()
    pace.succeeded(gap_s=4)
    ticks.now_s += 5
    pace.failed()
    assert pace.due_in_s > 0


def test_a_lead_who_asks_again_and_again_makes_a_try_every_few_seconds_and_no_more() -> None:
    ticks = Ticks(die=0.9)
    pace = ticks.pace()
    tries = 0
    for _ in range(8):
        pace.failed()
    for _ in range(600):
        pace.try_now()
        pace.try_now()
        if pace.due_in_s == 0:
            tries += 1
            pace.failed()
        ticks.now_s += 0.1
    assert tries == 60 / TRY_NOW_EVERY_S


def test_a_loop_that_waits_comes_at_once_when_the_other_is_answered_again() -> None:
    ticks = Ticks(die=0.9)
    waiting, wished, well = ticks.pace(), ticks.pace(), ticks.pace()
    for _ in range(8):
        waiting.failed()
    wished.failed(after_s=60.0)
    well.succeeded(30.0)
    for pace in (waiting, wished, well):
        pace.line_is_back()
    assert waiting.due_in_s == 0
    assert wished.due_in_s >= 60
    assert well.due_in_s >= 30


def test_a_lead_waits_for_a_time_that_the_centre_named() -> None:
    ticks = Ticks()
    pace = ticks.pace()
    pace.failed(after_s=30)
    pace.try_now()
    assert pace.due_in_s == 30
    pace.succeeded(gap_s=4, idle_s=300)
    pace.try_now()
    assert pace.due_in_s == 4


@pytest.mark.parametrize(("gap_s", "kept_s"), [(0, GAP_MIN_S), (-5, GAP_MIN_S), (10**9, GAP_MAX_S)])
def test_no_gap_spins_and_no_gap_silences(gap_s: float, kept_s: float) -> None:
    pace = Ticks().pace()
    pace.succeeded(gap_s)
    assert pace.due_in_s == pytest.approx(kept_s)


def test_kiosks_that_started_together_drift_apart() -> None:
    early, late = Ticks(die=0.0).pace(), Ticks(die=0.99).pace()
    for pace in (early, late):
        pace.succeeded(gap_s=10)
    assert 10 == early.due_in_s < late.due_in_s < 10 * (1 + SPREAD)
