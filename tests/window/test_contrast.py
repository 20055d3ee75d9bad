"""Can every word that is really drawn be read on what it is really drawn on?"""

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.screens.finding import seen
from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.pieces.words import Words
from kiosk.screens.samples import every_state
from kiosk.window.theme import Colours
from sync.domain.roster import Preferences
from tests.support.driver import Driver
from tests.support.laid_out import lay_out

STATES = every_state()
WORDS_LEAST, SHAPES_LEAST = 7.0, 3.0  # WCAG 2.2, 1.4.6 and 1.4.11


def luminance(colour: Any) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3])
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: Any, other: Any) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ground_of(widget: Any) -> Any:
    """The colour of the nearest thing with a ground that the widget stands on."""
    parent = widget.parent
    while not hasattr(parent, "ground"):
        parent = parent.parent
    return parent.ground


def faint(driver: Driver) -> list[str]:
    """Everything on the screen that is too pale on its ground. What cannot be chosen now may be dimmed as a whole."""
    wrong = []
    for each in seen(driver.stage):
        if isinstance(each, Words) and each.words and contrast(each.color, ground_of(each)) < WORDS_LEAST:
            wrong.append(f"{each.words!r} {contrast(each.color, ground_of(each)):.1f}")
        if isinstance(each, Icon) and each.icon and contrast(each.color, ground_of(each)) < SHAPES_LEAST:
            wrong.append(f"{each.icon} {contrast(each.color, ground_of(each)):.1f}")
    return wrong


@pytest.mark.parametrize("colours", list(Colours))
def test_the_words_of_the_door_can_be_read_by_poor_eyes(driver: Driver, colours: Colours) -> None:
    driver.stage.wear(colours)
    driver.show(STATES["welcome"])
    assert faint(driver) == []


@pytest.mark.slow
@pytest.mark.parametrize("colours", list(Colours))
@pytest.mark.parametrize("is_large", [False, True])
def test_every_word_on_every_page_can_be_read_by_poor_eyes(driver: Driver, colours: Colours, *, is_large: bool) -> None:
    driver.stage.wear(colours)
    wrong = {}
    for name, conversation in STATES.items():
        driver.stage.show(replace(conversation, preferences=Preferences(large_text=is_large)))
        lay_out(driver)
        if found := faint(driver):
            wrong[name] = found
    assert wrong == {}


def test_the_measure_sees_words_that_are_too_pale(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    heading = next(each for each in driver.all_words() if each.words == "Hold up your card")
    heading.color = (0.6, 0.6, 0.6, 1)
    assert any("Hold up your card" in each for each in faint(driver))
    driver.forget_pages()


def test_in_high_contrast_everything_to_press_has_an_edge(driver: Driver) -> None:
    driver.stage.wear(Colours.HIGH_CONTRAST)
    driver.show(STATES["logging"])
    cards = [each for each in driver.buttons() if isinstance(each, Card)]
    assert cards
    assert [type(each).__name__ for each in cards if each.edge_width == 0] == []
