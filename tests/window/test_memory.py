"""Does a kiosk give back what it does not need any more, so that the evening finds it as light as the morning?"""

import gc
import weakref
from collections.abc import Iterator
from typing import Any

from kivy.uix.widget import Widget

from kiosk.screens.pieces.words import typeset
from kiosk.screens.stage import PAGES_KEPT_MAX
from tests.support.driver import Driver  # first: it prepares Kivy
from tests.support.matrix import PAGES, STATES


def one_of_each() -> Iterator[str]:
    return (states[0] for states in PAGES.values())


def pages_alive(made: list[weakref.ref[Any]]) -> int:
    gc.collect()
    return sum(page() is not None for page in made)


def test_only_the_pages_that_were_shown_last_are_kept(driver: Driver) -> None:
    driver.forget_pages()
    made: list[weakref.ref[Any]] = []
    for state in one_of_each():
        driver.show(STATES[state])
        made.append(weakref.ref(driver.stage.screen))
    assert len(made) > PAGES_KEPT_MAX
    assert pages_alive(made) == PAGES_KEPT_MAX
    assert made[0]() is None, "the first of them is long gone"
    assert made[-1]() is driver.stage.screen


def test_a_page_that_people_come_back_to_is_not_made_anew(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    welcome = driver.stage.screen
    for state in one_of_each():
        driver.show(STATES[state])
        driver.show(STATES["welcome"])
        assert driver.stage.screen is welcome or STATES[state].preferences != STATES["welcome"].preferences
        welcome = driver.stage.screen


def test_what_was_seen_once_is_not_seen_in_memory_for_ever(driver: Driver) -> None:
    def widgets_after_a_round() -> int:
        for state in one_of_each():
            driver.show(STATES[state])
        gc.collect()
        return sum(issubclass(type(each), Widget) for each in gc.get_objects())

    widgets_after_a_round()
    before = widgets_after_a_round()
    assert widgets_after_a_round() <= before * 1.02


def test_the_lines_that_are_kept_drawn_are_few(driver: Driver) -> None:
    room = typeset.cache_info().maxsize
    assert room is not None
    for state in one_of_each():
        driver.show(STATES[state])
    assert typeset.cache_info().currsize <= room <= PAGES_KEPT_MAX * 25
