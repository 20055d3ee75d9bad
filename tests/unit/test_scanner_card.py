"""Trying the scanner: what is wrong is said in words, what does no harm is said to do none, and nobody is checked in by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow import times
from kiosk.flow.events import BackPressed, CodeScanned, DeedPressed, TryScannerPressed
from kiosk.flow.pages import Section, Staff, TryingScanner
from kiosk.flow.requests import TellStaff
from kiosk.flow.values import Manner
from sync.domain.codes import Mat, Pass, read_code
from sync.domain.scanner_card import TEST_CARD, Judged, Verdict, judged
from tests.support.talk import CARD, Talk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEST_CARD, Judged(Verdict.WHOLE)),
        (TEST_CARD.lower(), Judged(Verdict.WHOLE)),
        ("]Q1" + TEST_CARD, Judged(Verdict.ADDED, "]Q1")),
        (TEST_CARD + "$", Judged(Verdict.ADDED, "$")),
        (TEST_CARD[:-1], Judged(Verdict.CUT)),
        (TEST_CARD[3:], Judged(Verdict.CUT)),
        (TEST_CARD.translate(str.maketrans("YZ", "ZY")), Judged(Verdict.MIXED)),
        (TEST_CARD.translate(str.maketrans("AQZW", "QAWZ")), Judged(Verdict.MIXED)),
        (CARD, Judged(Verdict.ANOTHER)),
        ("M", Judged(Verdict.ANOTHER)),
        ("", Judged(Verdict.ANOTHER)),
    ],
)
def test_what_became_of_the_card_is_known(text: str, expected: Judged) -> None:
    assert judged(text) == expected


@given(st.text(max_size=100))
def test_only_the_whole_card_is_called_whole(text: str) -> None:
    assert (judged(text).verdict is Verdict.WHOLE) == (text.upper() == TEST_CARD)


def test_the_test_card_is_neither_a_pass_nor_a_mat() -> None:
    assert not isinstance(read_code(TEST_CARD), Pass | Mat)


def trying() -> Talk:
    talk = Talk(Staff(1, Section.DOCTOR, 1_100_000))
    talk.hears(TryScannerPressed())
    assert isinstance(talk.page, TryingScanner)
    return talk


def test_a_card_that_is_tried_is_judged_and_not_sent_to_the_desk() -> None:
    talk = trying()
    assert talk.hears(CodeScanned(TEST_CARD + "$", Manner(without_enter=True))) == ()
    assert isinstance(talk.page, TryingScanner)
    assert talk.page.judged == Judged(Verdict.ADDED, "$")
    assert talk.page.manner.without_enter
    assert talk.hears(CodeScanned(CARD)) == ()
    assert talk.page.judged == Judged(Verdict.ANOTHER)


def test_from_trying_the_way_leads_back_to_the_doctor_and_by_itself_to_welcome() -> None:
    talk = trying()
    assert talk.hears(BackPressed()) == (TellStaff(Section.DOCTOR),)
    assert isinstance(talk.page, Staff)
    talk = trying()
    talk.waits(times.STAFF_MS)
    assert talk.is_welcome


def test_a_press_that_belongs_elsewhere_leaves_the_scanners_page_as_it_is() -> None:
    talk = Talk(TryingScanner(lead=1, until_ms=2_000_000))
    before = talk.page
    assert talk.hears(DeedPressed()) == ()
    assert talk.page == before
