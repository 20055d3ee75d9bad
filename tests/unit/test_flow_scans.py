"""A code is heard on every page, is one scan while it is held up, and never takes half-done work away silently."""

import pytest

from kiosk.flow import times
from kiosk.flow.events import (
    ActivityWanted,
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DeedPressed,
    DigitPressed,
    ItemsRecorded,
    KeypadPressed,
    LogPressed,
    NotTaken,
    StaffPressed,
    StepPressed,
    VisitorRecognised,
)
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Enrolling,
    Farewell,
    Greeting,
    Leaving,
    Logging,
    Look,
    Page,
    PinPad,
    PleaseLook,
    Present,
    Section,
    Staff,
    Thanks,
    Welcome,
)
from kiosk.flow.requests import ReceiveCode
from kiosk.flow.values import Undo, Visitor
from tests.support.talk import AHMED, CARD, HATS, KNITTING, MAT, MIRIAM, NEWCOMER, SEVEN_HATS, Talk, entry_no

TAP = b"tap-----"
SOON = 1_000_500
UNDO = Undo((entry_no(1),), 1_000_000, SOON, TAP)
PAGES: tuple[Page, ...] = (
    Welcome(),
    Greeting(MIRIAM, 1_000_000, SOON, UNDO),
    Choosing(NEWCOMER, (KNITTING,), False, TAP, SOON),
    Present(MIRIAM, TAP, SOON),
    Logging(MIRIAM, HATS, 7, TAP, SOON),
    Thanks(MIRIAM, SEVEN_HATS, 1_000_000, SOON, UNDO),
    Farewell(MIRIAM, 95, (), 1_000_000, SOON, UNDO),
    AskWho(SEVEN_HATS, True, TAP, SOON),
    PleaseLook(Look.UNKNOWN, SOON),
    PinPad("12", SOON),
    Staff(1, Section.HERE, SOON),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_a_card_is_taken_on_every_page_and_types_into_nothing(page: Page) -> None:
    talk = Talk(page)
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    assert request.text == CARD
    talk.hears(ArrivalRecorded(AHMED, (entry_no(9),), request.tap_id))
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == AHMED


@pytest.mark.parametrize("page", [PinPad("12", SOON), Staff(1, Section.HERE, SOON)], ids=["PinPad", "Staff"])
def test_a_card_closes_the_leads_pages_at_once(page: Page) -> None:
    talk = Talk(page)
    talk.hears(CodeScanned(CARD))
    assert talk.is_welcome


@pytest.mark.parametrize("page", [Enrolling(), Leaving()], ids=["Enrolling", "Leaving"])
def test_a_machine_that_is_no_kiosk_yet_or_no_more_takes_no_code(page: Page) -> None:
    talk = Talk(page)
    assert talk.hears(CodeScanned(CARD)) == ()
    assert talk.page == page


def test_nothing_is_heard_in_an_empty_code() -> None:
    assert Talk().hears(CodeScanned(" \r\n")) == ()


def test_a_code_that_is_held_up_is_one_scan_until_it_was_away_for_three_seconds() -> None:
    talk = Talk()
    assert len(talk.hears(CodeScanned(CARD))) == 1
    for _frame in range(20):
        assert talk.hears(CodeScanned(CARD.lower()), after_ms=times.SAME_SCAN_MS - 1) == ()
    assert len(talk.hears(CodeScanned(CARD), after_ms=times.SAME_SCAN_MS)) == 1


def greeted(talk: Talk, visitor: Visitor = MIRIAM, text: str = CARD) -> None:
    (request,) = talk.hears(CodeScanned(text))
    assert isinstance(request, ReceiveCode)
    talk.hears(ArrivalRecorded(visitor, (entry_no(1),), request.tap_id))


def test_a_child_who_holds_up_the_same_card_again_and_again_stays_welcome_and_nothing_new_is_recorded() -> None:
    talk = Talk()
    greeted(talk)
    for _again in range(times.GREETED_ON_MS // 2_500 - 1):
        talk.waits(2_500)
        assert talk.hears(CodeScanned(CARD)) == ()
        assert isinstance(talk.page, Greeting), "a card that is held up must not be answered with “Hold up your card”"
        assert talk.page.shown_ms == talk.now_ms
        assert talk.page.visitor == MIRIAM
    talk.waits(times.GREETING_MS)
    assert talk.is_welcome


def test_the_first_ten_seconds_of_a_child_who_scans_on_can_be_taken_back() -> None:
    talk = Talk()
    greeted(talk)
    before = talk.page
    talk.hears(CodeScanned(CARD), after_ms=2_000)
    assert isinstance(before, Greeting)
    assert isinstance(talk.page, Greeting)
    assert talk.page.undo == before.undo, "its ten seconds run from the arrival"


def test_a_card_that_was_left_lying_gives_the_page_and_its_buttons_back() -> None:
    talk = Talk()
    greeted(talk)
    for _frame in range(2 * times.GREETED_ON_MS // 1_000):
        talk.waits(1_000)
        assert talk.hears(CodeScanned(CARD)) == ()
    assert talk.is_welcome


def test_the_next_person_is_greeted_at_once_while_a_child_scans_on() -> None:
    talk = Talk()
    greeted(talk)
    talk.hears(CodeScanned(CARD), after_ms=1_000)
    greeted(talk, AHMED, "MH1PAHMED")
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == AHMED
    (request,) = talk.hears(CodeScanned(CARD), after_ms=1_000)
    assert isinstance(request, ReceiveCode), "after somebody else it is asked anew"
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == AHMED, "and his page is not hers before the desk has said so"


def test_a_mat_that_is_held_up_keeps_nobody_s_greeting() -> None:
    talk = Talk()
    greeted(talk)
    assert len(talk.hears(CodeScanned(MAT), after_ms=1_000)) == 1
    assert talk.hears(CodeScanned(MAT), after_ms=1_500) == ()
    talk.waits(500)
    assert talk.is_welcome


def test_back_on_the_greeting_is_back_while_the_card_is_still_held_up() -> None:
    talk = Talk()
    greeted(talk)
    talk.hears(BackPressed())
    assert talk.hears(CodeScanned(CARD), after_ms=2_000) == ()
    assert talk.is_welcome


def test_two_codes_in_the_same_picture_are_two_scans_and_not_more() -> None:
    talk = Talk()
    assert [len(talk.hears(CodeScanned(text), after_ms=100)) for text in (CARD, MAT, CARD, MAT, CARD, MAT)] == [1, 1, 0, 0, 0, 0]


def test_the_next_person_may_show_the_same_mat_a_second_later() -> None:
    talk = Talk()
    (card,) = talk.hears(CodeScanned(CARD))
    assert isinstance(card, ReceiveCode)
    talk.hears(ArrivalRecorded(MIRIAM, (), card.tap_id))
    (mat,) = talk.hears(CodeScanned(MAT), after_ms=500)
    assert isinstance(mat, ReceiveCode)
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(1),), mat.tap_id))
    assert talk.hears(CodeScanned(MAT), after_ms=500) == (), "the same person, the same mat, held up"
    (card,) = talk.hears(CodeScanned("MH1PAHMED"), after_ms=500)
    assert isinstance(card, ReceiveCode)
    talk.hears(VisitorRecognised(AHMED, card.tap_id))
    (mat,) = talk.hears(CodeScanned(MAT), after_ms=500)
    assert isinstance(mat, ReceiveCode)
    assert mat.visitor == AHMED.who


def test_a_day_of_junk_costs_no_memory() -> None:
    talk = Talk()
    for number in range(100):
        assert talk.hears(CodeScanned(f"{number}" + "X" * 3_000))
    assert len(talk.conversation.heard) == times.HEARD_MAX
    assert all(len(heard.text) <= times.KEPT_CHARACTERS_MAX for heard in talk.conversation.heard)


def test_a_code_that_the_machine_could_not_take_is_the_same_act_when_it_comes_again() -> None:
    talk = Talk()
    (first,) = talk.hears(CodeScanned(MAT))
    assert isinstance(first, ReceiveCode)
    talk.hears(NotTaken(Look.TRY_AGAIN, first.tap_id))
    assert isinstance(talk.page, PleaseLook)
    assert talk.hears(CodeScanned(MAT), after_ms=2_000) == ()
    (again,) = talk.hears(CodeScanned(MAT), after_ms=1_000)
    assert again == first
    talk.hears(NotTaken(Look.NO_ROOM, first.tap_id))
    (later,) = talk.hears(CodeScanned(MAT), after_ms=times.FAILED_SCAN_MS)
    assert isinstance(later, ReceiveCode)
    assert later.tap_id != first.tap_id, "after a minute it is somebody else's hat"


def test_a_code_that_was_refused_is_a_new_act_when_it_comes_again() -> None:
    talk = Talk()
    (first,) = talk.hears(CodeScanned(CARD))
    assert isinstance(first, ReceiveCode)
    talk.hears(NotTaken(Look.UNKNOWN, first.tap_id))
    (again,) = talk.hears(CodeScanned(CARD), after_ms=times.SAME_SCAN_MS)
    assert isinstance(again, ReceiveCode)
    assert again.tap_id != first.tap_id


def logging_seven() -> Talk:
    talk = Talk(Present(MIRIAM, TAP, SOON))
    talk.hears(LogPressed())
    talk.hears(KeypadPressed())
    talk.hears(DigitPressed("7"))
    return talk


def asked_with(talk: Talk, text: str) -> bytes:
    (request,) = talk.hears(CodeScanned(text), after_ms=times.SAME_SCAN_MS)
    assert isinstance(request, ReceiveCode)
    return request.tap_id


def test_another_persons_card_is_served_and_records_nothing_of_what_was_half_done() -> None:
    talk = logging_seven()
    talk.hears(ArrivalRecorded(AHMED, (entry_no(1),), asked_with(talk, "MH1PAHMED")))
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == AHMED
    assert not [request for request in talk.requests if type(request).__name__ == "RecordItems"]


def test_the_same_persons_card_does_not_take_their_half_done_work_away() -> None:
    for answer in (VisitorRecognised, lambda visitor, tap_id: ArrivalRecorded(visitor, (), tap_id)):
        talk = logging_seven()
        talk.hears(answer(MIRIAM, asked_with(talk, CARD)))
        assert isinstance(talk.page, Logging)
        assert talk.page.amount == 7
        assert talk.page.until_ms == talk.now_ms + times.HALF_DONE_MS


def test_junk_before_the_scanner_gives_half_done_work_back() -> None:
    talk = logging_seven()
    talk.hears(NotTaken(Look.WEB_ADDRESS, asked_with(talk, "HTTPS://EXAMPLE.ORG")))
    assert isinstance(talk.page, PleaseLook)
    talk.hears(NotTaken(Look.WEB_ADDRESS, asked_with(talk, "HTTPS://EXAMPLE.NET")))
    talk.waits(times.PLEASE_LOOK_MS)
    assert isinstance(talk.page, Logging)
    assert talk.page.amount == 7
    assert talk.page.until_ms == talk.now_ms + times.HALF_DONE_MS
    talk.waits(times.HALF_DONE_MS + times.STILL_THERE_MS)
    assert talk.is_welcome


def test_a_finger_need_not_wait_for_the_please_look_page() -> None:
    talk = logging_seven()
    talk.hears(NotTaken(Look.PRODUCT, asked_with(talk, "5012345678900")))
    talk.hears(BackPressed())
    assert isinstance(talk.page, Logging)


def test_an_answer_for_somebody_who_went_away_does_not_disturb_who_is_in_the_middle_of_something() -> None:
    talk = Talk(Present(MIRIAM, TAP, SOON))
    talk.hears(LogPressed())
    talk.hears(DeedPressed())
    slow = talk.asked
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(1),), slow))
    assert isinstance(talk.page, Present)


def test_an_answer_does_not_disturb_the_lead_at_the_pin_pad() -> None:
    talk = Talk()
    tap_id = asked_with(talk, CARD)
    talk.hears(StaffPressed())
    talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), tap_id))
    assert isinstance(talk.page, PinPad)


def test_a_late_record_is_still_thanked_for_while_nobody_is_in_the_middle_of_something() -> None:
    talk = Talk(Present(MIRIAM, TAP, SOON))
    talk.hears(LogPressed())
    talk.hears(DeedPressed())
    slow = talk.asked
    talk.waits(times.LOGGING_MS)
    assert talk.is_welcome
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(1),), slow))
    assert isinstance(talk.page, Thanks)


def test_two_cards_in_one_breath_are_both_served_and_the_second_keeps_the_floor() -> None:
    talk = Talk()
    (first,) = talk.hears(CodeScanned(CARD))
    (second,) = talk.hears(CodeScanned("MH1PAHMED"), after_ms=50)
    assert isinstance(first, ReceiveCode)
    assert isinstance(second, ReceiveCode)
    talk.hears(VisitorRecognised(MIRIAM, first.tap_id))
    assert isinstance(talk.page, Present)
    assert talk.page.visitor == MIRIAM
    talk.hears(ActivityWanted(AHMED, (KNITTING,), second.tap_id))
    assert isinstance(talk.page, Choosing)
    assert talk.page.visitor == AHMED


def test_a_code_says_which_unanswered_one_it_came_behind() -> None:
    talk = Talk()
    (card,) = talk.hears(CodeScanned(CARD))
    (mat,) = talk.hears(CodeScanned(MAT), after_ms=50)
    assert isinstance(card, ReceiveCode)
    assert isinstance(mat, ReceiveCode)
    assert (card.after, mat.after) == (b"", card.tap_id)


def test_a_late_card_does_not_record_a_mat_that_a_finger_is_counting_for_the_table() -> None:
    talk = Talk(AskWho(SEVEN_HATS, for_table=True, tap_id=b"mat-page", until_ms=2_000_000))
    talk.hears(DeedPressed())
    talk.hears(CodeScanned(CARD))
    assert talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), b"mat-page")) == ()
    assert isinstance(talk.page, AskWho)


def test_what_was_added_is_thanked_for_although_the_next_card_was_already_held_up() -> None:
    talk = logging_seven()
    talk.hears(DeedPressed())
    assert isinstance(talk.page, Logging)
    tap_id = talk.page.tap_id
    scan = asked_with(talk, "MH1PAHMED")
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(1),), tap_id))
    assert isinstance(talk.page, Thanks)
    talk.hears(VisitorRecognised(AHMED, scan))
    assert isinstance(talk.page, Present)


def test_a_step_on_the_log_page_is_kept_while_a_card_is_looked_up() -> None:
    talk = logging_seven()
    asked_with(talk, "MH1PAHMED")
    talk.hears(StepPressed(1))
    assert isinstance(talk.page, Logging)
    assert talk.page.amount == 8
