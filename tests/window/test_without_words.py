"""Can somebody who reads none of our languages come in, add what they made, and leave? Every page with all its words hidden."""

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.flow.pages import Enrolling, Leaving, PinPad, Staff, TryingScanner
from kiosk.gallery.wordless import hide_words
from kiosk.screens.finding import seen
from kiosk.screens.pieces.icon import Icon, IconWord
from kiosk.screens.pieces.pads import Counter
from kiosk.screens.pieces.picture import Picture
from kiosk.screens.pieces.words import Words
from kiosk.screens.samples import every_state
from kiosk.window.theme import theme
from tests.support.driver import Driver

STATES = {
    name: conversation
    for name, conversation in every_state().items()
    if not isinstance(conversation.page, Enrolling | Leaving | PinPad | Staff | TryingScanner)
}
OWN_NAMES = {"MemberTile", "FoundTile", "Key"}
"""A person knows the look of their own name, and a keyboard is made of letters."""


def sign_of(control: Any) -> tuple[str, ...]:
    """What a control shows beside words."""
    return (*_signs(control), *_signs_above(control.parent))


def _signs_above(counter: Any) -> Iterator[str]:
    """What a − and a + are for stands above the number between them."""
    if isinstance(counter, Counter):
        rows = [each for each in counter.parent.children if isinstance(each, IconWord | Counter)]  # the lowest is the first
        above = rows[rows.index(counter) + 1 :]
        yield from _signs(above[0]) if above else ()


def _signs(control: Any) -> Iterator[str]:
    for part in seen(control):
        if isinstance(part, Icon) and part.icon:
            yield part.icon
        elif isinstance(part, Picture) and part.picture and min(part.size) >= theme.icon_small:
            yield part.picture
        elif isinstance(part, Words) and part.words:
            yield part.words


def unclear(driver: Driver) -> list[str]:
    """Every control that shows nothing but hidden words, or the same as another."""
    hide_words(driver.stage)
    found: list[str] = []
    known: dict[tuple[str, ...], str] = {}
    for control in driver.buttons():
        name, sign = type(control).__name__, sign_of(control)
        said = "".join(part.words for part in control.walk(restrict=True) if isinstance(part, Words))
        if name in OWN_NAMES or _is_a_language(control):
            continue
        if not sign:
            found.append(f"{name} {said!r} shows nothing")
        elif sign in known:
            found.append(f"{name} {said!r} looks like {known[sign]!r}: {sign}")
        known[sign] = said
    driver.forget_pages()
    return found


def _is_a_language(control: Any) -> bool:
    return type(control).__name__ == "WishTile" and control.icon == ""


@pytest.mark.parametrize("state", ["welcome", "showing-how", "greeting", "present", "logging", "thanks", "farewell"])
def test_a_whole_visit_can_be_made_by_pictures_alone(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    assert unclear(driver) == []


@pytest.mark.slow
def test_on_every_page_of_a_volunteer_each_way_on_has_a_picture_of_its_own(driver: Driver) -> None:
    found = {}
    for state, conversation in STATES.items():
        driver.show(conversation)
        if here := unclear(driver):
            found[state] = here
    assert found == {}


def test_a_button_that_is_words_alone_is_found(driver: Driver) -> None:
    driver.show(STATES["present"])
    for picture in [each for each in seen(driver.stage) if isinstance(each, Picture)]:
        picture.picture = ""
    assert len(unclear(driver)) >= 3
    driver.show(STATES["present"])
    for picture in [each for each in seen(driver.stage) if isinstance(each, Picture)]:
        picture.picture = "hat"
    assert any("looks like" in each for each in unclear(driver))


def test_the_order_of_the_steps_is_seen_without_words(driver: Driver) -> None:
    driver.show(STATES["showing-how"])
    hide_words(driver.stage)
    shown = [each.picture for each in seen(driver.stage) if isinstance(each, Picture)]
    figures = [words.words for words in driver.all_words() if words.opacity]
    driver.forget_pages()
    assert shown == ["welcome-card", "accepted", "adding", "goodbye"]
    assert figures == ["1", "2", "3", "4"]
