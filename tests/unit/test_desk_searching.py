"""Somebody without a card at the desk: found by name or spoken code, and recorded as typed."""

import msgspec
import pytest

from kiosk.desk.pins import Pins
from kiosk.flow.events import ActivityWanted, ArrivalRecorded, Event, NotTaken
from kiosk.flow.news import BoardChanged
from kiosk.flow.pages import Look
from kiosk.flow.people_events import HeadcountWanted, PeopleFound
from kiosk.flow.requests import CheckPin, FindPeople, ReceiveCode, ReceiveFound, RecordArrival, RefreshBoard
from sync.domain.entry import How
from sync.domain.facts import Arrived
from sync.domain.roster import Volunteer
from sync.domain.spoken import spoken_code
from sync.protocol.canon import decode
from tests.support.day import CARDS, CLASS_3B, EVENT, KNITTING, MIRIAM, SCHOOL, WARD, named, small_definition, small_roster
from tests.support.desk import LEAD, PIN, DeskDay, pass_of, told_here, with_people
from tests.support.journals import tap

SAM = named("Sam")
CODE = spoken_code(EVENT, SAM)


def ward(**more: bool) -> DeskDay:
    definition = small_definition()
    venues = tuple(msgspec.structs.replace(venue, **more) for venue in definition.venues)
    row = Volunteer(SAM, "Samuel Longname", WARD, pass_serial=1, spoken_code=CODE)
    return DeskDay(told_here(WARD, msgspec.structs.replace(definition, venues=venues), with_people(small_roster(), row)))


def found(day: DeskDay, typed: str) -> list[str]:
    (event,) = day.desk.answer(FindPeople(typed))
    assert isinstance(event, PeopleFound)
    assert event.typed == typed
    return [member.shown_name for member in event.found]


def chosen(day: DeskDay, who: bytes, number: int = 1) -> Event:
    (event,) = day.desk.answer(ReceiveFound(who, tap(number)))
    return event


def hows(day: DeskDay) -> list[int]:
    return [decode(body).how for body in day.journal.read(day.journal.stream, 1, 99).entries]


def test_people_are_found_from_the_first_letter_with_first_name_and_initial() -> None:
    day = ward()
    assert found(day, "m") == ["Miriam K."]
    assert found(day, "SÁM") == ["Samuel L."]
    assert found(day, "long") == ["Samuel L."]
    assert found(day, "mirjam") == ["Miriam K."]
    assert found(day, "xyz") == []


@pytest.mark.parametrize("typed", [CODE, f"{CODE[:4]} {CODE[4:8]} {CODE[8:]}"])
def test_the_digits_of_a_card_find_its_owner(typed: str) -> None:
    assert found(ward(), typed) == ["Samuel L."]
    assert found(ward(), spoken_code(EVENT, MIRIAM)) == []


def test_a_name_that_was_chosen_is_recorded_as_typed_and_a_card_later_as_a_card() -> None:
    day = ward()
    assert isinstance(chosen(day, MIRIAM), ArrivalRecorded)
    assert day.facts() == [Arrived(MIRIAM, KNITTING)]
    assert hows(day) == [How.TYPED]
    day.desk.answer(ReceiveCode(pass_of(MIRIAM), tap(2)))
    assert day.desk._receiving.how(MIRIAM) is How.ROSTER


def test_who_is_here_is_shown_as_here() -> None:
    day = ward()
    chosen(day, MIRIAM)
    (event,) = day.desk.answer(FindPeople("miriam"))
    assert isinstance(event, PeopleFound)
    assert [member.is_here for member in event.found] == [True]


def test_who_has_no_activity_chooses_and_is_still_recorded_as_typed() -> None:
    day = DeskDay(told_here(SCHOOL, roster=with_people(small_roster(), Volunteer(SAM, "Sam L.", SCHOOL, pass_serial=1))))
    assert isinstance(chosen(day, SAM), ActivityWanted)
    day.desk.answer(RecordArrival(SAM, CARDS, tap(2)))
    assert hows(day) == [How.TYPED]


def test_a_class_without_its_card_is_found_by_its_name() -> None:
    day = DeskDay(told_here(SCHOOL))
    assert found(day, "3b") == ["Class 3B"]
    assert isinstance(chosen(day, CLASS_3B), HeadcountWanted)


def test_somebody_whom_the_centre_took_off_meanwhile_is_asked_to_look_again() -> None:
    assert chosen(ward(), named("Gone")) == NotTaken(Look.UNKNOWN, tap(1))


def test_a_venue_can_turn_the_search_off() -> None:
    day = ward(search_allowed=False)
    assert found(day, "m") == []
    assert found(day, CODE) == ["Samuel L."], "whoever knows the digits of the card has the card"
    (board,) = day.desk.answer(RefreshBoard())
    assert isinstance(board, BoardChanged)
    assert not board.board.search_allowed


def test_where_volunteers_may_not_search_a_lead_who_typed_their_digits_may() -> None:
    day = ward(search_allowed=False)
    as_lead = FindPeople("m", lead=LEAD.no)
    assert day.desk.answer(as_lead) == (PeopleFound("m", (), lead=LEAD.no),), "nobody typed digits yet"
    day.desk.answer(CheckPin("0000", tap(1)))
    assert day.desk.answer(as_lead) == (PeopleFound("m", (), lead=LEAD.no),), "wrong digits let nobody in"
    day.clocks.now_ms += 1_000
    day.desk.answer(CheckPin(PIN, tap(2)))
    (event,) = day.desk.answer(as_lead)
    assert isinstance(event, PeopleFound)
    assert [member.shown_name for member in event.found] == ["Miriam K."]
    assert day.desk.answer(FindPeople("m", lead=LEAD.no + 1)) == (PeopleFound("m", (), lead=LEAD.no + 1),)
    assert found(day, "m") == [], "a volunteer may not search for all that"


def test_a_lead_whom_the_centre_took_off_finds_nobody_any_more() -> None:
    pins = Pins(lambda: 0)
    assert pins.lead_of(PIN, [LEAD]) == LEAD
    assert pins.has_let_in(LEAD.no, [LEAD])
    assert not pins.has_let_in(LEAD.no, [])
