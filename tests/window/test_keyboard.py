"""Can everybody type their name, also from a wheelchair, where only a part of the letters is within reach at a time?"""

# The driver prepares Kivy and comes first.
from tests.support.driver import Driver  # isort: skip

import pytest

from kiosk.flow.conversation import Conversation
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.people_events import LetterPressed
from kiosk.screens.pieces.keyboard import Key
from kiosk.screens.pieces.letters import LAYOUTS, layout_of
from kiosk.screens.samples import BOARD, NOW_MS
from sync.domain.roster import Preferences

LANDSCAPE, PORTRAIT = (1024, 600), (800, 1280)
TURNS_MAX = 6


WISHES = [Preferences(), Preferences(low_layout=True), Preferences(large_text=True), Preferences(large_text=True, low_layout=True)]


def typing(driver: Driver, layout: str, size: tuple[int, int], wished: Preferences) -> None:
    driver.resize(*size)
    page = Searching("", layout, (), b"", NOW_MS)
    language = "en" if layout == "digits" else layout
    driver.show(Conversation(page=page, board=BOARD, language=language, preferences=wished))


def letters(driver: Driver) -> list[Key]:
    """The keys that stand there and type one letter."""
    return [each for each in driver.buttons() if isinstance(each, Key) and len(each.words) == 1]


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
@pytest.mark.parametrize("wished", WISHES, ids=["as it comes", "low", "large", "large and low"])
def test_every_letter_of_every_layout_can_be_reached_and_typed(
    driver: Driver, layout: str, size: tuple[int, int], wished: Preferences
) -> None:
    typing(driver, layout, size, wished)
    typed: set[str] = set()
    for _turn in range(TURNS_MAX):
        driver.told.clear()
        for key in letters(driver):
            key.dispatch("on_act")
        typed |= {event.letter for event in driver.told if isinstance(event, LetterPressed)}
        onward = [each for each in driver.buttons() if isinstance(each, Key) and each.words.endswith("…")]
        if not onward:
            break
        driver.touch_widget(onward[0])
        driver.settle()
    assert set("".join(layout_of(layout))) - typed == set()


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
@pytest.mark.parametrize("wished", WISHES[1:], ids=["low", "large", "large and low"])
def test_the_key_that_leads_on_names_the_letter_that_comes_and_leads_round_to_the_first(
    driver: Driver, size: tuple[int, int], wished: Preferences
) -> None:
    typing(driver, "pl", size, wished)
    first = [key.words for key in letters(driver)]
    seen = [first]
    for _turn in range(TURNS_MAX):
        onward = next(each for each in driver.buttons() if isinstance(each, Key) and each.words.endswith("…"))
        promised = onward.words[0]
        driver.touch_widget(onward)
        driver.settle()
        now = [key.words for key in letters(driver)]
        assert now[0] == promised
        if now == first:
            break
        seen.append(now)
    assert now == first
    assert len(seen) > 1
