"""Do outcomes, kits and wishes reach the pages, and does what was made add up by outcome and together?"""

from kiosk.flow.events import DepartureRecorded, ItemsRecorded, StaffToldTally
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Section
from kiosk.flow.requests import ReceiveCode, RecordDeparture, RecordItems, RefreshBoard, TellStaff
from kiosk.flow.values import Asked, Making
from sync.domain.codes import Mat, make_mat
from sync.domain.facts import ItemsLogged
from tests.support.day import AHMED, CARDS, CARDS_MADE, EVENT, KEY_ID, SCHOOL, SIGNING_KEY
from tests.support.desk import DeskDay, answered, here, told_here
from tests.support.journals import tap
from tests.support.mending import LOST, MENDED, OBJECTS, WORKSHOP, with_workshop


def workshop() -> DeskDay:
    return DeskDay(told_here(SCHOOL, with_workshop()))


def tally_of(day: DeskDay) -> Making:
    told = answered(day, TellStaff(Section.TALLY))
    assert isinstance(told, StaffToldTally)
    return next(row.making for row in told.rows if row.making.item == OBJECTS)


def test_what_became_of_things_is_recorded_and_told_to_the_lead_apart_and_together() -> None:
    day = workshop()
    here(day, AHMED, WORKSHOP)
    recorded = answered(day, RecordItems(AHMED, WORKSHOP, MENDED, 3, tap(2)))
    assert isinstance(recorded, ItemsRecorded)
    thanked = recorded.added.making
    assert (thanked.many["en"], thanked.made, thanked.target, thanked.whole) == ("objects, mended", 3, 60, OBJECTS)
    answered(day, RecordItems(None, WORKSHOP, LOST, 1, tap(3)))
    assert ItemsLogged(WORKSHOP, MENDED, 3, AHMED) in day.facts()
    making = tally_of(day)
    assert (making.made, [(outcome.item, outcome.made) for outcome in making.outcomes]) == (4, [(MENDED, 3), (LOST, 1)])
    assert making.parts[0].quantity == 2
    left = answered(day, RecordDeparture(AHMED, tap(4)))
    assert isinstance(left, DepartureRecorded)
    assert [(added.making.many["en"], added.quantity) for added in left.made] == [("objects, mended", 3)]


def test_a_mat_names_the_outcome_or_logs_the_thing_alone() -> None:
    day = workshop()
    here(day, AHMED, WORKSHOP)
    for number, item in enumerate((MENDED, OBJECTS), 2):
        mat = make_mat(Mat(EVENT, SCHOOL, WORKSHOP, item, 5, 1, KEY_ID), SIGNING_KEY)
        assert isinstance(answered(day, ReceiveCode(mat, tap(number), AHMED)), ItemsRecorded)
    making = tally_of(day)
    assert (making.made, [outcome.made for outcome in making.outcomes]) == (10, [5, 0])


def test_the_board_shows_what_is_asked_for_most() -> None:
    day = workshop()
    first = answered(day, RefreshBoard())
    assert isinstance(first, BoardChanged)
    assert first.board.needed is not None
    assert first.board.needed.item == OBJECTS
    assert first.board.needed.asked == Asked({"en": "Chairs, please."}, {"en": "lamps"}, 60)
    answered(day, RecordItems(None, WORKSHOP, MENDED, 60, tap(5)))
    answered(day, RecordItems(None, CARDS, CARDS_MADE, 1, tap(6)))
    full = answered(day, RefreshBoard())
    assert isinstance(full, BoardChanged)
    assert full.board.needed is None, "nobody else said what they would like"
