"""Can everybody use the kiosk in their own language: whole sentences, nothing cut, from the right where it is read from the right?"""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flow.values import Board
from kiosk.screens.samples import every_state, talk
from kiosk.window.catalogues import ENGLISH
from kiosk.window.shaping import RIGHT_TO_LEFT, in_drawing_order, wrap
from kiosk.window.text import LANGUAGE_NAMES
from sync.domain.names import as_on_a_card
from tests.support.driver import Driver

STATES = every_state()
OTHERS = [language for language in LANGUAGE_NAMES if language != ENGLISH]


def in_language(state: str, language: str) -> Any:
    return replace(STATES[state], language=language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("he", "להוסיף 7 כובעים"),
        ("ar", "إضافة 7 قبعات"),
        ("ur", "7 ٹوپیاں شامل کریں"),
        ("cy", "Ychwanegu 7\u00a0× het"),
        ("pl", "Dodaj: 7\u00a0×\u00a0czapka"),
        ("fr", "Ajouter 7 bonnets"),
    ],
)
def test_the_deed_is_one_sentence_of_one_language(driver: Driver, language: str, said: str) -> None:
    driver.show(in_language("logging", language))
    assert said in driver.texts()


def test_a_language_that_we_do_not_speak_is_english_with_the_event_s_texts(driver: Driver) -> None:
    conversation = STATES["logging"]
    page = replace(conversation.page, making=replace(conversation.page.making, many={"en": "hats", "xx": "xxx"}))  # type: ignore[union-attr]  # it is a Logging
    driver.show(replace(conversation, page=page, language="xx"))
    assert "Add 7 hats" in driver.texts()
    assert [text for text in driver.texts() if "xxx" in text] == []


def test_a_language_that_we_do_not_speak_is_not_offered(driver: Driver) -> None:
    board: Board = replace(STATES["welcome"].board, languages=("en", "xx", "pl"))
    driver.show(talk(STATES["welcome"].page, board))
    assert "Polski" in driver.texts()


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT & set(OTHERS)))
def test_from_right_to_left_the_digits_to_compare_still_stand_from_left_to_right(driver: Driver, language: str) -> None:
    driver.show(in_language("enrolling-waiting", language))
    digits = sorted((words for words in driver.all_words() if words.words.isdigit()), key=lambda words: words.to_window(*words.pos))
    assert "".join(words.words for words in digits) == "407193"


@pytest.mark.parametrize("wide", [7, 8, 9])
def test_a_dot_between_two_things_stands_neither_at_the_end_nor_at_the_beginning_of_a_line(wide: int) -> None:
    assert wrap("kartki · cel: 5", wide, len, "L") == ["kartki", "cel: 5"]
    assert wrap("kartki · cel: 5", 20, len, "L") == ["kartki · cel: 5"]


def test_an_alef_before_a_lam_is_not_drawn_as_lam_alef() -> None:
    assert "\ufedf\u200c\ufe8e" in in_drawing_order("رسالة", "R")
    assert "\u200c" not in in_drawing_order("سلام", "R")


@pytest.mark.slow
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_but_names_is_in_english(driver: Driver, language: str) -> None:
    for state in STATES:
        driver.show(STATES[state])
        english = {text for text in driver.texts() if " " in text and re.search(r"[a-z]{4}", text)}
        driver.show(in_language(state, language))
        both = english & set(driver.texts())
        venue = {STATES[state].board.venue["en"]} | {text for text in both if text.startswith(STATES[state].board.venue["en"])}
        assert both - venue - names_in(STATES[state]) == set(), state


def names_in(conversation: Any) -> set[str]:
    visitor = getattr(conversation.page, "visitor", None)
    here = (*getattr(conversation.page, "here", ()), *getattr(conversation.page, "members", ()), *getattr(conversation.page, "found", ()))
    newcomer = getattr(conversation.page, "newcomer", None)
    typed = newcomer.typed if newcomer else getattr(conversation.page, "typed", "")
    named = {typed, as_on_a_card(typed), newcomer.group_name} if newcomer else {typed}
    named |= {getattr(conversation.page, "shown_name", "")}
    return named | ({visitor.shown_name} if visitor else set()) | {person.shown_name for person in here}
