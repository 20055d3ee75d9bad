"""Does a name come out as its owner writes it, whatever the language of the page?"""

import pytest

from kiosk.screens.pieces.words import Typeface, measure, typeset
from kiosk.screens.samples import ARABIC_NAME, HEBREW_NAME, LONG_NAME, every_state
from kiosk.window.shaping import balanced, direction, in_drawing_order, joined, set_apart, shorten, wrap
from kiosk.window.text import say
from tests.support.driver import Driver

STATES = every_state()
FRENCH = "De quel groupe faites-vous partie ?"


def by_letters(line: str) -> float:
    """A measure for tests: ten pixels a letter."""
    return 10.0 * len(line)


def test_hebrew_is_drawn_from_its_end() -> None:
    assert in_drawing_order("שלום", "R") == "םולש"


def test_a_hebrew_name_leaves_an_english_sentence_whole() -> None:
    sentence = say("en", "Hello again, {name}. You are number {count}.", name="דוד", count=7)
    assert in_drawing_order(sentence, direction(sentence)) == "Hello again, דוד. You are number 7.".replace("דוד", "דוד"[::-1])


def test_without_being_set_apart_a_number_after_a_name_would_be_pulled_along() -> None:
    assert in_drawing_order("דוד 7 hats", "L") != in_drawing_order(f"{set_apart('דוד', in_right_to_left=False)} 7 hats", "L")


def test_the_full_stop_of_an_initial_stays_with_it_in_a_hebrew_sentence() -> None:
    sentence = "תודה, {name}".format(name=set_apart("Miriam K.", in_right_to_left=True))
    assert in_drawing_order(sentence, "R").startswith("Miriam K.")


def test_the_hyphen_at_which_a_name_was_broken_stays_with_it_on_a_hebrew_page() -> None:
    assert in_drawing_order("תודה, Featherstone-", "R") == "Featherstone- ,הדות"
    assert in_drawing_order("בן-", "R") == "-ןב"


def test_brackets_are_mirrored() -> None:
    assert in_drawing_order("דוד (אבא)", "R") == "(אבא)"[::-1].translate({40: 41, 41: 40}) + " " + "דוד"[::-1]


def test_arabic_letters_are_joined() -> None:
    drawn = in_drawing_order("محمد", "R")
    assert drawn != "محمد"[::-1]
    assert all(0xFB50 <= ord(letter) <= 0xFEFC for letter in drawn)


def test_lines_are_wrapped_in_reading_order_before_they_are_reordered() -> None:
    lines = wrap("אחת שתיים שלוש ארבע", 100, by_letters, "R")
    assert lines == ["אחת שתיים", "שלוש ארבע"]


def test_latin_text_is_left_as_it_is() -> None:
    assert in_drawing_order("Zoë O’Brien-Łukasz", "L") == "Zoë O’Brien-Łukasz"


@pytest.mark.parametrize("text", ["Good to see you all", LONG_NAME, "a", "", "one two three four five six seven"])
@pytest.mark.parametrize("width", [40, 120, 300])
def test_nothing_is_lost_by_wrapping(text: str, width: float) -> None:
    assert joined(wrap(text, width, by_letters, "L")) == text
    assert joined(balanced(text, width, by_letters, "L")) == text


def test_balancing_needs_no_more_lines_and_leaves_no_word_alone() -> None:
    assert balanced("Good to see you all again", 200, by_letters, "L") == ["Good to see", "you all again"]


def test_a_hyphen_is_a_place_to_break_and_a_no_break_space_is_none() -> None:
    assert wrap("Featherstone-Haugh", 140, by_letters, "L") == ["Featherstone-", "Haugh"]
    assert wrap("take 2\u00a0h now", 70, by_letters, "L") == ["take", "2\u00a0h now"]


def test_what_is_shortened_ends_with_an_ellipsis_and_fits() -> None:
    short = shorten("Bartholomew", 60, by_letters, "L")
    assert short == "Barth…"
    assert shorten("Bart", 60, by_letters, "L") == "Bart"


@pytest.mark.parametrize("state", ["greeting-hebrew", "greeting-arabic", "greeting-urdu", "greeting-long"])
def test_a_name_is_greeted_whole(driver: Driver, state: str) -> None:
    driver.show(STATES[state])
    name = STATES[state].page.visitor.shown_name  # type: ignore[union-attr]  # these states are greetings
    words = next(each for each in driver.all_words() if each.words == name)
    assert not words.is_shortened
    assert joined(words.lines) == name
    driver.keep(state)


def test_markup_in_a_name_is_only_letters(driver: Driver) -> None:
    from kiosk.screens.samples import greeting, named

    driver.show(greeting(named("[b]Bobby[/b] {count} & <i>")))
    assert "[b]Bobby[/b] {count} & <i>" in driver.texts()
    assert {HEBREW_NAME, ARABIC_NAME}.isdisjoint(driver.texts())


def test_a_line_is_measured_before_its_typeface_was_drawn_as_wide_as_it_is_drawn(driver: Driver) -> None:
    driver.show(STATES["welcome"])
    faces = [Typeface(strong=strong, px=px) for px in range(18, 60) for strong in (True, False)]
    measured = [measure(face)(FRENCH) for face in faces]
    assert measured == [typeset.__wrapped__(FRENCH, face).width for face in faces]
    assert measured == [face.typesetter("").get_extents(FRENCH)[0] for face in faces]
