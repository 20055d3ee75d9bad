"""Every page, in every state and language, at every size, as people wish it: whole, apart, within reach, in its place."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.screens.finding import seen
from kiosk.screens.pieces.buttons import DeedButton
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.pieces.pads import NumberPad
from kiosk.screens.pieces.picture import Picture
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.ring import Ring
from kiosk.screens.pieces.words import Words
from kiosk.screens.sample_values import LONG_NAME
from kiosk.window.theme import theme
from sync.domain.roster import Preferences
from tests.support.driver import SIZES, USUAL, Driver  # first: it prepares Kivy
from tests.support.laid_out import box_of, colliding, cut_words, deed_astray, deed_of, lay_out, overlapping, scrolled_out, too_small, wrong
from tests.support.matrix import PAGES, STATES, WISHES, Look, diagonal, looks_at

UPRIGHT = (800, 1280)
MIDDLE_SHARE = 0.1  # of the width: what stands nearer to the middle stands in the middle


@pytest.fixture(autouse=True)
def _nothing_is_swept_up_meanwhile() -> Iterator[None]:
    """Thousands of widgets come and go: to look through all of them again and again for what is garbage takes half of the time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def _draw(_piece: Any, *_change: object) -> None:
    """In place of drawing. The clock finds it by its name."""


@pytest.fixture(autouse=True)
def _letters_are_not_drawn(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Texts are measured in their typeface, and nothing is measured in a drawing: to draw as well would take a third of the time."""
    for piece in (Words, Ring, Icon, Picture):
        monkeypatch.setattr(piece, "_draw", _draw)
    driver.forget_pages()
    yield
    driver.forget_pages()  # no other test shall see a page without letters


def found_in(driver: Driver, look: Look) -> list[str]:
    driver.stage.show(look.conversation)
    lay_out(driver)
    # A person knows their own name by its beginning, where a whole one has no room.
    has_a_name = look.state in {"welcome-undo-long", "pin-lead-card-long"}
    return [
        each for each in (*wrong(driver), *deed_astray(driver)) if not (each.startswith("shortened") and (has_a_name or LONG_NAME in each))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_as_it_should_for_everybody(driver: Driver, page: str) -> None:
    found = {}
    places = set()
    for look in looks_at(page):
        if tuple(driver.window.size) != look.size:
            driver.resize(*look.size)
        if here := found_in(driver, look):
            found[str(look)] = here
        if deed := deed_of(driver):
            places.add((look.size, look.wish, look.language in {"he", "ar", "ur"}, round(deed[0]), round(deed[1])))
    assert found == {}
    assert len(places) in {0, len({place[:3] for place in places})}, "the deed moves between the states of a page"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_look_across_pages_languages_and_wishes_finds_nothing_wrong(driver: Driver, size: tuple[int, int]) -> None:
    driver.resize(*size)
    assert {str(look): here for look in diagonal(size) if (here := found_in(driver, look))} == {}


def test_the_short_look_touches_every_page_and_wish() -> None:
    looks = [look for size in SIZES for look in diagonal(size)]
    assert {type(STATES[look.state].page).__name__ for look in looks} == set(PAGES)
    assert {look.wish for look in looks} == set(WISHES)


@pytest.mark.slow
@pytest.mark.parametrize("size", [USUAL, UPRIGHT], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_page_that_is_read_from_the_right_is_the_mirror_of_the_other(driver: Driver, size: tuple[int, int]) -> None:
    driver.resize(*size)
    from_left = {state: sides_of(driver, state, "en") for state in STATES}
    astray = {}
    for state in STATES:
        both = zip(from_left[state], sides_of(driver, state, "he"), strict=True)
        if same := [name for (name, side), (_name, other) in both if side * other > 0]:
            astray[state] = same
    assert astray == {}


def sides_of(driver: Driver, state: str, language: str) -> list[tuple[str, int]]:
    driver.stage.show(replace(STATES[state], language=language))
    lay_out(driver)
    return sides(driver)


def sides(driver: Driver) -> list[tuple[str, int]]:
    """At which side each thing to press or to look at stands: −1, 1, or 0 in the middle. Figures stand the same way everywhere. Of what
    scrolls each kind is told once for a side: how many rows there are depends on how long a language is.
    """
    shown = [each for each in seen(driver.stage) if isinstance(each, Pressing | Picture) and not _is_a_key(each)]
    told = [(type(each).__name__, _side(each, driver.window.width), scrolled_out(each)) for each in shown]
    scrolling = dict.fromkeys((name, side) for name, side, scrolls in told if scrolls)
    return [*((name, side) for name, side, scrolls in told if not scrolls), *scrolling]


def _is_a_key(widget: Any) -> bool:
    return any(type(parent).__name__ in {NumberPad.__name__, "Keys"} for parent in _above(widget))


def _above(widget: Any) -> Iterator[Any]:
    while widget.parent is not None and widget.parent is not widget:
        widget = widget.parent
        yield widget


def _side(widget: Any, width: float) -> int:
    left, _low, right, _high = box_of(widget)
    off = (left + right) / 2 / width - 0.5
    return 0 if abs(off) < MIDDLE_SHARE else (1 if off > 0 else -1)


# The measures see what is wrong ---------------------------------------------------------------------------------------------------


def test_a_text_that_is_made_too_long_is_found(driver: Driver) -> None:
    driver.show(STATES["choosing-8"])
    assert cut_words(driver) == []
    name = next(words for words in driver.all_words() if words.words == "Soup kitchen")
    name.words = "Soup kitchen " * 20
    lay_out(driver)
    assert any("shortened" in each for each in cut_words(driver))


def test_a_text_that_is_cut_in_a_list_is_found_too(driver: Driver) -> None:
    driver.show(STATES["staff-doctor"])
    assert cut_words(driver) == []
    finding = next(words for words in driver.all_words() if scrolled_out(words) and words.size_name == "note")
    finding.words, finding.lines_max = "The printer waits for somebody. " * 20, 2
    lay_out(driver)
    assert any("shortened" in each for each in cut_words(driver))


def test_a_row_that_is_too_low_for_its_texts_and_texts_that_meet_in_a_list_are_found(driver: Driver) -> None:
    driver.show(STATES["staff-doctor"])
    assert wrong(driver) == []
    one, other = [words for words in driver.all_words() if scrolled_out(words) and words.size_name == "note"][:2]
    row = one.parent.parent.parent
    row.height = one.height
    lay_out(driver)
    assert any("outside its row" in each for each in cut_words(driver))
    one.pos = other.pos
    assert overlapping(driver) != []


def test_a_translation_that_is_made_too_long_is_found(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.screens.choosing.say", lambda *_said, **_more: "Wolfeschlegelsteinhausenbergerdorff " * 9)
    driver.forget_pages()
    driver.show(STATES["choosing-5"])
    assert any("shortened" in each for each in cut_words(driver))


def test_texts_and_buttons_that_stand_on_each_other_are_found(driver: Driver) -> None:
    driver.show(STATES["present-busy"])
    assert overlapping(driver) == colliding(driver) == []
    one, other = [each for each in driver.buttons() if type(each).__name__ == "ActTile"][:2]
    other.pos = one.x + 20, one.y + 20
    lay_out(driver)
    assert overlapping(driver) != []
    assert colliding(driver) != []


def test_what_is_small_or_outside_or_has_left_its_corner_is_found(driver: Driver) -> None:
    driver.show(STATES["logging"])
    assert wrong(driver) == deed_astray(driver) == []
    deed = next(each for each in driver.buttons() if isinstance(each, DeedButton))
    deed.pos = driver.window.width - 20, 300
    assert deed_astray(driver) != []
    assert any("outside" in each for each in wrong(driver))
    deed.size = 40, 40
    assert too_small(driver) != []


def test_where_things_are_wished_larger_a_button_must_be_as_well(driver: Driver) -> None:
    usual = 80  # enough for a thumb, too little for whoever wants everything larger
    for is_large in (False, True):
        driver.show(replace(STATES["logging"], preferences=Preferences(large_text=is_large)))
        assert too_small(driver) == []
        next(each for each in driver.buttons() if isinstance(each, DeedButton)).height = usual * theme.scale
        assert (too_small(driver) != []) is is_large
        driver.forget_pages()


def test_a_page_that_is_not_mirrored_is_found(driver: Driver) -> None:
    driver.show(STATES["logging"])
    before = sides(driver)
    driver.show(replace(STATES["logging"], preferences=Preferences(left_handed=True)))
    assert [one for one, other in zip(before, sides(driver), strict=True) if one[1] * other[1] > 0] != [], "only the footer is mirrored"
