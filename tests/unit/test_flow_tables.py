"""Mats: the same one twice, and a table that its captain keeps open."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import KeepOpenPressed, UndoCardShown
from kiosk.flow.act_pages import AnotherMat, OpenTable
from kiosk.flow.events import (
    ArrivalRecorded,
    BackPressed,
    CodeScanned,
    DeedPressed,
    ItemsRecorded,
    MatShown,
    NotTaken,
    PlaceChosen,
    UndoPressed,
    UndoRecorded,
    VisitorRecognised,
)
from kiosk.flow.pages import AskWho, Greeting, Look, PleaseLook, Thanks
from kiosk.flow.requests import ReceiveCode, RecordItems, RecordUndo
from kiosk.flow.values import Added
from tests.support.talk import AHMED, CARD, HATS, MAT, MIRIAM, PENCE, Talk, entry_no

TEN_HATS = Added(HATS, 10)
TWO_POUNDS = Added(PENCE, 200)


def scanned(talk: Talk, text: str = MAT, after_ms: int = times.SAME_SCAN_MS) -> ReceiveCode:
    (request,) = talk.hears(CodeScanned(text), after_ms)
    assert isinstance(request, ReceiveCode)
    return request


def thanked() -> Talk:
    """Miriam came, and her mat of ten hats counted."""
    talk = Talk()
    talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), scanned(talk, CARD).tap_id))
    talk.hears(ItemsRecorded(MIRIAM, TEN_HATS, (entry_no(2),), scanned(talk).tap_id))
    assert isinstance(talk.page, Thanks)
    return talk


def doubted() -> Talk:
    talk = thanked()
    assert talk.hears(CodeScanned(MAT), times.SAME_SCAN_MS) == ()
    assert isinstance(talk.page, AnotherMat)
    return talk


def table() -> Talk:
    talk = Talk()
    talk.hears(MatShown(TEN_HATS, True, scanned(talk).tap_id))
    assert isinstance(talk.page, AskWho)
    (request,) = talk.hears(KeepOpenPressed())
    assert isinstance(request, RecordItems)
    assert request.who is None
    talk.hears(ItemsRecorded(None, TEN_HATS, (entry_no(1),), request.tap_id))
    return talk


def totals(talk: Talk) -> dict[int, int]:
    assert isinstance(talk.page, OpenTable)
    return {one.making.item: one.quantity for one in talk.page.counted}


def counts(talk: Talk, added: Added, text: str, entry: int) -> None:
    request = scanned(talk, text)
    assert (request.visitor, request.table) == (None, HATS.activity)
    talk.hears(ItemsRecorded(None, added, (entry_no(entry),), request.tap_id))


# The same mat again


def test_the_same_mat_while_being_thanked_for_it_asks_whether_it_is_ten_more() -> None:
    talk = doubted()
    assert isinstance(talk.page, AnotherMat)
    assert talk.page.added == TEN_HATS
    (request,) = talk.hears(DeedPressed())
    assert request == ReceiveCode(MAT, talk.page.tap_id, MIRIAM.who)
    assert talk.hears(DeedPressed()) == (), "pressed twice is one act"
    talk.hears(ItemsRecorded(MIRIAM, TEN_HATS, (entry_no(3),), talk.asked))
    assert isinstance(talk.page, Thanks)


def test_the_mat_once_more_says_yes_and_the_button_after_it_is_the_same_act() -> None:
    talk = doubted()
    assert isinstance(talk.page, AnotherMat)
    again = scanned(talk)
    assert again == ReceiveCode(MAT, talk.page.tap_id, MIRIAM.who)
    assert talk.hears(DeedPressed()) == ()


def test_who_works_through_a_pile_is_asked_once_and_not_each_time() -> None:
    talk = doubted()
    talk.hears(DeedPressed())
    talk.hears(ItemsRecorded(MIRIAM, TEN_HATS, (entry_no(3),), talk.asked))
    for entry in range(4, 8):
        talk.hears(ItemsRecorded(MIRIAM, TEN_HATS, (entry_no(entry),), scanned(talk).tap_id))
        assert isinstance(talk.page, Thanks)


def test_no_that_was_all_and_nothing_more_counts() -> None:
    talk = doubted()
    talk.hears(PlaceChosen(1))
    assert isinstance(talk.page, AnotherMat)
    talk.hears(BackPressed())
    assert talk.is_welcome
    talk = doubted()
    talk.waits(times.ANOTHER_MAT_MS)
    assert talk.is_welcome
    assert not [request for request in talk.requests if isinstance(request, RecordItems)]


def test_the_same_mat_a_little_later_simply_counts() -> None:
    talk = thanked()
    assert scanned(talk, after_ms=times.MAT_DOUBT_MS).visitor == MIRIAM.who


def test_another_mat_simply_counts() -> None:
    assert scanned(thanked(), "MH1MFIVE").visitor == MIRIAM.who


def test_the_next_persons_same_mat_simply_counts() -> None:
    talk = thanked()
    talk.hears(ArrivalRecorded(AHMED, (entry_no(5),), scanned(talk, "MH1PAHMED").tap_id))
    assert scanned(talk, after_ms=100).visitor == AHMED.who


def test_another_persons_card_is_served_in_the_middle_of_the_question() -> None:
    talk = doubted()
    talk.hears(ArrivalRecorded(AHMED, (entry_no(5),), scanned(talk, "MH1PAHMED").tap_id))
    assert isinstance(talk.page, Greeting)


def test_a_mat_before_its_owners_card_and_once_more_after_it_is_asked_about() -> None:
    talk = Talk()
    talk.hears(MatShown(TEN_HATS, True, scanned(talk).tap_id))
    (request,) = talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), scanned(talk, CARD, after_ms=500).tap_id))
    assert isinstance(request, RecordItems)
    talk.hears(ItemsRecorded(MIRIAM, TEN_HATS, (entry_no(2),), request.tap_id))
    assert isinstance(talk.page, Thanks)
    assert talk.hears(CodeScanned(MAT), 500) == (), "still the same scan"
    assert talk.hears(CodeScanned(MAT), times.SAME_SCAN_MS) == ()
    assert isinstance(talk.page, AnotherMat)


def test_a_mat_before_its_owners_card_that_stumbled_is_the_same_act_when_it_is_held_up_again() -> None:
    talk = Talk()
    talk.hears(MatShown(TEN_HATS, True, scanned(talk).tap_id))
    (request,) = talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), scanned(talk, CARD, after_ms=500).tap_id))
    assert isinstance(request, RecordItems)
    talk.hears(NotTaken(Look.TRY_AGAIN, request.tap_id))
    assert scanned(talk).tap_id == request.tap_id


def test_the_next_persons_card_forgets_the_mat_that_waited_for_somebody_else() -> None:
    talk = Talk()
    talk.hears(MatShown(TEN_HATS, True, scanned(talk).tap_id))
    (request,) = talk.hears(ArrivalRecorded(MIRIAM, (entry_no(1),), scanned(talk, CARD, after_ms=500).tap_id))
    assert isinstance(request, RecordItems)
    talk.hears(ItemsRecorded(MIRIAM, TEN_HATS, (entry_no(2),), request.tap_id))
    talk.hears(ArrivalRecorded(AHMED, (entry_no(5),), scanned(talk, "MH1PAHMED").tap_id))
    assert scanned(talk, after_ms=100).visitor == AHMED.who


# A table that is kept open


def test_a_captain_keeps_the_table_open_and_each_mat_counts_for_nobodys_name() -> None:
    talk = table()
    assert totals(talk) == {HATS.item: 10}
    counts(talk, TEN_HATS, MAT, 2)
    counts(talk, TWO_POUNDS, "MH1MPENCE", 3)
    counts(talk, TEN_HATS, MAT, 4)
    assert totals(talk) == {HATS.item: 30, PENCE.item: 200}


def test_before_anything_is_durable_the_total_claims_nothing() -> None:
    talk = Talk()
    talk.hears(MatShown(TEN_HATS, True, scanned(talk).tap_id))
    talk.hears(KeepOpenPressed())
    assert totals(talk) == {}
    assert talk.hears(UndoPressed()) == ()


def test_a_table_that_logs_by_name_cannot_be_kept_open() -> None:
    talk = Talk()
    talk.hears(MatShown(TEN_HATS, False, scanned(talk).tap_id))
    assert talk.hears(KeepOpenPressed()) == ()
    assert isinstance(talk.page, AskWho)


def test_the_last_mat_can_be_taken_back_by_finger_and_by_card() -> None:
    talk = table()
    counts(talk, TEN_HATS, MAT, 2)
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    assert undo.entries == (entry_no(2),)
    talk.hears(UndoRecorded(undo.tap_id))
    assert totals(talk) == {HATS.item: 10}
    talk.hears(UndoRecorded(undo.tap_id))
    assert totals(talk) == {HATS.item: 10}, "told twice is one undo"
    request = scanned(talk, "MH1UCARD", after_ms=1_000)
    (undo,) = talk.hears(UndoCardShown(request.shown, request.tap_id))
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert totals(talk) == {}


def test_a_mat_that_comes_while_another_is_being_taken_back_keeps_the_total_right() -> None:
    talk = table()
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    counts(talk, TEN_HATS, "MH1MTEN", 2)
    counts(talk, TEN_HATS, MAT, 3)
    talk.hears(UndoRecorded(undo.tap_id))
    assert totals(talk) == {HATS.item: 20}


def test_two_mats_in_one_breath_both_count() -> None:
    talk = table()
    first, second = scanned(talk, "MH1MA"), scanned(talk, "MH1MB", after_ms=10)
    talk.hears(ItemsRecorded(None, TEN_HATS, (entry_no(2),), first.tap_id))
    assert talk.asked == second.tap_id, "the second keeps the floor"
    talk.hears(ItemsRecorded(None, TEN_HATS, (entry_no(3),), second.tap_id))
    assert totals(talk) == {HATS.item: 30}
    assert talk.asked == b""


def test_another_pass_closes_the_table() -> None:
    talk = table()
    talk.hears(VisitorRecognised(MIRIAM, scanned(talk, CARD).tap_id))
    assert not isinstance(talk.page, OpenTable)
    assert scanned(talk).table is None


def test_a_minute_without_a_mat_closes_the_table() -> None:
    talk = table()
    talk.waits(times.TABLE_MS - 1)
    counts(talk, TEN_HATS, MAT, 2)
    talk.waits(times.TABLE_MS - 1)
    assert totals(talk) == {HATS.item: 20}
    talk.waits(1)
    assert talk.is_welcome


def test_the_captain_closes_the_table() -> None:
    talk = table()
    talk.hears(PlaceChosen(1))
    assert isinstance(talk.page, OpenTable)
    talk.hears(DeedPressed())
    assert talk.is_welcome


def test_a_mat_that_could_not_be_taken_leaves_the_table_open() -> None:
    talk = table()
    request = scanned(talk)
    talk.hears(NotTaken(Look.TRY_AGAIN, request.tap_id))
    assert isinstance(talk.page, PleaseLook)
    again = scanned(talk)
    assert (again.tap_id, again.table) == (request.tap_id, HATS.activity)
    talk.hears(ItemsRecorded(None, TEN_HATS, (entry_no(2),), again.tap_id))
    assert totals(talk) == {HATS.item: 20}


def test_a_mat_of_another_table_asks_whose_work_it_is() -> None:
    talk = table()
    talk.hears(MatShown(TWO_POUNDS, True, scanned(talk, "MH1MPENCE").tap_id))
    assert isinstance(talk.page, AskWho)


def test_only_the_last_few_mats_are_remembered_and_the_total_is_of_all() -> None:
    talk = table()
    for entry in range(2, 22):
        counts(talk, TEN_HATS, MAT, entry)
    assert totals(talk) == {HATS.item: 210}
    assert isinstance(talk.page, OpenTable)
    assert len(talk.page.marks) == times.MARKS_MAX
    assert talk.page.undo is not None
    assert replace(talk.page, marks=()).undo is None
