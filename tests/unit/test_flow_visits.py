"""A card, a greeting, a choice, a farewell: what a volunteer meets at the door."""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.events import (
    ActivityWanted,
    ArrivalRecorded,
    BackPressed,
    ChangePressed,
    CodeScanned,
    DeedPressed,
    DepartureRecorded,
    ItemsRecorded,
    LeavePressed,
    LogPressed,
    MakingsRefreshed,
    MatShown,
    MoveOffered,
    NotTaken,
    PlaceChosen,
    StepPressed,
    UndoPressed,
    UndoRecorded,
    VisitorRecognised,
)
from kiosk.flow.pages import AskWho, Choosing, Farewell, Greeting, Logging, Look, PleaseLook, Present, Thanks
from kiosk.flow.people_events import OnwardPressed
from kiosk.flow.requests import OfferMove, ReceiveCode, RecordArrival, RecordDeparture, RecordItems, RecordMove, RecordUndo
from kiosk.flow.values import Expected, Visitor
from tests.support.talk import AHMED, CARD, HATS, KITCHEN, KNITTING, MAT, MIRIAM, NEWCOMER, SEVEN_HATS, Talk, entry_no


def scanned(talk: Talk, text: str = CARD) -> ReceiveCode:
    (request,) = talk.hears(CodeScanned(text), after_ms=times.SAME_SCAN_MS)
    assert isinstance(request, ReceiveCode)
    return request


def greeted(visitor: Visitor = MIRIAM, text: str = CARD) -> Talk:
    talk = Talk()
    tap_id = scanned(talk, text).tap_id
    talk.hears(ArrivalRecorded(visitor, (entry_no(1),), tap_id))
    return talk


def present(visitor: Visitor = MIRIAM) -> Talk:
    talk = Talk()
    talk.hears(VisitorRecognised(visitor, scanned(talk).tap_id))
    return talk


def mat_shown(*, for_table: bool = True) -> Talk:
    talk = Talk()
    talk.hears(MatShown(SEVEN_HATS, for_table, scanned(talk, MAT).tap_id))
    return talk


def test_a_known_volunteer_needs_no_tap_and_the_welcome_comes_back_after_three_seconds() -> None:
    talk = greeted()
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == MIRIAM
    talk.waits(times.GREETING_MS - 1)
    assert isinstance(talk.page, Greeting)
    talk.waits(1)
    assert talk.is_welcome


def test_who_was_greeted_at_the_wrong_table_can_go_on_from_the_second_greeting_and_need_not_wait() -> None:
    talk = greeted()
    talk.waits(times.UNDO_MS)
    talk.hears(ArrivalRecorded(MIRIAM, (), scanned(talk).tap_id))
    talk.waits(times.UNDO_MS - 1)
    assert isinstance(talk.page, Greeting)
    talk.hears(OnwardPressed())
    assert isinstance(talk.page, Present)
    assert talk.page.visitor == MIRIAM


def test_a_family_is_asked_by_its_own_page_and_not_from_the_greeting() -> None:
    family = replace(MIRIAM, headcount=5)
    talk = greeted(family)
    talk.hears(OnwardPressed())
    assert isinstance(talk.page, Greeting)


def test_the_next_card_works_at_once_while_somebody_else_is_greeted() -> None:
    talk = greeted()
    (request,) = talk.hears(CodeScanned("MH1PAHMED"), after_ms=100)
    assert isinstance(request, ReceiveCode)
    talk.hears(ArrivalRecorded(AHMED, (entry_no(2),), request.tap_id))
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == AHMED
    assert talk.conversation.language == "ar"
    assert talk.conversation.preferences.large_text


def test_a_second_scan_is_greeted_as_kindly_as_the_first() -> None:
    talk = greeted()
    first = talk.page
    talk.waits(60_000)
    talk.hears(ArrivalRecorded(MIRIAM, (), scanned(talk).tap_id))
    assert isinstance(first, Greeting)
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == first.visitor
    assert talk.page.undo is None
    assert talk.hears(UndoPressed()) == ()


def test_the_kiosk_speaks_its_own_language_again_when_a_visitor_has_gone() -> None:
    talk = greeted(AHMED)
    talk.waits(times.GREETING_MS)
    assert talk.conversation.language == "en"
    assert not talk.conversation.preferences.large_text


def test_somebody_without_an_activity_chooses_one_and_is_recorded_by_that_tap_alone() -> None:
    talk = Talk()
    talk.hears(ActivityWanted(NEWCOMER, (KNITTING, KITCHEN), scanned(talk).tap_id))
    assert isinstance(talk.page, Choosing)
    assert talk.prepared == [talk.page.tap_id]
    assert talk.hears(PlaceChosen(99)) == ()
    (request,) = talk.hears(PlaceChosen(KITCHEN.no))
    assert request == RecordArrival(NEWCOMER.who, KITCHEN.no, talk.page.tap_id)
    assert talk.hears(PlaceChosen(KNITTING.no)) == (), "the first tap is being recorded"
    talk.hears(ArrivalRecorded(NEWCOMER, (entry_no(1),), request.tap_id))
    assert isinstance(talk.page, Greeting)


def test_choosing_can_be_left_without_a_trace() -> None:
    talk = Talk()
    talk.hears(ActivityWanted(NEWCOMER, (KNITTING,), scanned(talk).tap_id))
    assert talk.hears(LeavePressed()) == ()
    assert talk.hears(BackPressed()) == ()
    assert talk.is_welcome


def test_somebody_who_is_here_may_log_change_or_leave() -> None:
    talk = present()
    page = talk.page
    assert isinstance(page, Present)
    assert talk.hears(PlaceChosen(1)) == ()
    assert talk.hears(LeavePressed()) == (RecordDeparture(MIRIAM.who, page.tap_id),)
    assert talk.hears(LeavePressed()) == (RecordDeparture(MIRIAM.who, page.tap_id),), "a second press is the same act"
    talk.hears(DepartureRecorded(MIRIAM, 95, (SEVEN_HATS,), (entry_no(3),), page.tap_id))
    assert isinstance(talk.page, Farewell)
    assert talk.conversation.visitor is None, "a mat after a farewell asks who"
    assert talk.hears(LogPressed()) == ()
    assert isinstance(talk.page, Farewell)
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_thanks_are_left_by_back() -> None:
    talk = greeted()
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), scanned(talk, MAT).tap_id))
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_back_from_present_is_welcome() -> None:
    talk = present()
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_changing_the_activity_offers_places_and_can_be_thought_better_of() -> None:
    talk = present()
    (offer,) = talk.hears(ChangePressed())
    assert isinstance(offer, OfferMove)
    talk.hears(MoveOffered(MIRIAM, (KITCHEN,), offer.tap_id))
    assert isinstance(talk.page, Choosing)
    tap_id = talk.page.tap_id
    talk.hears(BackPressed())
    assert isinstance(talk.page, Present)
    assert talk.page.tap_id != tap_id
    (offer,) = talk.hears(ChangePressed())
    assert isinstance(offer, OfferMove)
    talk.hears(MoveOffered(MIRIAM, (KITCHEN,), offer.tap_id))
    assert isinstance(talk.page, Choosing)
    assert talk.hears(PlaceChosen(KITCHEN.no)) == (RecordMove(MIRIAM.who, KITCHEN.no, talk.page.tap_id),)


def test_an_offer_that_comes_after_the_person_went_back_is_not_shown() -> None:
    talk = present()
    (offer,) = talk.hears(ChangePressed())
    assert isinstance(offer, OfferMove)
    talk.hears(BackPressed())
    talk.hears(MoveOffered(MIRIAM, (KITCHEN,), offer.tap_id))
    assert talk.is_welcome


def test_who_is_quick_goes_on_from_the_greeting() -> None:
    talk = greeted()
    assert talk.hears(LeavePressed()) == ()
    assert isinstance(talk.hears(ChangePressed())[0], OfferMove)
    talk.hears(LogPressed())
    assert isinstance(talk.page, Logging)
    talk = greeted()
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_a_check_in_is_undone_by_one_tap_that_counts_once() -> None:
    talk = greeted()
    assert isinstance(talk.page, Greeting)
    assert talk.page.undo is not None
    (undo,) = talk.hears(UndoPressed(), after_ms=2_000)
    assert undo == RecordUndo((entry_no(1),), talk.page.undo.tap_id, MIRIAM.who)
    assert talk.hears(UndoPressed()) == (undo,)
    talk.hears(UndoRecorded(undo.tap_id))
    assert talk.is_welcome
    assert talk.conversation.visitor is None


def test_thanks_are_undone_within_ten_seconds_and_not_later() -> None:
    talk = greeted()
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), scanned(talk, MAT).tap_id))
    assert isinstance(talk.page, Thanks)
    assert talk.hears(UndoPressed(), after_ms=times.UNDO_MS) == (), "the ring has gone round"
    talk.now_ms -= 1
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, Present)
    fresh = replace(HATS, made=305)
    talk.hears(MakingsRefreshed((fresh,), MIRIAM.who))
    assert talk.page.visitor.makings == (fresh,)
    assert talk.conversation.visitor is not None
    assert talk.conversation.visitor.makings == (fresh,)


def test_a_farewell_is_undone_to_being_here() -> None:
    talk = present()
    assert isinstance(talk.page, Present)
    talk.hears(LeavePressed())
    talk.hears(DepartureRecorded(MIRIAM, 95, (), (entry_no(3),), talk.asked))
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, Present)


def test_an_undo_that_comes_late_does_not_take_away_the_next_persons_page() -> None:
    talk = greeted()
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    tap_id = scanned(talk, "MH1PAHMED").tap_id
    talk.hears(UndoRecorded(undo.tap_id))
    assert isinstance(talk.page, Greeting), "still the first person's"
    talk.hears(ArrivalRecorded(AHMED, (entry_no(3),), tap_id))
    assert isinstance(talk.page, Greeting)
    assert talk.page.visitor == AHMED


def test_a_mat_after_a_card_is_logged_for_that_person_without_a_tap() -> None:
    talk = greeted()
    request = scanned(talk, MAT)
    assert request.visitor == MIRIAM.who
    talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), request.tap_id))
    assert isinstance(talk.page, Thanks)
    assert talk.page.visitor == MIRIAM
    assert talk.hears(PlaceChosen(1)) == ()
    talk.hears(LogPressed())
    assert isinstance(talk.page, Logging), "more may be logged from the thanks page"


def test_a_mat_more_than_a_minute_after_the_card_asks_who() -> None:
    talk = greeted()
    talk.waits(times.VISITOR_MS - 1)
    assert talk.conversation.visitor == MIRIAM
    talk.waits(1)
    assert talk.conversation.visitor is None, "nothing of anybody stays in an idle kiosk"
    assert scanned(talk, MAT).visitor is None


def test_a_mat_while_the_person_is_logging_is_theirs_however_long_they_took() -> None:
    talk = present()
    talk.hears(LogPressed())
    talk.hears(StepPressed(5))
    talk.waits(times.VISITOR_MS + 1)
    assert isinstance(talk.page, Logging)
    assert scanned(talk, MAT).visitor == MIRIAM.who


def test_a_mat_alone_may_be_counted_for_the_table() -> None:
    talk = mat_shown()
    assert isinstance(talk.page, AskWho)
    assert talk.prepared == [talk.page.tap_id]
    (request,) = talk.hears(DeedPressed())
    assert request == RecordItems(None, HATS.activity, HATS.item, 7, talk.page.tap_id)
    talk.hears(ItemsRecorded(None, SEVEN_HATS, (entry_no(1),), talk.page.tap_id))
    assert isinstance(talk.page, Thanks)
    assert talk.hears(LogPressed()) == (), "a table has no log page"
    assert isinstance(talk.page, Thanks)
    (undo,) = talk.hears(UndoPressed())
    assert isinstance(undo, RecordUndo)
    talk.hears(UndoRecorded(undo.tap_id))
    assert talk.is_welcome


def test_a_mat_whose_activity_does_not_count_for_tables_waits_for_a_card() -> None:
    talk = mat_shown(for_table=False)
    assert talk.hears(DeedPressed()) == ()
    assert isinstance(talk.page, AskWho)
    talk.hears(BackPressed())
    assert talk.is_welcome


def test_a_card_after_a_mat_logs_the_mat_for_its_owner() -> None:
    for answer in (ArrivalRecorded(MIRIAM, (entry_no(1),)), VisitorRecognised(MIRIAM)):
        talk = mat_shown()
        assert isinstance(talk.page, AskWho)
        mat_tap_id = talk.page.tap_id
        (items,) = talk.hears(replace(answer, tap_id=scanned(talk).tap_id))
        assert items == RecordItems(MIRIAM.who, HATS.activity, HATS.item, 7, mat_tap_id)
        assert isinstance(talk.page, Greeting)
        talk.hears(ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), mat_tap_id))
        assert isinstance(talk.page, Thanks)


def test_a_mat_waits_while_its_owner_chooses_an_activity() -> None:
    talk = mat_shown()
    assert isinstance(talk.page, AskWho)
    mat_tap_id = talk.page.tap_id
    talk.hears(ActivityWanted(NEWCOMER, (KNITTING,), scanned(talk).tap_id))
    (arrival,) = talk.hears(PlaceChosen(KNITTING.no))
    assert isinstance(arrival, RecordArrival)
    (items,) = talk.hears(ArrivalRecorded(NEWCOMER, (entry_no(1),), arrival.tap_id))
    assert items == RecordItems(NEWCOMER.who, HATS.activity, HATS.item, 7, mat_tap_id)


def test_somebody_is_told_kindly_what_is_wrong_and_the_welcome_comes_back() -> None:
    talk = Talk()
    talk.hears(NotTaken(Look.PRODUCT, scanned(talk).tap_id))
    assert isinstance(talk.page, PleaseLook)
    assert talk.hears(DeedPressed()) == ()
    assert isinstance(talk.page, PleaseLook)
    talk.waits(times.PLEASE_LOOK_MS)
    assert talk.is_welcome


def test_fresh_makings_of_somebody_else_change_nothing() -> None:
    talk = present()
    before = talk.conversation
    talk.hears(MakingsRefreshed((), AHMED.who))
    assert talk.conversation == before
    talk.hears(LogPressed())
    before = talk.conversation
    talk.hears(MakingsRefreshed((), AHMED.who))
    assert talk.conversation == before


def test_fresh_makings_reach_the_log_page() -> None:
    talk = present()
    talk.hears(LogPressed())
    fresh = replace(HATS, made=400)
    talk.hears(MakingsRefreshed((fresh,), MIRIAM.who))
    assert isinstance(talk.page, Logging)
    assert talk.page.making == fresh
    talk.hears(MakingsRefreshed((), MIRIAM.who))
    assert talk.page.making == fresh, "a making that went away stays on the page of who is counting it"


def test_who_is_told_where_they_are_expected_is_given_the_time_to_read_it() -> None:
    talk = greeted(replace(MIRIAM, expected=Expected({"en": "Rainbow Ward"})))
    talk.waits(times.UNDO_MS - 1)
    assert isinstance(talk.page, Greeting)
    talk.waits(1)
    assert talk.is_welcome
