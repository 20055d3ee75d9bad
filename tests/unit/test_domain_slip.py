"""The slip to take home and the undo card: what they say, and that nothing else is taken for them."""

import datetime as dt
import zlib

import pytest

from sync.domain.codes import Mat, Pass, Unread, Why, read_code
from sync.domain.judge import AcceptedUndo, Refusal, Refused, judge
from sync.domain.slip import MADE_MAX, MINUTES_MAX, Keepsake, Slip, keepsake, make_slip, read_slip, slip_of
from sync.domain.undo_card import UndoCard, make_undo_card, read_undo_card
from tests.support.day import EVENT, SCHOOL, WARD
from tests.support.desk import told_here

DAY = dt.date(2026, 11, 22)
SLIP = Slip(EVENT, DAY, 135, (Keepsake("7", "HATS"), Keepsake("12.50", "GBP")))
TEXT = make_slip(SLIP)
UNDO = make_undo_card(UndoCard(EVENT, WARD))


def test_a_slip_is_a_line_that_a_person_can_read_and_names_nobody() -> None:
    assert TEXT.rsplit("/", 1)[0] == "MH1S/7/2026-11-22/135 MIN/7 HATS/12.50 GBP"
    assert read_code(TEXT.lower()) == SLIP


def test_a_slip_of_somebody_who_made_nothing_says_the_time() -> None:
    only_time = Slip(EVENT, DAY, 0)
    assert read_slip(make_slip(only_time)) == only_time


def test_of_a_noun_stays_what_a_code_of_capitals_can_say() -> None:
    assert keepsake("1", "gâteau d’anniversaire") == Keepsake("1", "GTEAU DANNIVERSAIRE")
    assert keepsake("1", "כובע").noun == "THINGS"
    assert len(keepsake("1", "very " * 20).noun) <= 24


def test_a_slip_keeps_within_what_a_phone_can_photograph() -> None:
    full = slip_of(EVENT, DAY, 10**9, [keepsake(str(number), "letters with drawings abroad") for number in range(20)])
    assert (len(full.made), full.minutes) == (MADE_MAX, MINUTES_MAX)
    assert len(make_slip(full)) < 250


@pytest.mark.parametrize("at", range(5, len(TEXT)))
def test_a_changed_slip_is_damaged(at: int) -> None:
    changed = TEXT[:at] + ("1" if TEXT[at] != "1" else "2") + TEXT[at + 1 :]
    assert read_code(changed) == Unread(Why.DAMAGED)


@pytest.mark.parametrize(
    "body",
    [
        "MH1S/7/2026-02-30/5 MIN",
        "MH1S/07/2026-11-22/5 MIN",
        "MH1S/9999999999/2026-11-22/5 MIN",
        "MH1S/7/2026-11-22/5 MIN/HATS",
        "MH1S/7/2026-11-22/5 MIN/7 ",
        "MH1S/7/2026-11-22/5 MIN" + "/1 HAT" * (MADE_MAX + 1),
    ],
)
def test_a_slip_with_a_right_check_and_a_wrong_form_is_damaged(body: str) -> None:
    assert read_code(f"{body}/{zlib.crc32(body.encode()):08X}") == Unread(Why.DAMAGED)


def test_a_slip_that_is_held_up_opens_nothing() -> None:
    assert judge(SLIP, told_here()) == Refused(Refusal.SLIP)


def test_an_undo_card_is_of_one_venue_and_is_neither_pass_nor_mat() -> None:
    card = read_code(f" {UNDO.lower()}\n")
    assert card == UndoCard(EVENT, WARD)
    assert not isinstance(card, Pass | Mat)
    assert judge(card, told_here()) == AcceptedUndo()
    assert judge(UndoCard(EVENT, SCHOOL), told_here()) == Refused(Refusal.MAT_OF_ANOTHER_VENUE)
    assert judge(UndoCard(EVENT + 1, WARD), told_here()) == Refused(Refusal.FOREIGN_EVENT)


@pytest.mark.parametrize("at", range(4, len(UNDO)))
def test_a_changed_undo_card_undoes_nothing(at: int) -> None:
    changed = UNDO[:at] + ("1" if UNDO[at] != "1" else "2") + UNDO[at + 1 :]
    assert read_code(changed) == Unread(Why.DAMAGED)


def test_an_undo_card_has_one_spelling_within_its_range() -> None:
    body = "MH1U99999999990000000002"
    assert read_undo_card(f"{body}{zlib.crc32(body.encode()):08X}") is None
    with pytest.raises(AssertionError):
        make_undo_card(UndoCard(-1, 1))
    with pytest.raises(AssertionError):
        make_undo_card(UndoCard(1, 2**32))
