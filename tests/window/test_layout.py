"""Is everything readable and touchable, on every page, at every size?"""

from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from kiosk.flow.pages import Leaving, PinPad, Staff
from kiosk.screens.pieces.words import LEADING
from kiosk.screens.samples import every_state
from kiosk.window.theme import Colours, theme
from sync.domain.roster import Preferences
from tests.support.driver import SIZES, SMALLEST, USUAL, Driver, seen  # first: it prepares Kivy

STATES = every_state()
CORE = ("welcome", "greeting-long", "choosing-8", "logging-keypad", "thanks", "look-unknown", "staff-tally")
WISHES = {
    "large": Preferences(large_text=True),
    "low": Preferences(low_layout=True),
    "large and low, for a left hand": Preferences(large_text=True, low_layout=True, left_handed=True),
}
LOW_SHARE = 0.6
THUMB_PX = 90  # 15 mm on a ten-inch screen of 1280 × 800


def cut_words(driver: Driver) -> list[str]:
    """Every text that does not fit its box, was shortened, or leaves the window."""
    wrong = []
    for words in driver.all_words():
        if not words.words or scrolled_out(words):
            continue
        if words.is_shortened:
            wrong.append(f"shortened: {words.words!r} as {words.lines}")
        if words.words_width > words.width + 1:
            wrong.append(f"wider than its box: {words.words!r} {words.words_width} > {words.width}")
        if len(words.lines) * words.font_px * LEADING > words.height + 3:
            wrong.append(f"higher than its box: {words.words!r} {words.words_height} > {words.height}")
        left, low, right, high = ink_of(words)
        if left < -1 or low < -1 or right > driver.window.width + 1 or high > driver.window.height + 1:
            wrong.append(f"outside the window: {words.words!r}")
    return wrong


def scrolled_out(widget: object) -> bool:
    """Whether it lies in a list that scrolls: there the window's edge is no limit."""
    parent = widget
    while parent is not None and not hasattr(parent, "scroll_y"):
        up = getattr(parent, "parent", None)
        parent = None if up is parent else up
    return parent is not None


def ink_of(words: Any) -> tuple[float, float, float, float]:
    """Where the words themselves are, within their box: left, low, right, high."""
    middle_x, middle_y = words.to_window(*words.center)
    width, up = words.words_width, len(words.lines) * words.font_px * LEADING / 2
    starts_right = (words.halign == "end") != theme.right_to_left
    left = {"middle": middle_x - width / 2}.get(
        words.halign, middle_x + words.width / 2 - width if starts_right else middle_x - words.width / 2
    )
    return left, middle_y - up, left + width, middle_y + up


def overlapping(driver: Driver) -> list[str]:
    """Every two texts that stand on each other. A text takes the room of its ink, not of its box."""
    boxes = [(*ink_of(words), words.words) for words in driver.all_words() if words.words and not scrolled_out(words)]
    return [
        f"{one[4]!r} and {other[4]!r}"
        for index, one in enumerate(boxes)
        for other in boxes[index + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 2 and min(one[3], other[3]) - max(one[1], other[1]) > 4
    ]


def too_small(driver: Driver) -> list[str]:
    least = THUMB_PX * theme.scale / 1.25  # the same share of a screen of any size
    return [f"{type(each).__name__} {each.size}" for each in driver.buttons() if min(each.size) < least - 1]


@pytest.mark.parametrize("state", CORE)
def test_on_the_smallest_screen_no_text_is_cut_and_none_stands_on_another(driver: Driver, state: str) -> None:
    driver.resize(*SMALLEST)
    driver.show(STATES[state])
    assert cut_words(driver) == []
    assert overlapping(driver) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_is_cut_and_none_stands_on_another_on_any_page(driver: Driver, size: tuple[int, int]) -> None:
    driver.resize(*size)
    wrong = {}
    for name, conversation in STATES.items():
        driver.show(conversation)
        if found := cut_words(driver) + overlapping(driver):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_as_people_wish_it_nothing_is_cut_or_too_small_to_press_on_any_page(driver: Driver, size: tuple[int, int], wish: str) -> None:
    driver.resize(*size)
    wrong = {}
    for name, conversation in STATES.items():
        driver.show(replace(conversation, preferences=WISHES[wish]))
        if found := cut_words(driver) + overlapping(driver) + too_small(driver):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_in_the_low_layout_everything_to_press_is_within_the_lower_part(driver: Driver, size: tuple[int, int]) -> None:
    driver.resize(*size)
    wrong = {}
    for name, conversation in STATES.items():
        driver.show(replace(conversation, preferences=WISHES["low"]))
        if found := too_high(driver):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("state", ["welcome", "logging-keypad", "pin", "staff-tally"])
def test_from_a_wheelchair_the_smallest_screen_can_be_pressed_everywhere(driver: Driver, state: str) -> None:
    driver.resize(*SMALLEST)
    driver.show(STATES[state])
    before = too_high(driver)
    driver.show(replace(STATES[state], preferences=WISHES["low"]))
    assert too_high(driver) == []
    assert cut_words(driver) == []
    assert before or state == "welcome", "the measure sees what is too high"


def too_high(driver: Driver) -> list[str]:
    limit = driver.window.height * LOW_SHARE + 1
    return [
        f"{type(each).__name__} {each.to_window(*each.pos)}" for each in driver.buttons() if each.to_window(each.x, each.top)[1] > limit
    ]


@pytest.mark.parametrize("state", ["logging", "ask-who", "look-unknown", "pin-full"])
def test_for_a_left_hand_the_deed_stands_at_the_left(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    right = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
    assert right.center_x > driver.window.width / 2
    driver.show(replace(STATES[state], preferences=Preferences(left_handed=True)))
    left = next(each for each in driver.buttons() if type(each).__name__ == "DeedButton")
    assert left.center_x < driver.window.width / 2


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_whatever_can_be_pressed_is_as_large_as_a_thumb_in_a_glove(driver: Driver, size: tuple[int, int]) -> None:
    driver.resize(*size)
    wrong = {}
    for name, conversation in STATES.items():
        driver.show(conversation)
        if found := too_small(driver):
            wrong[name] = found
    assert wrong == {}


def test_on_the_usual_screen_every_button_of_the_door_is_at_least_ninety_pixels(driver: Driver) -> None:
    driver.resize(*USUAL)
    for state in ("welcome", "greeting", "logging", "logging-keypad"):
        driver.show(STATES[state])
        assert [each.size for each in driver.buttons() if min(each.size) < THUMB_PX] == [], state


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
