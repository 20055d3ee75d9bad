"""What the buttons ask for: arrivals, moves, items, farewells, undo; and a disk that does not let us."""

import pytest
from msgspec.structs import force_setattr, replace

from kiosk.desk import writing
from kiosk.desk.adding import PIECES_AT_ONCE_MAX
from kiosk.desk.desk import Desk
from kiosk.flow.events import ArrivalRecorded, DepartureRecorded, ItemsRecorded, MakingsRefreshed, MoveOffered, NotTaken, UndoRecorded
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Look
from kiosk.flow.requests import (
    EndProgram,
    OfferMove,
    PrepareTap,
    ReceiveCode,
    RecordDeparture,
    RecordHeadcount,
    RecordItems,
    RecordMove,
    RecordUndo,
    RefreshBoard,
)
from kiosk.flow.values import Heads
from sync.domain.facts import Arrived, ClockStepped, ItemsLogged, Left, Moved, Voided, stamped
from sync.journal.contract import StorageFailed, StorageFull, StorageReadOnly
from sync.protocol.canon import decode
from sync.protocol.messages import ClockSample
from tests.support.day import AHMED, CARDS, CLASS_3B, GARDENING, HATS, KITCHEN, KNITTING, MINUTE_MS, MIRIAM, SCHOOL, small_definition
from tests.support.desk import DeskDay, FoldedSums, SetClocks, answered, here, lamp, pass_of, told_here, wells
from tests.support.journals import STAMP, StumblingJournal, tap


def test_a_move_is_offered_to_everywhere_else_and_greeted_with_where_to_go() -> None:
    day = here(DeskDay(told_here(SCHOOL)), AHMED, CARDS)
    offer = answered(day, OfferMove(AHMED, tap(2)))
    assert isinstance(offer, MoveOffered)
    assert [place.no for place in offer.places] == [GARDENING, KITCHEN]
    moved = answered(day, RecordMove(AHMED, GARDENING, tap(2)))
    assert isinstance(moved, ArrivalRecorded)
    assert moved.visitor.place is not None
    assert moved.visitor.place.no == GARDENING
    assert day.facts()[1:] == [Moved(AHMED, GARDENING)]


def test_places_left_follow_who_is_here() -> None:
    definition = small_definition()
    few = replace(definition, activities=tuple(replace(activity, places=1) for activity in definition.activities))
    day = here(DeskDay(told_here(SCHOOL, few)), AHMED, CARDS)
    offer = answered(day, OfferMove(MIRIAM, tap(2)))
    assert isinstance(offer, MoveOffered)
    assert [(place.no, place.places_left) for place in offer.places] == [(CARDS, 0), (GARDENING, 1), (KITCHEN, 1)]


def test_a_farewell_says_what_was_done_today() -> None:
    day = here(DeskDay())
    answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(2)))
    answered(day, RecordItems(None, KNITTING, HATS, 100, tap(3)))
    day.clocks.now_ms += 95 * MINUTE_MS
    event = answered(day, RecordDeparture(MIRIAM, tap(4)))
    assert isinstance(event, DepartureRecorded)
    assert event.minutes == 95
    assert [(added.making.item, added.quantity) for added in event.made] == [(HATS, 7)]
    left = day.facts()[-1]
    assert isinstance(left, Left)
    assert left.of is not None
    assert left.of.seq == 1
    again = answered(day, ReceiveCode(pass_of(MIRIAM), tap(5)))
    assert isinstance(again, ArrivalRecorded)
    assert again.entries, "who left and comes back is recorded anew"


@pytest.mark.parametrize("came", [30, 26])
def test_a_class_goes_home_with_everybody_who_came(came: int) -> None:
    day = DeskDay(told_here(SCHOOL))
    if came == 30:
        answered(day, RecordHeadcount(CLASS_3B, Heads(came), None, tap(1)))
    else:
        # Counted by hand at another kiosk, whose entries came in while nobody pressed anything here.
        answered(day, RefreshBoard())
        day.journal.append(stamped(STAMP, Arrived(CLASS_3B, CARDS, came)), tap(1))
    event = answered(day, RecordDeparture(CLASS_3B, tap(2)))
    assert isinstance(event, DepartureRecorded)
    left = day.facts()[-1]
    assert isinstance(left, Left)
    assert left.headcount == came
    assert left.of is not None
    assert day.sums.helping() == 0, "nobody of the class is on the fire list"


def test_items_for_the_table_have_nobodys_name() -> None:
    day = DeskDay()
    event = answered(day, RecordItems(None, KNITTING, HATS, 7, tap(1)))
    assert isinstance(event, ItemsRecorded)
    assert event.visitor is None
    assert event.added.making.made == 7
    assert day.facts() == [ItemsLogged(KNITTING, HATS, 7)]


def test_a_tap_that_was_recorded_before_says_what_was_recorded_then() -> None:
    day = here(DeskDay())
    answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(2)))
    event = answered(day, RecordItems(MIRIAM, KNITTING, HATS, 8, tap(2)))
    assert isinstance(event, ItemsRecorded)
    assert event.added.quantity == 7
    assert event.added.making.made == 7


def test_an_undo_is_an_entry_and_the_sums_follow() -> None:
    day = here(DeskDay())
    logged = answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(2)))
    assert isinstance(logged, ItemsRecorded)
    undone, makings = day.desk.answer(RecordUndo(logged.entries, tap(3), MIRIAM))
    assert undone == UndoRecorded(tap(3))
    assert isinstance(makings, MakingsRefreshed)
    assert makings.who == MIRIAM
    assert [making.made for making in makings.makings] == [0]
    assert day.facts()[-1] == Voided(logged.entries[0])
    table = answered(day, RecordItems(None, KNITTING, HATS, 7, tap(4)))
    assert isinstance(table, ItemsRecorded)
    assert answered(day, RecordUndo(table.entries, tap(5))) == UndoRecorded(tap(5))


def test_who_undid_coming_in_is_recorded_when_the_card_comes_again() -> None:
    day = DeskDay()
    arrived = answered(day, ReceiveCode(pass_of(MIRIAM), tap(1)))
    assert isinstance(arrived, ArrivalRecorded)
    day.desk.answer(RecordUndo(arrived.entries, tap(2), MIRIAM))
    again = answered(day, ReceiveCode(pass_of(MIRIAM), tap(3)))
    assert isinstance(again, ArrivalRecorded)
    assert again.entries
    assert isinstance(day.facts()[-1], Arrived)


def test_the_board_celebrates_what_is_nearest_to_its_target() -> None:
    day = DeskDay(told_here(SCHOOL))
    answered(day, RecordItems(None, GARDENING, 3, 30, tap(2)))
    answered(day, RecordItems(None, KITCHEN, 4, 25_000, tap(3)))
    here(day, AHMED, CARDS)
    event = answered(day, RefreshBoard())
    assert isinstance(event, BoardChanged)
    assert [making.activity for making in event.board.makings] == [KITCHEN, GARDENING, CARDS]
    assert event.board.helping == 1
    assert event.board.venue == {"en": "Greenfield School"}


def test_what_is_published_anew_about_an_item_is_shown_from_then_on() -> None:
    day = DeskDay()
    answered(day, RecordItems(None, KNITTING, HATS, 7, tap(1)))
    told = []
    for most in (200, 20):
        (hats, *others) = small_definition().items
        force_setattr(day.told, "definition", replace(small_definition(), items=(replace(hats, sensible_max=most), *others)))
        event = answered(day, RefreshBoard())
        assert isinstance(event, BoardChanged)
        told.append([(making.made, making.sensible_max) for making in event.board.makings])
    assert told == [[(7, 200)], [(7, 20)]]


def test_an_act_happens_at_one_moment_however_long_it_takes() -> None:
    class TickingClocks(SetClocks):
        looks = 0

        def sample(self) -> ClockSample:
            self.looks += 1
            self.now_ms += 1
            return super().sample()

    clocks, day = TickingClocks(), DeskDay()
    desk = Desk(replace(day.ground, clocks=clocks))
    before = clocks.looks
    desk.answer(ReceiveCode(pass_of(MIRIAM), tap(1)))
    assert clocks.looks == before + 1
    (body,) = day.journal.read(day.journal.stream, 1, 9).entries
    assert decode(body).mono_ms == clocks.now_ms


def test_a_disk_that_stumbles_twice_is_not_noticed_by_anybody() -> None:
    for wrote in (False, True):
        day = DeskDay(journal=StumblingJournal(StorageFailed, 2, wrote=wrote))
        assert isinstance(answered(day, RecordItems(None, KNITTING, HATS, 7, tap(1))), ItemsRecorded)
        assert day.facts() == [ItemsLogged(KNITTING, HATS, 7)]
        assert wells(day)["Disk"]


def test_a_disk_that_goes_on_failing_is_said_and_trying_again_counts_once() -> None:
    for wrote in (False, True):
        journal = StumblingJournal(StorageFailed, writing.TRIES_MAX, wrote=wrote)
        day = DeskDay(journal=journal)
        request = ReceiveCode(pass_of(MIRIAM), tap(1))
        assert answered(day, request) == NotTaken(Look.TRY_AGAIN, tap(1))
        assert not wells(day)["Disk"]
        assert isinstance(answered(day, request), ArrivalRecorded)
        assert day.facts() == [Arrived(MIRIAM, KNITTING)]


@pytest.mark.parametrize("fault", [StorageFull, StorageReadOnly])
def test_a_disk_without_room_records_nothing_and_says_so(fault: type[StorageFull | StorageReadOnly]) -> None:
    journal = StumblingJournal(fault, 1)
    day = DeskDay(journal=journal)
    assert answered(day, RecordItems(None, KNITTING, HATS, 7, tap(1))) == NotTaken(Look.NO_ROOM, tap(1))
    assert day.facts() == []
    assert lamp(day) == "look"
    assert isinstance(answered(day, RecordItems(None, KNITTING, HATS, 7, tap(1))), ItemsRecorded)
    assert wells(day)["Disk"]


def test_a_button_that_could_not_be_remembered_can_still_be_pressed() -> None:
    day = DeskDay(journal=StumblingJournal(StorageFull, 1))
    assert day.desk.answer(PrepareTap(tap(1))) == ()
    assert not wells(day)["Disk"]
    assert day.desk.answer(PrepareTap(tap(1))) == ()


def test_an_unknown_code_is_answered_although_it_could_not_be_noted() -> None:
    day = DeskDay(journal=StumblingJournal(StorageFull, 1))
    assert answered(day, ReceiveCode("HELLO", tap(1))) == NotTaken(Look.NOT_OURS, tap(1))


def test_a_clock_that_was_set_is_noted_once_with_its_step() -> None:
    day = DeskDay()
    answered(day, RefreshBoard())
    day.clocks.wall_offset_ms += 1_999
    answered(day, RefreshBoard())
    assert day.facts() == []
    day.clocks.wall_offset_ms -= 3_600_000
    answered(day, RefreshBoard())
    answered(day, RefreshBoard())
    assert day.facts() == [ClockStepped(1_999 - 3_600_000)]


def test_the_kiosks_own_language_comes_first() -> None:
    day = DeskDay()
    spoken = Desk(replace(day.ground, language="cy"))
    (event,) = spoken.answer(RefreshBoard())
    assert isinstance(event, BoardChanged)
    assert event.board.languages == ("cy", "en")


def test_an_item_that_left_the_event_while_its_page_stood_is_not_recorded() -> None:
    day = DeskDay()
    assert answered(day, RecordItems(None, KNITTING, 99, 7, tap(1))) == NotTaken(Look.TRY_AGAIN, tap(1))
    assert day.facts() == []


class LongDay(FoldedSums):
    """Sums that were lost and come back piece by piece."""

    pieces = 2 * PIECES_AT_ONCE_MAX

    def follow_piece(self) -> bool:
        self.pieces -= 1
        return self.pieces > 0


def test_a_day_whose_sums_were_lost_is_added_up_again_with_people_served_in_between() -> None:
    day = DeskDay()
    desk = Desk(replace(day.ground, sums=LongDay(day.journal, day.told)))
    desk.answer(RefreshBoard())
    assert desk.is_behind
    desk.answer(RefreshBoard())
    assert not desk.is_behind


def test_ending_the_program_is_the_apps_to_do() -> None:
    assert DeskDay().desk.answer(EndProgram()) == ()
