"""What does a page cost while nobody touches it?"""

import gc
import weakref
from datetime import timedelta

import pytest
from kivy.clock import Clock
from msgspec.structs import replace

from kiosk.flow.pages import Greeting
from kiosk.screens.pieces.ring import BEADS, Countdown
from kiosk.screens.samples import MIRIAM, NOW_MS, every_state, talk
from sync.domain.roster import Preferences
from tests.support.driver import Driver  # first: it prepares Kivy

STATES = every_state()


# Kivy draws once more by itself, half a second after its window has changed size.
REST_S = 0.6


def flips_in(driver: Driver, seconds: float) -> int:
    before = driver.flips
    driver.wait(seconds)
    return driver.flips - before


def test_the_welcome_page_draws_nothing_while_nobody_is_there(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    driver.wait(REST_S)
    assert flips_in(driver, 0.6) == 0


def test_the_same_board_again_draws_nothing(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    driver.wait(REST_S)
    before = driver.flips
    driver.stage.show(STATES["welcome"])
    driver.step(5)
    assert driver.flips == before


def test_the_clock_moves_once_a_minute(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    clock = driver.stage.screen.ids.clock
    assert clock.words == "11:04"
    assert 29 < clock.next_in_s() <= 31  # the wall stands at half a minute
    driver.wall += timedelta(seconds=31)
    clock.tick_now()
    assert clock.words == "11:05"


def test_a_countdown_draws_when_a_bead_goes_out_and_rests_when_its_page_goes(driver: Driver) -> None:
    driver.show(talk(Greeting(visitor=MIRIAM, shown_ms=NOW_MS, until_ms=NOW_MS + 3_000)))
    ring = next(each for each in driver.stage.walk() if isinstance(each, Countdown) and each.is_running)
    driver.wait(0.15)  # the touch of the page before has been answered
    before, share, beads = driver.flips, ring.share, ring.beads
    for _ in range(20):
        driver.now_ms += 25
        driver.wait(0.02)
    assert BEADS >= beads > ring.beads
    assert 0 < driver.flips - before <= 2 * (beads - ring.beads)
    assert ring.share < share
    driver.show(STATES["welcome"])
    assert not ring.is_running
    driver.wait(REST_S)
    assert flips_in(driver, 0.3) == 0


def test_in_calm_mode_a_countdown_moves_once_a_second(driver: Driver) -> None:
    driver.show(replace(talk(Greeting(visitor=MIRIAM, shown_ms=NOW_MS, until_ms=NOW_MS + 3_000)), preferences=Preferences(calm=True)))
    ring = next(each for each in driver.stage.walk() if isinstance(each, Countdown) and each.is_running)
    driver.wait(0.15)
    shares = set()
    for _ in range(20):
        driver.now_ms += 100
        driver.wait(0.11)
        shares.add(round(ring.share, 3))
    assert len(shares) <= 3
    assert ring.share < 1


def test_in_calm_mode_the_thanks_stand_still_at_once(driver: Driver) -> None:
    driver.show(replace(STATES["thanks"], preferences=Preferences(calm=True)))
    share = driver.stage.screen.share
    driver.wait(0.2)
    assert driver.stage.screen.share == share == 312 / 500


def test_a_countdown_rests_when_its_time_is_over(driver: Driver) -> None:
    driver.show(talk(Greeting(visitor=MIRIAM, shown_ms=NOW_MS, until_ms=NOW_MS + 3_000)))
    ring = next(each for each in driver.stage.walk() if isinstance(each, Countdown) and each.is_running)
    driver.now_ms += 4_000
    driver.wait_until(lambda: not ring.is_running, timeout_s=20)
    assert ring.share == 0


def test_what_can_be_taken_back_on_the_welcome_page_costs_nothing_when_its_time_is_over(driver: Driver) -> None:
    driver.show(STATES["welcome-undo"])
    ring = next(each for each in driver.stage.walk() if isinstance(each, Countdown))
    assert ring.is_running
    assert driver.stage.screen.ids.venue.parent is None
    driver.now_ms += 6_000
    driver.wait_until(lambda: not ring.is_running, timeout_s=20)
    driver.show(STATES["welcome"])
    assert driver.stage.screen.ids.venue.parent is not None
    driver.wait(REST_S)
    assert flips_in(driver, 0.3) == 0


def test_pages_made_for_other_measures_are_let_go(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    old = weakref.ref(driver.stage.screen)
    driver.resize(1024, 600)
    driver.show(STATES["present"])
    driver.step(3)
    gc.collect()
    assert old() is None


@pytest.mark.slow
def test_a_day_of_greetings_leaves_no_clock_events_behind(driver: Driver) -> None:
    def waiting() -> int:
        return sum(1 for _ in Clock.get_events())

    for _ in range(2):
        driver.show(STATES["greeting"])
        driver.show(STATES["choosing-8"])
    driver.wait(0.2)
    before = waiting()
    for _ in range(10):
        driver.show(STATES["greeting"])
        driver.show(STATES["choosing-8"])
    driver.wait(0.2)
    assert waiting() <= before + 1
