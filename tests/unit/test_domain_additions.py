"""A scanner that adds something of its own does no harm, and nothing is taken for a card that is none."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.codes import ADDED_CHARACTERS_MAX, CODE_CHARACTERS_MAX, Pass, Unread, read_code, read_shown, without_additions
from sync.domain.slip import Slip, keepsake, make_slip
from sync.domain.undo_card import UndoCard, make_undo_card
from tests.support.day import AHMED, MIRIAM
from tests.support.desk import mat_of, pass_of

CARD, OTHER, MAT = pass_of(MIRIAM), pass_of(AHMED), mat_of(5)
FEW = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789]$%*+-. ", max_size=ADDED_CHARACTERS_MAX)


@pytest.mark.parametrize("code", [CARD, MAT])
@pytest.mark.parametrize(("before", "after"), [("]Q1", ""), ("", "$"), ("A", "ZZZ"), ("MH1", "M"), ("", ""), ("X" * 16, "7" * 16)])
def test_a_card_or_mat_is_read_whatever_few_characters_the_scanner_adds(code: str, before: str, after: str) -> None:
    assert without_additions(before + code + after) == code
    assert without_additions((before + code + after).lower()) == code


def test_a_shift_key_that_is_stuck_changes_no_card() -> None:
    assert without_additions("]" + CARD.translate(str.maketrans("4578", "$%&*")) + "$") == CARD


@given(FEW, FEW)
def test_no_prefix_and_no_suffix_makes_another_person_of_somebody(before: str, after: str) -> None:
    read = read_shown(before + CARD + after)
    assert isinstance(read, Unread) or read == read_code(CARD)


@pytest.mark.parametrize(
    "text",
    [
        CARD + OTHER,
        CARD[:80] + OTHER,
        "X" * 17 + CARD,
        CARD + "X" * 17,
        "HTTPS://A.B/" + CARD,
        CARD[:-1],
        "",
        "A" * CODE_CHARACTERS_MAX * 2,
    ],
)
def test_what_is_not_one_card_with_a_little_around_it_stays_as_it_is(text: str) -> None:
    assert without_additions(text) == text


@given(st.lists(st.booleans(), min_size=len(CARD), max_size=2 * len(CARD)), st.integers(0, len(CARD)))
def test_two_cards_typed_into_each_other_are_one_of_the_two_or_nobodys(turns: list[bool], begun: int) -> None:
    keys = {True: list(CARD[begun:]), False: list(OTHER)}
    typed = list(CARD[:begun])
    both = [*turns, *[True] * len(CARD), *[False] * len(OTHER)]
    typed.extend(keys[turn].pop(0) for turn in both if keys[turn])
    for text in ("".join(typed), "".join(typed[: len(CARD)]), "".join(typed[len(CARD) :])):
        read = read_shown(text)
        assert not isinstance(read, Pass) or read.who in (MIRIAM, AHMED)
        assert isinstance(read, Unread) or read in (read_code(CARD), read_code(OTHER))


def test_undo_cards_and_slips_are_read_with_what_a_scanner_adds() -> None:
    made = (keepsake("7", "hats"), keepsake("12.50", "GBP"))
    slips = [make_slip(Slip(1, dt.date(2026, 11, 22), 135, made[:count])) for count in range(3)]
    for code in (make_undo_card(UndoCard(1, 2)), *slips):
        for before, after in (("]Q1", ""), ("", "A0"), ("(", ")"), ("]Q1", "\r")):
            assert read_shown(f"{before}{code}{after}") == read_code(code)
        assert without_additions(f"HTTPS://X.EXAMPLE/{code}") != code, "a web address in which one stands is none"
        assert isinstance(read_shown(code + code), Unread)
