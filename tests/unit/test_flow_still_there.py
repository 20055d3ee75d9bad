"""Nothing half-done goes without the question whether its owner is still there; and who needs time is given it."""

import pytest
from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import (
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DeedPressed,
    ItemsRecorded,
    NotTaken,
    StepPressed,
    VisitorRecognised,
)
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Gathering,
    Greeting,
    Headcount,
    Logging,
    Look,
    Page,
    PleaseLook,
    Present,
    Section,
    Staff,
    StillThere,
    Thanks,
    Welcome,
)
from kiosk.flow.people_events import MemberPressed
from kiosk.flow.requests import ReceiveCode, RecordItems
from kiosk.flow.values import Heads, TallyRow
from sync.domain.roster import Preferences
from tests.support.talk import AHMED, BOARD, CLASS_4B, FAMILY, HATS, KNITTING, MIRIAM, OBJECTS, SEVEN_HATS, Talk, entry_no

SOON = 1_000_001
TAP = b"tap-----"
HALF_DONE: tuple[Page, ...] = (
    Logging(MIRIAM, HATS, 7, TAP, SOON),
    Logging(MIRIAM, OBJECTS, 1, TAP, SOON, outcome=OBJECTS.outcomes[0]),
    Headcount(CLASS_4B, Heads(3), (), False, TAP, SOON),
    Gathering(MIRIAM, FAMILY, (), (), TAP, SOON, changed=True),
    Choosing(MIRIAM, (KNITTING,), False, TAP, SOON, members=(MIRIAM.who,)),
    Choosing(CLASS_4B, (KNITTING,), False, TAP, SOON, heads=Heads(3)),
    Searching("mir", "en", (), TAP, SOON),
    AskWho(SEVEN_HATS, True, TAP, SOON),
    Staff(1, Section.TALLY, SOON, tally=(TallyRow(KNITTING.name, HATS),), told=True, counting=0, amount=310),
)
UNTOUCHED: tuple[Page, ...] = (
    Logging(MIRIAM, HATS, 1, TAP, SOON),
    Logging(MIRIAM, OBJECTS, 1, TAP, SOON),
    Headcount(CLASS_4B, Heads(28, 2), (), False, TAP, SOON),
    Gathering(MIRIAM, FAMILY, (MIRIAM.who,), (), TAP, SOON),
    Choosing(MIRIAM, (KNITTING,), False, TAP, SOON),
    Searching("", "en", (), TAP, SOON),
    Present(MIRIAM, TAP, SOON),
    Staff(1, Section.TALLY, SOON),
)


def asked(page: Page = HALF_DONE[0]) -> Talk:
    talk = Talk(page)
    talk.waits(1)
    assert isinstance(talk.page, StillThere)
    return talk


@pytest.mark.parametrize("page", HALF_DONE)
def test_half_done_work_is_asked_about_and_one_touch_brings_it_back_as_it_was(page: Page) -> None:
    talk = asked(page)
    talk.hears(DeedPressed())
    assert replace(talk.page, until_ms=SOON) == page
    assert talk.requests == [], "nothing is recorded by being there"


@pytest.mark.parametrize("page", HALF_DONE)
def test_nobody_answers_and_nothing_was_recorded(page: Page) -> None:
    talk = asked(page)
    talk.waits(times.STILL_THERE_MS - 1)
    assert isinstance(talk.page, StillThere)
    talk.waits(1)
    assert talk.is_welcome
    assert talk.requests == []


@pytest.mark.parametrize("page", UNTOUCHED)
def test_a_page_on_which_nothing_was_done_goes_without_a_question(page: Page) -> None:
    talk = Talk(page)
    talk.waits(1)
    assert talk.is_welcome


def test_unticking_somebody_is_work_that_is_asked_about() -> None:
    talk = Talk(next(page for page in UNTOUCHED if isinstance(page, Gathering)))
    talk.hears(MemberPressed(FAMILY[1].who))
    talk.waits(times.HALF_DONE_MS)
    assert isinstance(talk.page, StillThere)


def test_i_have_finished_is_an_answer_too() -> None:
    talk = asked()
    talk.hears(StepPressed(1))
    assert isinstance(talk.page, StillThere), "only its own buttons answer"
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_the_same_persons_card_is_an_answer_and_brings_their_count_back() -> None:
    talk = asked()
    (request,) = talk.hears(CodeScanned("MH1PMIRIAM"))
    assert isinstance(request, ReceiveCode)
    assert request.visitor == MIRIAM.who, "a mat would still log for them"
    talk.hears(VisitorRecognised(MIRIAM, request.tap_id))
    assert isinstance(talk.page, Logging)
    assert talk.page.amount == 7
    talk = asked()
    talk.hears(CodeScanned("MH1PMIRIAM"))
    talk.hears(ArrivalRecorded(MIRIAM, (), talk.asked))
    assert isinstance(talk.page, Logging)


def test_another_persons_card_is_served_at_once() -> None:
    talk = asked()
    talk.hears(CodeScanned("MH1PAHMED"))
    talk.hears(VisitorRecognised(AHMED, talk.asked))
    assert isinstance(talk.page, Present)
    assert talk.page.visitor == AHMED


def test_a_mat_still_waits_for_its_owners_card_under_the_question() -> None:
    talk = asked(AskWho(SEVEN_HATS, True, TAP, SOON))
    talk.hears(CodeScanned("MH1PMIRIAM"))
    (request,) = talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), talk.asked))
    assert request == RecordItems(MIRIAM.who, 1, 1, 7, TAP)
    assert isinstance(talk.page, Greeting)


def test_junk_before_the_scanner_gives_the_half_done_work_back() -> None:
    talk = asked()
    talk.hears(CodeScanned("JUNK"))
    talk.hears(NotTaken(Look.NOT_OURS, talk.asked))
    assert isinstance(talk.page, PleaseLook)
    talk.waits(times.PLEASE_LOOK_MS)
    assert isinstance(talk.page, Logging)


def test_a_card_closes_the_leads_counting_before_anybody_is_served() -> None:
    talk = asked(HALF_DONE[-1])
    talk.hears(CodeScanned("MH1PAHMED"))
    assert talk.is_welcome


def test_what_was_asked_for_before_the_question_is_still_thanked_for() -> None:
    talk = Talk(HALF_DONE[0])
    talk.hears(DeedPressed())
    talk.waits(times.HALF_DONE_MS)
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), TAP))
    assert isinstance(talk.page, Thanks)


@pytest.mark.parametrize("wish", ["large_text", "spoken", "calm"])
def test_who_needs_time_is_given_twice_as_much(wish: str) -> None:
    talk = Talk(Present(MIRIAM, TAP, 1_000_000 + times.PRESENT_MS))
    talk.conversation = replace(talk.conversation, preferences=replace(Preferences(), **{wish: True}))
    talk.waits(times.PRESENT_MS * 2 - 1)
    assert isinstance(talk.page, Present)
    talk.waits(1)
    assert talk.is_welcome


def test_a_venue_may_be_more_patient_with_everybody() -> None:
    for page, waits_ms in (
        (Present(MIRIAM, TAP, 1_000_000), times.PRESENT_MS),
        (PleaseLook(Look.UNKNOWN, 1_000_000), times.PLEASE_LOOK_MS),
        (StillThere(Logging(MIRIAM, HATS, 7, TAP, SOON), 1_000_000), times.STILL_THERE_MS),
    ):
        talk = Talk(page)
        talk.conversation = replace(talk.conversation, patience_percent=300)
        talk.waits(waits_ms * 2 - 1)
        assert type(talk.page) is type(page)
        talk.waits(1)
        assert talk.conversation.page == Welcome()
    assert talk.conversation.board == BOARD
