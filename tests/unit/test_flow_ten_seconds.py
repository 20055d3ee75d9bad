"""Whoever acted by mistake has ten seconds to take it back, wherever their page has gone."""

from kiosk.flow import times
from kiosk.flow.events import (
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DepartureRecorded,
    Event,
    ItemsRecorded,
    LeavePressed,
    UndoPressed,
    UndoRecorded,
    VisitorRecognised,
)
from kiosk.flow.pages import Greeting, Look, PleaseLook, Present
from kiosk.flow.requests import ReceiveCode, RecordDeparture, RecordUndo, Request
from kiosk.flow.step import next_moment_ms
from kiosk.flow.values import Visitor
from tests.support.talk import AHMED, CARD, MAT, MIRIAM, SEVEN_HATS, Talk, entry_no


def asked_by(talk: Talk, event: Event) -> bytes:
    """Return the tap id of the one request that ``event`` led to."""
    (request,) = talk.hears(event)
    assert isinstance(request, ReceiveCode | RecordDeparture)
    return request.tap_id


def come(talk: Talk, visitor: Visitor, text: str, seq: int | None) -> None:
    tap_id = asked_by(talk, CodeScanned(text))
    entries = () if seq is None else (entry_no(seq),)
    talk.hears(ArrivalRecorded(visitor, entries, tap_id))


def undone(requests: tuple[Request, ...]) -> tuple[int, bytes | None]:
    (request,) = requests
    assert isinstance(request, RecordUndo)
    (entry,) = request.entries
    return entry.seq, request.who


def test_somebody_greeted_can_take_it_back_for_ten_seconds_although_their_page_goes_after_three() -> None:
    talk = Talk()
    come(talk, MIRIAM, CARD, 1)
    talk.waits(times.UNDO_MS - 1)
    assert talk.is_welcome
    assert undone(talk.hears(UndoPressed())) == (1, MIRIAM.who)
    talk.waits(1)
    assert talk.hears(UndoPressed()) == ()
    assert talk.conversation.done == ()


def test_who_pressed_back_on_the_thanks_can_still_take_it_back() -> None:
    talk = Talk()
    tap_id = asked_by(talk, CodeScanned(MAT))
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), tap_id))
    talk.hears(BackPressed(), after_ms=2_000)
    assert undone(talk.hears(UndoPressed(), after_ms=7_999)) == (2, MIRIAM.who)


def test_what_lay_on_a_table_can_be_taken_back_by_nobody_s_name() -> None:
    talk = Talk()
    tap_id = asked_by(talk, CodeScanned(MAT))
    talk.hears(ItemsRecorded(None, SEVEN_HATS, (entry_no(2),), tap_id))
    talk.hears(BackPressed())
    assert undone(talk.hears(UndoPressed())) == (2, None)


def test_who_left_by_mistake_can_take_it_back_from_the_welcome_page() -> None:
    talk = Talk()
    tap_id = asked_by(talk, CodeScanned(CARD))
    talk.hears(VisitorRecognised(MIRIAM, tap_id))
    tap_id = asked_by(talk, LeavePressed())
    talk.hears(DepartureRecorded(MIRIAM, 5, (), (entry_no(3),), tap_id))
    talk.hears(BackPressed())
    assert undone(talk.hears(UndoPressed())) == (3, MIRIAM.who)
    talk.hears(UndoRecorded(talk.asked))
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.TAKEN_BACK


def test_whose_page_was_taken_by_the_next_card_holds_up_their_own_again_and_takes_it_back() -> None:
    talk = Talk()
    come(talk, MIRIAM, CARD, 1)
    come(talk, AHMED, "MH1PAHMED", 2)
    assert isinstance(talk.page, Greeting)
    assert talk.page.undo is not None
    assert talk.page.undo.entries == (entry_no(2),), "on his page only his own act is taken back"
    talk.now_ms += times.SAME_SCAN_MS
    come(talk, MIRIAM, CARD, None)
    assert undone(talk.hears(UndoPressed())) == (1, MIRIAM.who)
    talk.hears(UndoRecorded(talk.asked))
    assert [one.visitor for one in talk.conversation.done] == [AHMED]


def test_a_card_held_up_again_after_ten_seconds_takes_nothing_back() -> None:
    talk = Talk()
    come(talk, MIRIAM, CARD, 1)
    talk.now_ms += times.UNDO_MS
    come(talk, MIRIAM, CARD, None)
    assert isinstance(talk.page, Greeting)
    assert talk.page.undo is None


def test_what_was_logged_is_not_offered_back_on_the_page_that_greets_again() -> None:
    talk = Talk()
    tap_id = asked_by(talk, CodeScanned(MAT))
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), tap_id))
    come(talk, MIRIAM, CARD, None)
    assert isinstance(talk.page, Greeting)
    assert talk.page.undo is None


def test_taken_back_on_the_welcome_page_nobody_stays_behind_for_a_mat() -> None:
    talk = Talk()
    come(talk, MIRIAM, CARD, 1)
    talk.hears(BackPressed())
    talk.hears(UndoPressed())
    talk.hears(UndoRecorded(talk.asked))
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.TAKEN_BACK
    assert talk.conversation.visitor is None
    talk.waits(times.PLEASE_LOOK_MS)
    assert talk.hears(UndoPressed()) == (), "once is enough"


def test_taking_back_leaves_the_one_alone_who_stands_there_now() -> None:
    talk = Talk()
    come(talk, MIRIAM, CARD, 1)
    talk.hears(BackPressed())
    talk.hears(UndoPressed())
    undo_id = talk.asked
    tap_id = asked_by(talk, CodeScanned("MH1PAHMED"))
    talk.hears(UndoRecorded(undo_id))
    talk.hears(VisitorRecognised(AHMED, tap_id))
    assert isinstance(talk.page, Present)
    assert talk.conversation.visitor == AHMED


def test_the_last_few_acts_are_remembered_and_no_more() -> None:
    talk = Talk()
    for number in range(times.DONE_MAX + 3):
        come(talk, MIRIAM, f"MH1P{number}", number + 1)
    assert len(talk.conversation.done) == times.DONE_MAX


def test_a_welcome_page_where_nothing_can_be_taken_back_waits_for_nothing() -> None:
    talk = Talk()
    come(talk, MIRIAM, CARD, 1)
    talk.waits(times.VISITOR_MS)
    assert talk.hears(UndoPressed()) == ()
    assert next_moment_ms(talk.conversation) is None
