"""Leaving and coming back at the desk: who is asked, what the slip says, and that each of a family goes separately."""

from dataclasses import dataclass

import pytest

from kiosk.desk.slips import slip_text
from kiosk.flow.events import ArrivalRecorded, DepartureRecorded, VisitorRecognised
from kiosk.flow.requests import ReceiveCode, RecordDeparture, RecordItems, RecordMove, RecordParty
from kiosk.flow.values import Added, Making
from sync.domain.definition import Unit
from sync.domain.entry import ClockState
from sync.domain.facts import Arrived, Left, Moved
from sync.domain.presence import End
from sync.domain.roster import Party, PartyKind, Volunteer
from sync.domain.slip import Keepsake, read_slip
from tests.support.day import (
    CARDS,
    EVENT,
    GARDENING,
    HATS,
    HOUR_MS,
    KNITTING,
    MIRIAM,
    SCHOOL,
    WARD,
    named,
    small_definition,
    small_roster,
    stamp,
)
from tests.support.desk import DeskDay, answered, here, pass_of, told_here, with_people
from tests.support.journals import tap

FAMILY = named("Family")
MOTHER, SON = named("Mother"), named("Son")


def recognised(day: DeskDay, number: int) -> VisitorRecognised:
    event = answered(day, ReceiveCode(pass_of(MIRIAM), tap(number)))
    assert isinstance(event, VisitorRecognised)
    return event


def gone(day: DeskDay, who: bytes = MIRIAM, number: int = 90) -> DepartureRecorded:
    event = answered(day, RecordDeparture(who, tap(number)))
    assert isinstance(event, DepartureRecorded)
    return event


def test_whether_somebody_has_logged_is_known_when_they_hold_up_their_card() -> None:
    day = here(DeskDay())
    day.clocks.now_ms += HOUR_MS
    assert not recognised(day, 2).visitor.has_logged
    answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(3)))
    assert recognised(day, 4).visitor.has_logged


def test_the_slip_says_the_day_the_time_and_the_things_and_no_name() -> None:
    day = here(DeskDay())
    answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(3)))
    day.clocks.now_ms += 2 * HOUR_MS
    slip = read_slip(gone(day).slip)
    assert slip is not None
    assert (slip.event, slip.day.isoformat(), slip.minutes) == (EVENT, "2026-11-22", 120)
    assert slip.made == (Keepsake("7", "HATS"),)


def test_by_a_clock_that_nobody_has_set_the_slip_bears_the_events_day() -> None:
    day = here(DeskDay())
    day.clocks.state = ClockState.UNKNOWN
    day.clocks.wall_offset_ms = 0
    slip = read_slip(gone(day).slip)
    assert slip is not None
    assert slip.day.isoformat() == "2026-11-22"


@dataclass
class _Case:
    unit: Unit
    quantity: int
    said: Keepsake
    currency: str = "GBP"


@pytest.mark.parametrize(
    "case",
    [
        _Case(Unit.ITEMS, 1, Keepsake("1", "THING")),
        _Case(Unit.PEOPLE, 3, Keepsake("3", "THINGS")),
        _Case(Unit.MINUTES, 45, Keepsake("45", "MIN THINGS")),
        _Case(Unit.MONEY, 1250, Keepsake("12.50", "GBP")),
        _Case(Unit.MONEY, 1250, Keepsake("1250", "JPY"), "JPY"),
        _Case(Unit.MONEY, 1250, Keepsake("1.250", "KWD"), "KWD"),
    ],
)
def test_every_unit_has_its_way_on_the_slip(case: _Case) -> None:
    making = Making(1, 1, {"en": "thing"}, {"en": "things"}, case.unit, "hat", (1,), 10, 0, currency=case.currency)
    slip = read_slip(slip_text(small_definition(), stamp(1_795_345_200_000), 5, [Added(making, case.quantity)]))
    assert slip is not None
    assert slip.made == (case.said,)


def test_coming_back_the_same_day_is_greeted_as_new_and_counted_again() -> None:
    day = here(DeskDay())
    gone(day)
    event = answered(day, ReceiveCode(pass_of(MIRIAM), tap(5)))
    assert isinstance(event, ArrivalRecorded)
    assert event.entries
    assert [type(fact) for fact in day.facts()] == [Arrived, Left, Arrived]
    day.sums.follow()
    assert day.sums.helping() == 1


def test_somebody_who_moved_leaves_once_and_is_gone_from_both_tables() -> None:
    day = here(DeskDay(told_here(SCHOOL)), MIRIAM, CARDS)
    answered(day, RecordMove(MIRIAM, GARDENING, tap(3)))
    gone(day)
    assert [type(fact) for fact in day.facts()] == [Arrived, Moved, Left]
    assert day.sums.helping() == 0


def test_each_of_a_family_leaves_separately_later() -> None:
    people = (
        Volunteer(MOTHER, "Dana L.", WARD, KNITTING, FAMILY, pass_serial=1),
        Volunteer(SON, "Noam L.", WARD, KNITTING, FAMILY, pass_serial=1),
    )
    family = Party(FAMILY, "Family L.", PartyKind.FAMILY, WARD, KNITTING, 2, pass_serial=1)
    day = DeskDay(told_here(roster=with_people(small_roster(), *people, family)))
    answered(day, RecordParty(MOTHER, (MOTHER, SON), None, tap(1)))
    assert day.sums.helping() == 2
    gone(day, SON, 2)
    assert [who for who, _stay in day.sums.here()] == [MOTHER]
    gone(day, MOTHER, 3)
    assert day.sums.helping() == 0


def test_on_the_second_day_i_am_thanked_for_that_day_and_asked_again_whether_i_made_something() -> None:
    day = here(DeskDay())
    answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(3)))
    day.clocks.now_ms += 3 * HOUR_MS
    first = gone(day)
    assert (first.minutes, [added.quantity for added in first.made]) == (180, [7])
    day.clocks.now_ms += 20 * HOUR_MS
    answered(day, ReceiveCode(pass_of(MIRIAM), tap(5)))
    day.clocks.now_ms += HOUR_MS
    assert not recognised(day, 6).visitor.has_logged
    second = gone(day, number=91)
    assert (second.minutes, second.made) == (60, ())
    slip = read_slip(second.slip)
    assert slip is not None
    assert (slip.minutes, slip.made) == (60, ())


def test_who_goes_home_for_lunch_is_thanked_for_morning_and_afternoon() -> None:
    day = here(DeskDay())
    day.clocks.now_ms += 2 * HOUR_MS
    assert gone(day).minutes == 120
    day.clocks.now_ms += HOUR_MS
    answered(day, ReceiveCode(pass_of(MIRIAM), tap(5)))
    day.clocks.now_ms += HOUR_MS
    assert gone(day, number=91).minutes == 180


def test_where_nobody_has_set_the_clock_i_am_thanked_for_this_visit_and_never_for_another_days() -> None:
    day = DeskDay()
    day.clocks.state = ClockState.UNKNOWN
    day.clocks.wall_offset_ms = 0
    here(day)
    answered(day, RecordItems(MIRIAM, KNITTING, HATS, 7, tap(3)))
    day.clocks.now_ms += 3 * HOUR_MS
    assert gone(day).minutes == 180
    # Switched off for the night and on again: its clock goes on a minute later.
    day.clocks.now_ms += 60_000
    answered(day, ReceiveCode(pass_of(MIRIAM), tap(5)))
    day.clocks.now_ms += HOUR_MS
    second = gone(day, number=91)
    assert (second.minutes, second.made) == (60, ())


def test_a_check_out_forgotten_yesterday_does_not_surprise_today() -> None:
    day = here(DeskDay())
    day.clocks.now_ms += 20 * HOUR_MS
    assert isinstance(answered(day, ReceiveCode(pass_of(MIRIAM), tap(5))), ArrivalRecorded), "simply green"
    day.sums.follow()
    before, today = day.sums.day(MIRIAM).stays
    assert before.ended is End.RULE
    assert today.ended_ms is None
    assert recognised_later(day).visitor.place is not None


def test_who_sweeps_up_after_closing_still_leaves_with_their_card() -> None:
    day = here(DeskDay())
    day.clocks.now_ms += 9 * HOUR_MS
    assert isinstance(answered(day, ReceiveCode(pass_of(MIRIAM), tap(5))), VisitorRecognised)


def recognised_later(day: DeskDay) -> VisitorRecognised:
    """An hour later the card opens the page for who is here."""
    day.clocks.now_ms += HOUR_MS
    return recognised(day, 77)


def test_where_nobody_has_set_the_clock_no_rule_sends_anybody_home() -> None:
    day = here(DeskDay())
    day.clocks.state = ClockState.UNKNOWN
    day.clocks.now_ms += 12 * HOUR_MS
    assert isinstance(answered(day, ReceiveCode(pass_of(MIRIAM), tap(5))), VisitorRecognised)
