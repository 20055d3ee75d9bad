"""A lead takes somebody off the list of who is in the building: asked about once, said afterwards, and taken back within ten seconds."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import BackPressed, DeedPressed, StaffToldHere, TimePassed, UndoPressed, UndoRecorded
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.pages import Section, Staff, Welcome
from kiosk.flow.people_events import HasLeftPressed, SignedOff
from kiosk.flow.requests import PrepareTap, RecordSignOff, RecordUndo, TellStaff
from kiosk.flow.values import PersonHere
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq
from tests.support.talk import MIRIAM, Talk

LEFT = EntryId(DeviceNo(2), Incarnation(7), Seq(41))


def at_the_question() -> Talk:
    talk = Talk(Staff(lead=3, section=Section.HERE, until_ms=2_000_000))
    talk.hears(StaffToldHere((PersonHere(MIRIAM.who, "Miriam K.", None, 0),)))
    assert talk.hears(HasLeftPressed(MIRIAM.who)) == ()
    assert isinstance(talk.page, SigningOff)
    assert talk.requests[-1] == PrepareTap(talk.page.tap_id)
    return talk


def off_the_list() -> Talk:
    talk = at_the_question()
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, RecordSignOff)
    assert (request.lead, request.who) == (3, MIRIAM.who)
    talk.hears(SignedOff((LEFT,), request.tap_id))
    return talk


def test_who_left_without_a_card_is_taken_off_by_one_press_and_one_yes() -> None:
    talk = off_the_list()
    page = talk.page
    assert isinstance(page, SigningOff)
    assert page.undo is not None
    assert talk.hears(DeedPressed()) == (), "the word afterwards has no deed"


def test_pressing_yes_twice_takes_off_once() -> None:
    talk = at_the_question()
    assert len(talk.hears(DeedPressed())) == 1
    assert talk.hears(DeedPressed()) == ()


def test_back_leaves_the_list_as_it_was() -> None:
    talk = at_the_question()
    assert talk.hears(BackPressed()) == (TellStaff(Section.HERE),)
    assert isinstance(talk.page, Staff)


def test_taking_back_within_ten_seconds_leads_to_the_list_again() -> None:
    talk = off_the_list()
    (request,) = talk.hears(UndoPressed())
    assert isinstance(request, RecordUndo)
    assert request.entries == (LEFT,)
    assert talk.hears(UndoRecorded(request.tap_id)) == (TellStaff(Section.HERE),)
    assert isinstance(talk.page, Staff)


def test_after_ten_seconds_the_list_stands_again_by_itself() -> None:
    talk = off_the_list()
    talk.now_ms += times.UNDO_MS
    assert talk.hears(TimePassed()) == (TellStaff(Section.HERE),)
    assert isinstance(talk.page, Staff)


def test_a_lead_who_walks_away_from_the_question_leaves_no_name_on_the_screen() -> None:
    talk = at_the_question()
    talk.now_ms += times.STAFF_MS
    talk.hears(TimePassed())
    assert isinstance(talk.page, Welcome)


def test_who_is_not_on_the_list_cannot_be_taken_off_it_and_an_answer_for_another_page_changes_nothing() -> None:
    talk = at_the_question()
    talk.hears(BackPressed())
    assert talk.hears(HasLeftPressed(MIRIAM.who)) == (), "the list is not told yet"
    assert talk.hears(SignedOff((LEFT,), b"another tap")) == ()
    assert isinstance(talk.page, Staff)
    assert talk.page == replace(talk.page, here=())
