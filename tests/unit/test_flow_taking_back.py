"""The venue's undo card: it takes back what stood on the screen, within its ten seconds, and never anybody else's act."""

import pytest

from kiosk.flow import times
from kiosk.flow.act_events import UndoCardShown
from kiosk.flow.events import (
    ActivityWanted,
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DepartureRecorded,
    Event,
    ItemsRecorded,
    UndoPressed,
    UndoRecorded,
)
from kiosk.flow.pages import Choosing, Farewell, Greeting, Look, PleaseLook, Present, Thanks
from kiosk.flow.requests import ReceiveCode, RecordUndo, Request
from tests.support.talk import AHMED, CARD, KNITTING, MIRIAM, NEWCOMER, SEVEN_HATS, Talk, entry_no

UNDO_CARD = "MH1UCARD"
ARRIVED = ArrivalRecorded(MIRIAM, (entry_no(1),))
LOGGED = ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),))
LEFT = DepartureRecorded(MIRIAM, 95, (SEVEN_HATS,), (entry_no(3),))


def done(act: Event) -> Talk:
    talk = Talk()
    talk.hears(act)
    return talk


def scanned(talk: Talk, after_ms: int = 0, text: str = UNDO_CARD) -> ReceiveCode:
    (request,) = talk.hears(CodeScanned(text), after_ms)
    assert isinstance(request, ReceiveCode)
    return request


def undone_by_card(talk: Talk, after_ms: int = 0) -> tuple[Request, ...]:
    request = scanned(talk, after_ms)
    return talk.hears(UndoCardShown(request.shown, request.tap_id))


@pytest.mark.parametrize(("act", "page", "entry"), [(ARRIVED, Greeting, 1), (LOGGED, Thanks, 2), (LEFT, Farewell, 3)])
def test_the_card_takes_back_what_stands_on_the_screen(act: Event, page: type, entry: int) -> None:
    talk = done(act)
    assert isinstance(talk.page, page)
    (undo,) = undone_by_card(talk, after_ms=2_000)
    assert isinstance(undo, RecordUndo)
    assert undo.entries == (entry_no(entry),)
    assert undo.who == MIRIAM.who
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.TAKEN_BACK, "nothing was pressed, so it must be said"


def test_hats_taken_back_by_card_leave_their_owner_at_their_own_page() -> None:
    talk = done(LOGGED)
    (undo,) = undone_by_card(talk)
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, PleaseLook)
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)


def test_it_is_said_in_the_language_of_whose_act_it_was_and_then_the_venue_speaks_again() -> None:
    talk = done(ArrivalRecorded(AHMED, (entry_no(1),)))
    (undo,) = undone_by_card(talk)
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, PleaseLook)
    assert talk.conversation.language == "ar"
    assert talk.conversation.visitor is None, "who is not here logs nothing with a mat"
    talk.waits(2 * times.PLEASE_LOOK_MS)
    assert talk.is_welcome
    assert talk.conversation.language == "en"


def test_the_button_after_a_card_that_came_to_nothing_needs_no_words() -> None:
    talk = done(LOGGED)
    undone_by_card(talk)
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(8),), scanned(talk, text=CARD).tap_id))
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, Present)


def test_a_greeting_is_gone_after_three_seconds_and_the_card_still_means_it_for_ten() -> None:
    talk = done(ARRIVED)
    talk.waits(times.GREETING_MS + 1_000)
    assert talk.is_welcome
    (undo,) = undone_by_card(talk)
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.TAKEN_BACK, "somebody must see that it worked"
    talk.waits(times.PLEASE_LOOK_MS)
    assert undone_by_card(talk) == (), "once is enough"


def test_after_ten_seconds_there_is_nothing_to_take_back() -> None:
    talk = done(LOGGED)
    assert scanned(talk, times.UNDO_MS).shown == b""
    talk.hears(UndoCardShown(b"", talk.asked))
    assert isinstance(talk.page, PleaseLook)
    assert talk.page.look is Look.NOTHING_TO_UNDO


def test_somebody_who_was_only_greeted_again_has_nothing_to_take_back() -> None:
    talk = done(ArrivalRecorded(MIRIAM, ()))
    assert undone_by_card(talk) == ()
    assert isinstance(talk.page, PleaseLook)


def test_the_card_never_takes_back_what_somebody_else_did_meanwhile() -> None:
    talk = done(LOGGED)
    request = scanned(talk)
    talk.hears(ItemsRecorded(AHMED, SEVEN_HATS, (entry_no(8),), scanned(talk, text="MH1MOTHER").tap_id))
    assert talk.hears(UndoCardShown(request.shown, request.tap_id)) == ()


def test_the_card_leaves_the_question_to_the_next_person_alone() -> None:
    talk = done(ARRIVED)
    talk.hears(ActivityWanted(NEWCOMER, (KNITTING,), scanned(talk, text=CARD).tap_id))
    assert undone_by_card(talk) == ()
    assert isinstance(talk.page, PleaseLook)
    talk.waits(times.PLEASE_LOOK_MS)
    assert isinstance(talk.page, Choosing)


def test_the_page_may_go_while_the_card_is_being_read() -> None:
    talk = done(LOGGED)
    request = scanned(talk, times.UNDO_MS - 1)
    talk.waits(5)
    assert talk.is_welcome
    talk.hears(ActivityWanted(NEWCOMER, (KNITTING,), b"late"))
    assert talk.hears(UndoCardShown(request.shown, request.tap_id)) == ()
    assert talk.is_welcome or isinstance(talk.page, PleaseLook | Choosing)
