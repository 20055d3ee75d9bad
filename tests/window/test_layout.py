"""Is everything readable and touchable, on every page, at every size?"""

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from kiosk.flow.pages import Leaving, PinPad, Staff
from kiosk.screens.finding import seen
from kiosk.screens.samples import every_state
from kiosk.window.theme import Colours, theme
from sync.domain.roster import Preferences
from tests.support.driver import SMALLEST, USUAL, Driver  # first: it prepares Kivy
from tests.support.laid_out import cut_words, overlapping, too_high

STATES = every_state()
CORE = ("welcome", "greeting-long", "choosing-8", "logging-keypad", "thanks", "look-unknown", "staff-tally")
THUMB_PX = 90  # 15 mm on a ten-inch screen of 1280 × 800


@pytest.mark.parametrize("state", CORE)
def test_on_the_smallest_screen_no_text_is_cut_and_none_stands_on_another(driver: Driver, state: str) -> None:
    driver.resize(*SMALLEST)
    driver.show(STATES[state])
    assert cut_words(driver) == []
    assert overlapping(driver) == []


@pytest.mark.parametrize("state", ["welcome", "logging-keypad", "pin", "staff-tally"])
def test_from_a_wheelchair_the_smallest_screen_can_be_pressed_everywhere(driver: Driver, state: str) -> None:
    driver.resize(*SMALLEST)
    driver.show(STATES[state])
    before = too_high(driver)
    driver.show(replace(STATES[state], preferences=Preferences(low_layout=True)))
    assert too_high(driver) == []
    assert cut_words(driver) == []
    assert before or state == "welcome", "the measure sees what is too high"


@pytest.mark.parametrize("state", ["logging", "ask-who", "look-unknown", "pin-full"])
def test_for_a_left_hand_the_deed_stands_at_the_left(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    right = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
    assert right.center_x > driver.window.width / 2
    driver.show(replace(STATES[state], preferences=Preferences(left_handed=True)))
    left = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
    assert left.center_x < driver.window.width / 2


def test_on_the_usual_screen_every_button_of_the_door_is_at_least_ninety_pixels(driver: Driver) -> None:
    driver.resize(*USUAL)
    for state in ("welcome", "greeting", "logging", "logging-keypad"):
        driver.show(STATES[state])
        assert [each.size for each in driver.buttons() if min(each.size) < THUMB_PX] == [], state


@pytest.mark.parametrize("state", ["choosing-3", "choosing-8", "present-class", "logging-outcomes"])
def test_what_can_be_chosen_from_is_written_in_one_size_and_only_what_does_not_fit_in_it_smaller(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    names = [words for words in driver.all_words() if words.rank]
    assert len({words.font_px for words in names if words.font_px >= theme.text}) == 1
    assert all(words.font_px == words.alone_px for words in names if words.font_px < theme.text), "nobody is small for another's sake"
    assert len(names) > 1


def test_where_every_text_is_short_again_all_are_large_again(driver: Driver) -> None:
    short, long = STATES["choosing-3"], STATES["choosing-8"]
    driver.show(short)
    before = {words.font_px for words in driver.all_words() if words.rank}
    driver.show(long)
    driver.show(short)
    assert {words.font_px for words in driver.all_words() if words.rank} == before


def test_the_deed_stands_in_the_same_place_on_every_page_that_has_one(driver: Driver) -> None:
    places = set()
    for state in ("logging", "logging-really", "ask-who", "look-unknown", "look-no-room", "pin-full"):
        driver.show(STATES[state])
        deed = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
        places.add((deed.x, deed.y, deed.width, deed.height))
    assert len(places) == 1
    assert places.pop()[3] >= theme.dp(96)


@pytest.mark.slow
def test_a_volunteer_never_sees_red(driver: Driver) -> None:
    for colours in Colours:
        driver.stage.wear(colours)
        for name, conversation in STATES.items():
            if isinstance(conversation.page, Staff | PinPad | Leaving):
                continue
            driver.show(conversation)
            assert red_share(driver) == 0, f"{name} by {colours}"


def test_the_measure_of_red_sees_the_lead_s_alarm(driver: Driver) -> None:
    driver.show(STATES["staff-doctor"])
    assert red_share(driver) > 0


def red_share(driver: Driver) -> float:
    """The share of pixels that are red: much more red than both others, as the alarm is; marigold has green in it."""
    width, height = (int(side) for side in driver.window.size)
    red, green, blue = Image.frombytes("RGB", (width, height), driver.pixels()).split()
    much = red.point(lambda value: 255 if value > 140 else 0)
    little = ImageChops.lighter(green, blue).point(lambda value: 255 if value < 60 else 0)
    return ImageChops.darker(much, little).histogram()[255] / (width * height)


def test_a_page_that_was_left_leaves_nothing_on_the_screen(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    driver.show(STATES["present"])
    assert "Hold up your card" not in driver.texts()
    assert len(driver.stage.children) == 1
    assert driver.stage.screen in list(seen(driver.stage))


def test_the_lead_s_headline_is_as_large_after_counting_as_before(driver: Driver) -> None:
    driver.resize(*SMALLEST)
    large = Preferences(large_text=True)
    heights = []
    for state in ("staff-tally", "staff-counting", "staff-tally"):
        driver.show(replace(STATES[state], preferences=large))
        heights.append(driver.stage.screen.ids.head.height)
    assert heights[0] == heights[2] > heights[1] == 0
