"""A code at the desk: who is greeted, what is recorded, and what is said when it opens nothing."""

import datetime as dt

import pytest

from kiosk.desk import receiving, unknown
from kiosk.desk.local_day import local_day
from kiosk.desk.receiving import LOOK_OF
from kiosk.desk.writing import TRIES_MAX
from kiosk.flow.act_events import UndoCardShown
from kiosk.flow.events import ActivityWanted, ArrivalRecorded, Event, ItemsRecorded, MatShown, NotTaken, VisitorRecognised
from kiosk.flow.pages import Look
from kiosk.flow.requests import ReceiveCode, RecordArrival, RecordUndo
from kiosk.flow.values import Expected
from sync.domain.entry import ClockState, Reason
from sync.domain.facts import Arrived, ItemsLogged, SystemNoted
from sync.domain.judge import Refusal
from sync.domain.slip import keepsake, make_slip, slip_of
from sync.domain.undo_card import UndoCard, make_undo_card
from sync.journal.contract import StorageFailed
from tests.support.day import AHMED, CARDS, CARDS_MADE, EVENT, HATS, KNITTING, MIRIAM, SCHOOL, TODAY, WARD, named, small_roster
from tests.support.desk import DeskDay, mat_of, pass_of, row_without_activity, told_here, with_people
from tests.support.journals import StumblingJournal, tap

SAM, STRANGER = named("Sam"), named("Stranger")


def shown(day: DeskDay, text: str, number: int = 1, visitor: bytes | None = None) -> Event:
    (event,) = day.desk.answer(ReceiveCode(text, tap(number), visitor))
    return event


def school_with(name: str, who: bytes) -> DeskDay:
    return DeskDay(told_here(SCHOOL, roster=with_people(small_roster(), row_without_activity(name, who))))


def test_a_known_volunteer_with_an_activity_is_in_by_the_card_alone() -> None:
    day = DeskDay()
    event = shown(day, pass_of(MIRIAM))
    assert isinstance(event, ArrivalRecorded)
    assert event.tap_id == tap(1)
    assert event.visitor.shown_name == "Miriam K."
    assert event.visitor.place is not None
    assert event.visitor.place.no == KNITTING
    assert [making.item for making in event.visitor.makings] == [HATS]
    assert event.visitor.makings[0].beneficiary == {"en": "the neonatal ward"}
    assert day.facts() == [Arrived(MIRIAM, KNITTING)]
    assert event.entries[0].seq == 1


def test_the_same_person_again_within_minutes_is_greeted_as_kindly_and_recorded_once() -> None:
    day = DeskDay()
    first = shown(day, pass_of(MIRIAM))
    day.clocks.now_ms += receiving.JUST_GREETED_MS - 1
    again = shown(day, pass_of(MIRIAM), 2)
    assert isinstance(first, ArrivalRecorded)
    assert isinstance(again, ArrivalRecorded)
    assert again.visitor == first.visitor
    assert again.entries == ()
    day.clocks.now_ms += 1
    assert isinstance(shown(day, pass_of(MIRIAM), 3), VisitorRecognised)
    assert len(day.facts()) == 1


def test_somebody_without_an_activity_is_asked_and_recorded_by_the_choice() -> None:
    day = school_with("Sam", SAM)
    event = shown(day, pass_of(SAM))
    assert isinstance(event, ActivityWanted)
    assert [place.no for place in event.places] == [CARDS, 3, 4]
    assert day.facts() == []
    (arrived,) = day.desk.answer(RecordArrival(SAM, CARDS, tap(2)))
    assert isinstance(arrived, ArrivalRecorded)
    assert arrived.visitor.place is not None
    assert arrived.visitor.place.no == CARDS
    assert isinstance(shown(day, pass_of(SAM), 3), ArrivalRecorded), "chosen a moment ago"


def test_where_there_is_one_thing_to_do_nobody_is_asked() -> None:
    day = DeskDay(told_here(roster=with_people(small_roster(), row_without_activity("Sam", SAM))))
    assert isinstance(shown(day, pass_of(SAM)), ArrivalRecorded)
    assert day.facts() == [Arrived(SAM, KNITTING)]


def test_somebody_expected_elsewhere_is_welcome() -> None:
    day = DeskDay()
    assert isinstance(shown(day, pass_of(AHMED)), ArrivalRecorded)


def test_a_signed_pass_that_the_roster_does_not_know_yet_opens_the_door() -> None:
    day = DeskDay()
    event = shown(day, pass_of(STRANGER))
    assert isinstance(event, ArrivalRecorded)
    assert event.visitor.shown_name == ""
    entry = day.journal.read(day.journal.stream, 1, 1).entries
    assert len(entry) == 1
    day.desk.answer(ReceiveCode(mat_of(), tap(2), STRANGER))
    assert len(day.facts()) == 2


def test_a_mat_logs_for_the_person_before_it() -> None:
    day = DeskDay()
    shown(day, pass_of(MIRIAM))
    event = shown(day, mat_of(7), 2, MIRIAM)
    assert isinstance(event, ItemsRecorded)
    assert event.added.quantity == 7
    assert event.added.making.made == 7
    assert day.facts()[1:] == [ItemsLogged(KNITTING, HATS, 7, MIRIAM)]


def test_a_mat_is_an_answer_to_the_question_which_activity() -> None:
    day = school_with("Sam", SAM)
    shown(day, pass_of(SAM))
    event = shown(day, mat_of(3, SCHOOL, CARDS, CARDS_MADE), 2, SAM)
    assert isinstance(event, ItemsRecorded)
    assert event.visitor is not None
    assert event.visitor.place is not None
    assert event.visitor.place.no == CARDS
    assert day.facts() == [Arrived(SAM, CARDS), ItemsLogged(CARDS, CARDS_MADE, 3, SAM)]
    assert isinstance(shown(day, pass_of(SAM), 3), ArrivalRecorded)


def test_taking_back_what_a_mat_said_leaves_its_owner_in_the_building() -> None:
    day = school_with("Sam", SAM)
    shown(day, pass_of(SAM))
    event = shown(day, mat_of(3, SCHOOL, CARDS, CARDS_MADE), 2, SAM)
    assert isinstance(event, ItemsRecorded)
    day.desk.answer(RecordUndo(event.entries, tap(3), SAM))
    assert day.sums.made(CARDS, CARDS_MADE) == 0
    assert day.sums.helping() == 1, "they came, and are still on the fire list"


def test_a_mat_without_a_card_asks_who_and_records_nothing() -> None:
    day = DeskDay()
    event = shown(day, mat_of(7))
    assert isinstance(event, MatShown)
    assert event.added.quantity == 7
    assert event.for_table
    assert day.facts() == []


def test_the_same_tap_counts_once_however_often_it_is_tried() -> None:
    day = DeskDay()
    shown(day, pass_of(MIRIAM))
    for _try in range(3):
        assert isinstance(shown(day, mat_of(7), 2, MIRIAM), ItemsRecorded)
    assert day.sums.made(KNITTING, HATS) == 7


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("HTTPS://EXAMPLE.ORG", Look.WEB_ADDRESS),
        ("5000112548167", Look.PRODUCT),
        ("HELLO", Look.NOT_OURS),
        (pass_of(MIRIAM)[:-3], Look.DAMAGED),
        (pass_of(MIRIAM, event=99), Look.ANOTHER_EVENT),
        (pass_of(MIRIAM, serial=0), Look.REPLACED),
        (pass_of(STRANGER, expires_day=TODAY - 1), Look.EXPIRED),
        (mat_of(venue=SCHOOL), Look.OTHER_VENUE_MAT),
    ],
)
def test_every_code_that_opens_nothing_has_a_friendly_page_and_is_noted(text: str, look: Look) -> None:
    day = DeskDay()
    assert shown(day, text) == NotTaken(look, tap(1))
    assert day.facts() == [SystemNoted(Reason.UNKNOWN_CODE_SHOWN)]


def test_somebody_taken_off_the_roster_is_told_kindly() -> None:
    day = DeskDay(told_here(withdrawn=frozenset({MIRIAM})))
    assert shown(day, pass_of(MIRIAM)) == NotTaken(Look.REVOKED, tap(1))


def test_every_refusal_has_its_page() -> None:
    assert set(LOOK_OF) == set(Refusal)


def test_nothing_expires_by_a_clock_that_nobody_has_set() -> None:
    day = DeskDay()
    day.clocks.state = ClockState.RTC_ONLY
    assert isinstance(shown(day, pass_of(STRANGER, expires_day=TODAY - 1)), ArrivalRecorded)


def test_a_code_that_opens_nothing_is_noted_once_a_minute() -> None:
    day = DeskDay()
    for number in range(1, 4):
        shown(day, "HELLO", number)
        day.clocks.now_ms += unknown.NOTED_AGAIN_MS // 3
    assert len(day.facts()) == 1
    shown(day, "HELLO", 4)
    assert len(day.facts()) == 2


def test_a_thousand_different_unknown_codes_cost_little_memory() -> None:
    codes = unknown.UnknownCodes(lambda: 0)
    assert all(codes.is_new(str(number)) for number in range(1_000))
    assert len(codes._noted) == unknown.REMEMBERED_MAX


def test_more_people_than_can_come_in_within_minutes_are_not_remembered() -> None:
    day = DeskDay()
    receive = day.desk._receiving
    for number in range(receiving.GREETED_MAX + 10):
        receive.arrived(tap(number))
    assert len(receive._greeted) == receiving.GREETED_MAX


def test_a_mat_right_behind_a_card_counts_for_that_card_and_not_for_the_person_before() -> None:
    """The card's answer was still on its way when the mat was heard, so the screen took the person before for the visitor."""
    day = DeskDay()
    shown(day, pass_of(AHMED), 1)
    shown(day, pass_of(MIRIAM), 2)
    (first,) = day.desk.answer(ReceiveCode(mat_of(5), tap(3), visitor=AHMED, after=tap(2)))
    (second,) = day.desk.answer(ReceiveCode(mat_of(2), tap(4), visitor=AHMED, after=tap(3)))
    assert isinstance(first, ItemsRecorded)
    assert isinstance(second, ItemsRecorded)
    assert [fact for fact in day.facts() if isinstance(fact, ItemsLogged)] == [
        ItemsLogged(KNITTING, HATS, 5, MIRIAM),
        ItemsLogged(KNITTING, HATS, 2, MIRIAM),
    ]


def test_a_mat_right_behind_a_card_that_nobody_knows_asks_whose_work_it_is() -> None:
    day = DeskDay()
    shown(day, pass_of(AHMED), 1)
    shown(day, "NOT OURS", 2)
    (event,) = day.desk.answer(ReceiveCode(mat_of(5), tap(3), visitor=AHMED, after=tap(2)))
    assert isinstance(event, MatShown)


def test_a_card_that_could_not_be_recorded_is_no_habit_the_next_time() -> None:
    """Nobody is remembered as greeted before the entry is durable: a fresh scan records them then."""
    day = DeskDay(journal=StumblingJournal(StorageFailed, TRIES_MAX, wrote=False))
    assert shown(day, pass_of(MIRIAM)) == NotTaken(Look.TRY_AGAIN, tap(1))
    assert MIRIAM not in day.desk._receiving._greeted
    arrived = shown(day, pass_of(MIRIAM), 2)
    assert isinstance(arrived, ArrivalRecorded)
    assert arrived.entries
    assert day.facts() == [Arrived(MIRIAM, KNITTING)]


def test_a_mat_whose_entry_was_not_durable_does_not_remember_its_owner_as_greeted() -> None:
    day = DeskDay(
        told_here(SCHOOL, roster=with_people(small_roster(), row_without_activity("Sam", SAM))),
        StumblingJournal(StorageFailed, TRIES_MAX, wrote=False),
    )
    assert shown(day, mat_of(3, SCHOOL, CARDS, CARDS_MADE), 2, SAM) == NotTaken(Look.TRY_AGAIN, tap(2))
    assert SAM not in day.desk._receiving._greeted


def test_the_undo_card_says_what_stood_on_the_screen_and_records_nothing() -> None:
    day = DeskDay()
    event = day.desk.answer(ReceiveCode(make_undo_card(UndoCard(EVENT, WARD)), tap(1), shown=tap(9)))
    assert event == (UndoCardShown(tap(9), tap(1)),)
    assert day.facts() == []


def test_a_slip_from_home_is_recognised_and_not_noted_as_unknown() -> None:
    day = DeskDay()
    slip = make_slip(slip_of(EVENT, dt.date(2026, 11, 22), 90, [keepsake("7", "hats")]))
    assert shown(day, slip) == NotTaken(Look.SLIP, tap(1))
    assert day.facts() == []


def test_at_a_table_that_is_kept_open_its_mats_count_and_others_ask() -> None:
    day = DeskDay()
    (event,) = day.desk.answer(ReceiveCode(mat_of(10), tap(1), table=KNITTING))
    assert isinstance(event, ItemsRecorded)
    assert event.visitor is None
    assert event.added.making.made == 10
    (other,) = day.desk.answer(ReceiveCode(mat_of(10), tap(2), table=CARDS))
    assert isinstance(other, MatShown)
    assert day.facts() == [ItemsLogged(KNITTING, HATS, 10)]


def test_a_card_just_before_the_mat_takes_it_from_the_table() -> None:
    day = DeskDay()
    shown(day, pass_of(MIRIAM))
    (event,) = day.desk.answer(ReceiveCode(mat_of(10), tap(2), after=tap(1), table=KNITTING))
    assert isinstance(event, ItemsRecorded)
    assert event.visitor is not None


@pytest.mark.parametrize(
    "typed", ["]Q1" + pass_of(MIRIAM), pass_of(MIRIAM) + "$", pass_of(MIRIAM).translate(str.maketrans("4578", "$%&*"))]
)
def test_a_card_comes_in_although_nobody_told_the_kiosk_what_its_scanner_adds(typed: str) -> None:
    day = DeskDay()
    event = shown(day, typed)
    assert isinstance(event, ArrivalRecorded)
    assert day.facts() == [Arrived(MIRIAM, KNITTING)]


def test_somebody_expected_elsewhere_is_told_where_and_is_in_all_the_same() -> None:
    event = shown(DeskDay(), pass_of(AHMED))
    assert isinstance(event, ArrivalRecorded)
    assert event.entries
    assert event.visitor.expected == Expected({"en": "Greenfield School"})


def test_somebody_expected_elsewhere_who_must_choose_is_told_before_choosing() -> None:
    day = DeskDay(told_here(SCHOOL))
    event = shown(day, pass_of(MIRIAM))
    assert isinstance(event, ActivityWanted)
    assert event.visitor.expected == Expected({"en": "Rainbow Ward"})


def test_somebody_who_mistook_the_day_is_welcome_and_told_the_day() -> None:
    day = DeskDay()
    day.clocks.wall_offset_ms -= 3 * 86_400_000
    event = shown(day, pass_of(MIRIAM))
    assert isinstance(event, ArrivalRecorded)
    assert event.visitor.expected == Expected(day="2026-11-22")
    day.clocks.state = ClockState.RTC_ONLY
    event = shown(day, pass_of(AHMED), 2)
    assert isinstance(event, ArrivalRecorded)
    assert event.visitor.expected is not None
    assert event.visitor.expected.day == "", "nobody is told the day by a clock that nobody has set"


def test_somebody_where_they_are_expected_is_told_nothing() -> None:
    event = shown(DeskDay(), pass_of(MIRIAM))
    assert isinstance(event, ArrivalRecorded)
    assert event.visitor.expected is None


def test_a_machine_without_tables_of_time_zones_still_knows_the_day() -> None:
    assert local_day(1_795_345_200_000, "Nowhere/Else") == dt.date(2026, 11, 22)
