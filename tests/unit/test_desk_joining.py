"""A newcomer who belongs to a party, at the desk: counted once, whether the party has names or comes by number."""

import pytest
from msgspec.structs import replace

from kiosk.flow.events import StaffToldHere
from kiosk.flow.pages import Section
from kiosk.flow.people_events import HeadcountWanted, PartyWanted, PeopleFound, WalkInRecorded
from kiosk.flow.requests import FindPeople, ReceiveCode, RecordHeadcount, RecordParty, RecordWalkIn, TellStaff
from kiosk.flow.values import Heads
from sync.domain.party import joined
from sync.domain.roster import Party, PartyKind, Volunteer
from tests.support.day import CARDS, CLASS_3B, SCHOOL, named, small_definition, small_roster
from tests.support.desk import DeskDay, pass_of, told_here, with_people
from tests.support.journals import tap

FAMILY, ANA, BEN = named("Family"), named("Ana"), named("Ben")
MEMBERS = (
    Volunteer(ANA, "Ana A.", SCHOOL, CARDS, FAMILY, pass_serial=1),
    Volunteer(BEN, "Ben A.", SCHOOL, CARDS, FAMILY, pass_serial=1),
)
PARTY = Party(FAMILY, "The A. family", PartyKind.FAMILY, SCHOOL, CARDS, 2, pass_serial=1)


def school(*more: Party, search_allowed: bool = True) -> DeskDay:
    definition = small_definition()
    venues = tuple(replace(venue, search_allowed=search_allowed) for venue in definition.venues)
    people = with_people(small_roster(), PARTY, *MEMBERS, *more)
    return DeskDay(told_here(SCHOOL, replace(definition, venues=venues), people))


def walked_in(day: DeskDay, party: bytes | None) -> WalkInRecorded:
    (event,) = day.desk.answer(RecordWalkIn("Noa A.", None, CARDS, tap(1), party))
    assert isinstance(event, WalkInRecorded)
    return event


def in_building(day: DeskDay) -> int:
    (event,) = day.desk.answer(TellStaff(Section.HERE))
    assert isinstance(event, StaffToldHere)
    return sum(row.headcount for row in event.rows)


def offered(day: DeskDay, typed: str = "") -> dict[str, bool]:
    (event,) = day.desk.answer(FindPeople(typed, parties=True))
    assert isinstance(event, PeopleFound)
    assert event.parties
    return {party.shown_name: party.by_number for party in event.found}


def test_a_newcomer_is_one_more_of_their_family_and_the_familys_card_counts_each_once() -> None:
    day = school()
    noa = walked_in(day, FAMILY).visitor.who
    (wanted,) = day.desk.answer(ReceiveCode(pass_of(FAMILY), tap(2)))
    assert isinstance(wanted, PartyWanted)
    assert {member.shown_name: member.is_here for member in wanted.members} == {"Ana A.": False, "Ben A.": False, "Noa A.": True}
    day.desk.answer(RecordParty(FAMILY, (ANA, BEN, noa), None, tap(3)))
    assert in_building(day) == 3


def test_nobody_becomes_a_member_of_a_class_that_comes_by_number() -> None:
    day = school()
    noa = walked_in(day, CLASS_3B).visitor.who
    assert day.walk_ins.row(noa) == Volunteer(noa, "Noa A.", SCHOOL, CARDS)
    (wanted,) = day.desk.answer(ReceiveCode(pass_of(CLASS_3B), tap(2)))
    assert isinstance(wanted, HeadcountWanted), "the class still comes by number"
    day.desk.answer(RecordHeadcount(CLASS_3B, Heads(30), None, tap(3)))
    assert in_building(day) == 31


def test_whoever_took_back_that_they_came_is_no_member_any_more() -> None:
    day = school()
    day.walk_ins.take_back(walked_in(day, FAMILY).visitor.who)
    (wanted,) = day.desk.answer(ReceiveCode(pass_of(FAMILY), tap(2)))
    assert isinstance(wanted, PartyWanted)
    assert [member.shown_name for member in wanted.members] == ["Ana A.", "Ben A."]


def test_parties_of_this_venue_are_offered_and_where_they_are_many_they_are_looked_for() -> None:
    assert offered(school()) == {"Class 3B": True, "The A. family": False}
    assert offered(school(), "fam") == {"The A. family": False}
    assert offered(school(), "mir") == {}
    many = tuple(Party(named(f"Group {no}"), f"Group {no}", PartyKind.GROUP, None if no else SCHOOL) for no in range(6))
    elsewhere = Party(named("Elsewhere"), "Group elsewhere", PartyKind.GROUP, 99)
    nameless = Party(named("Nameless"), "", PartyKind.GROUP, SCHOOL)
    assert offered(school(*many, elsewhere, nameless)) == {}
    assert list(offered(school(*many, elsewhere, nameless), "g")) == [f"Group {no}" for no in range(6)]


def test_where_names_are_not_looked_up_no_party_is_named() -> None:
    assert offered(school(search_allowed=False), "fam") == {}


@pytest.mark.parametrize(("party", "members", "expected"), [(FAMILY, MEMBERS, FAMILY), (FAMILY, (), None), (None, (), None)])
def test_only_a_party_of_names_is_joined(party: bytes | None, members: tuple[Volunteer, ...], expected: bytes | None) -> None:
    assert joined(party, members) == expected
