"""Leaving: one kind question, thanks, and a slip to take home."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import KeepOpenPressed, TakeHomePressed, UndoCardShown
from kiosk.flow.act_pages import BeforeLeaving, TakeHome
from kiosk.flow.events import (
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DeedPressed,
    DepartureRecorded,
    ItemsRecorded,
    LeavePressed,
    LogPressed,
    StepPressed,
    UndoPressed,
    UndoRecorded,
    VisitorRecognised,
)
from kiosk.flow.pages import Farewell, Greeting, Logging, Present, Thanks
from kiosk.flow.requests import ReceiveCode, RecordDeparture, RecordItems, RecordUndo
from kiosk.flow.values import Visitor
from tests.support.talk import AHMED, CARD, MAT, MIRIAM, SEVEN_HATS, Talk, entry_no

QUIET = replace(MIRIAM, has_logged=False)


def present(visitor: Visitor = QUIET) -> Talk:
    talk = Talk()
    (request,) = talk.hears(CodeScanned(CARD))
    assert isinstance(request, ReceiveCode)
    talk.hears(VisitorRecognised(visitor, request.tap_id))
    return talk


def asked() -> Talk:
    talk = present()
    assert talk.hears(LeavePressed()) == ()
    assert isinstance(talk.page, BeforeLeaving)
    return talk


def logged() -> Talk:
    """Miriam logged seven hats on her way out."""
    talk = asked()
    talk.hears(LogPressed())
    talk.hears(StepPressed(6))
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, RecordItems)
    talk.hears(ItemsRecorded(QUIET, SEVEN_HATS, (entry_no(2),), request.tap_id))
    assert isinstance(talk.page, BeforeLeaving)
    return talk


def farewell(slip: str = "MH1S") -> Talk:
    talk = present(MIRIAM)
    (request,) = talk.hears(LeavePressed())
    assert isinstance(request, RecordDeparture)
    talk.hears(DepartureRecorded(MIRIAM, 95, (SEVEN_HATS,), (entry_no(3),), request.tap_id, slip))
    assert isinstance(talk.page, Farewell)
    return talk


def test_who_has_logged_nothing_is_asked_kindly_once_and_goes_by_one_touch() -> None:
    talk = asked()
    page = talk.page
    assert isinstance(page, BeforeLeaving)
    assert page.added is None
    assert talk.hears(LeavePressed()) == (RecordDeparture(MIRIAM.who, page.tap_id),)
    assert talk.hears(DeedPressed()) == (), "only the button that says so"
    assert talk.hears(LeavePressed()) == (RecordDeparture(MIRIAM.who, page.tap_id),), "a second press is the same act"
    assert talk.hears(LogPressed()) == (), "leaving is being recorded"
    talk.hears(DepartureRecorded(QUIET, 95, (), (entry_no(3),), page.tap_id))
    assert isinstance(talk.page, Farewell)


def test_who_has_logged_or_is_where_nothing_is_made_is_not_asked() -> None:
    for visitor in (MIRIAM, replace(QUIET, makings=())):
        assert isinstance(present(visitor).hears(LeavePressed())[0], RecordDeparture)


def test_what_is_logged_on_the_way_out_is_thanked_for_and_leaving_is_one_touch_away() -> None:
    talk = logged()
    page = talk.page
    assert isinstance(page, BeforeLeaving)
    assert page.added == SEVEN_HATS
    assert talk.hears(LeavePressed()) == (RecordDeparture(MIRIAM.who, page.tap_id),)


def test_a_mat_before_leaving_counts_and_is_thanked_for_there() -> None:
    talk = asked()
    (request,) = talk.hears(CodeScanned(MAT))
    assert isinstance(request, ReceiveCode)
    assert request.visitor == MIRIAM.who
    talk.hears(ItemsRecorded(QUIET, SEVEN_HATS, (entry_no(2),), request.tap_id))
    assert isinstance(talk.page, BeforeLeaving)
    assert talk.page.added == SEVEN_HATS


def test_what_was_logged_on_the_way_out_can_be_taken_back() -> None:
    talk = logged()
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, Present)
    talk = logged()
    (request,) = talk.hears(CodeScanned("MH1UCARD"))
    assert isinstance(request, ReceiveCode)
    assert isinstance(talk.hears(UndoCardShown(request.shown, request.tap_id))[0], RecordUndo)


def test_who_thinks_better_of_leaving_is_at_their_page_again_and_thanked_as_always() -> None:
    talk = asked()
    talk.hears(KeepOpenPressed())
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)
    talk.hears(LogPressed())
    assert isinstance(talk.page, Logging)
    (request,) = talk.hears(DeedPressed())
    assert isinstance(request, RecordItems)
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), request.tap_id))
    assert isinstance(talk.page, Thanks)


def test_nobody_leaves_by_waiting_and_the_next_person_is_not_taken_for_who_was_leaving() -> None:
    talk = asked()
    talk.waits(times.BEFORE_LEAVING_MS)
    assert talk.is_welcome
    assert talk.conversation.leaving == b""
    talk = asked()
    talk.hears(ItemsRecorded(AHMED, SEVEN_HATS, (entry_no(2),), talk.hears(CodeScanned("MH1MAT"))[0].tap_id))  # type: ignore[union-attr] # a code's request
    assert isinstance(talk.page, Thanks)


def test_the_slip_is_shown_to_be_photographed_and_goes_by_itself() -> None:
    talk = farewell()
    talk.hears(TakeHomePressed())
    assert talk.page == TakeHome("MH1S", talk.now_ms + times.TAKE_HOME_MS)
    talk.hears(LogPressed())
    talk.waits(times.TAKE_HOME_MS)
    assert talk.is_welcome
    talk = farewell()
    talk.hears(TakeHomePressed())
    talk.hears(DeedPressed())
    assert talk.is_welcome


def test_where_there_is_no_slip_nothing_is_offered() -> None:
    talk = farewell(slip="")
    assert talk.hears(TakeHomePressed()) == ()
    assert isinstance(talk.page, Farewell)


def test_the_next_card_works_while_a_slip_is_being_photographed() -> None:
    talk = farewell()
    talk.hears(TakeHomePressed())
    (request,) = talk.hears(CodeScanned("MH1PAHMED"))
    assert isinstance(request, ReceiveCode)
    talk.hears(ArrivalRecorded(AHMED, (entry_no(9),), request.tap_id))
    assert isinstance(talk.page, Greeting)
