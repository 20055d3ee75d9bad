"""Families and classes at the desk: everybody counted once, whichever card was held up and however often."""

from msgspec.structs import replace

from kiosk.desk.desk import Desk
from kiosk.flow.events import ArrivalRecorded, DepartureRecorded, Event, ItemsRecorded, StaffToldFindings, StaffToldHere, VisitorRecognised
from kiosk.flow.findings import Finding, Found
from kiosk.flow.pages import Section
from kiosk.flow.people_events import HeadcountWanted, PartyWanted
from kiosk.flow.requests import ReceiveCode, RecordDeparture, RecordHeadcount, RecordMove, RecordParty, RecordUndo, TellStaff
from kiosk.flow.values import Expected, Heads
from kiosk.window.finding_words import said_of
from sync.domain.facts import Arrived, ItemsLogged, Left, Moved
from sync.domain.party import adults_missing, adults_with
from sync.domain.roster import Party, PartyKind, Volunteer
from tests.support.day import (
    CARDS,
    CARDS_MADE,
    CLASS_3B,
    GARDENING,
    KITCHEN,
    MINUTE_MS,
    SCHOOL,
    WARD,
    named,
    small_definition,
    small_roster,
)
from tests.support.desk import DeskDay, mat_of, pass_of, told_here, with_people
from tests.support.journals import tap

FAMILY, ANA, BEN, CLEO = named("Family"), named("Ana"), named("Ben"), named("Cleo")
ROWS = (
    Party(FAMILY, "The A. family", PartyKind.FAMILY, SCHOOL, GARDENING, 3, pass_serial=1),
    Volunteer(ANA, "Ana A.", SCHOOL, CARDS, FAMILY, pass_serial=1),
    Volunteer(BEN, "Ben A.", SCHOOL, None, FAMILY, pass_serial=1),
    Volunteer(CLEO, "Cleo A.", SCHOOL, None, FAMILY, pass_serial=1),
)
ADULTS = adults_with(CLASS_3B)


def school(*rows: Volunteer | Party, children_per_adult: int | None = None) -> DeskDay:
    definition = small_definition()
    venues = tuple(replace(venue, children_per_adult=children_per_adult) for venue in definition.venues)
    return DeskDay(told_here(SCHOOL, replace(definition, venues=venues), with_people(small_roster(), *(rows or ROWS))))


def shown(day: DeskDay, who: bytes, number: int) -> Event:
    (event,) = day.desk.answer(ReceiveCode(pass_of(who), tap(number)))
    return event


def came(day: DeskDay, who: bytes, members: tuple[bytes, ...], number: int, activity: int | None = None) -> ArrivalRecorded:
    (event,) = day.desk.answer(RecordParty(who, members, activity, tap(number)))
    assert isinstance(event, ArrivalRecorded)
    return event


def counted(day: DeskDay, heads: Heads, number: int, activity: int | None = None) -> ArrivalRecorded:
    (event,) = day.desk.answer(RecordHeadcount(CLASS_3B, heads, activity, tap(number)))
    assert isinstance(event, ArrivalRecorded)
    return event


def findings(desk: Desk) -> list[Finding]:
    (told,) = desk.answer(TellStaff(Section.DOCTOR))
    assert isinstance(told, StaffToldFindings)
    return [finding for finding in told.findings if finding.state is Found.ADULTS_TOO_FEW]


def test_any_card_of_a_family_brings_the_whole_family_up() -> None:
    for who in (ANA, BEN, FAMILY):
        event = shown(school(), who, 1)
        assert isinstance(event, PartyWanted)
        assert [member.shown_name for member in event.members] == ["Ana A.", "Ben A.", "Cleo A."]
        assert event.ticked == (ANA, BEN, CLEO)
        assert event.places == ()


def test_everybody_comes_in_at_once_and_nobody_is_counted_twice() -> None:
    day = school()
    shown(day, FAMILY, 1)
    event = came(day, FAMILY, (ANA, BEN, CLEO), 2)
    assert day.facts() == [Arrived(ANA, CARDS), Arrived(BEN, GARDENING), Arrived(CLEO, GARDENING)]
    assert event.visitor.headcount == 3
    assert event.visitor.shown_name == "The A. family"
    assert len(event.entries) == 3
    assert day.sums.helping() == 3
    came(day, FAMILY, (ANA, BEN, CLEO), 2)
    came(day, ANA, (ANA, BEN), 3)
    assert day.sums.helping() == 3, "a second press, and a second card, bring nobody twice"
    assert len(day.facts()) == 3


def test_a_mat_after_the_family_s_own_pass_counts_hats_and_no_people() -> None:
    day = school()
    shown(day, FAMILY, 1)
    mat = mat_of(10, SCHOOL, CARDS, CARDS_MADE)
    (event,) = day.desk.answer(ReceiveCode(mat, tap(2), FAMILY))
    assert isinstance(event, ItemsRecorded)
    assert day.facts() == [ItemsLogged(CARDS, CARDS_MADE, 10, FAMILY)]
    assert day.sums.helping() == 0


def test_the_absent_come_later_and_those_who_are_here_are_shown_as_here() -> None:
    day = school()
    came(day, ANA, (ANA, BEN), 1)
    event = shown(day, FAMILY, 2)
    assert isinstance(event, PartyWanted)
    assert [member.is_here for member in event.members] == [True, True, False]
    assert event.ticked == (), "a hurried tap brings nobody who is not there"
    assert isinstance(shown(day, CLEO, 3), ArrivalRecorded), "the last one comes in by her card alone"
    day.sums.follow()
    assert day.sums.helping() == 3


def test_the_second_of_three_is_ticked_alone() -> None:
    day = school()
    came(day, ANA, (ANA,), 1)
    event = shown(day, BEN, 2)
    assert isinstance(event, PartyWanted)
    assert event.ticked == (BEN,)


def test_each_can_leave_by_their_own_card() -> None:
    day = school()
    came(day, ANA, (ANA, BEN, CLEO), 1)
    day.clocks.now_ms += 30 * MINUTE_MS
    assert isinstance(shown(day, BEN, 2), VisitorRecognised)
    (event,) = day.desk.answer(RecordDeparture(BEN, tap(3)))
    assert isinstance(event, DepartureRecorded)
    assert event.minutes == 30
    assert day.sums.helping() == 2


def test_the_family_s_pass_moves_and_ends_everybody_who_is_here() -> None:
    day = school()
    came(day, FAMILY, (ANA, BEN, CLEO), 1)
    day.clocks.now_ms += 30 * MINUTE_MS
    event = shown(day, FAMILY, 2)
    assert isinstance(event, VisitorRecognised)
    assert event.visitor.headcount == 3
    day.desk.answer(RecordMove(FAMILY, KITCHEN, tap(3)))
    assert {fact.who for fact in day.facts() if isinstance(fact, Moved)} == {ANA, BEN, CLEO}
    (event,) = day.desk.answer(RecordDeparture(FAMILY, tap(4)))
    assert isinstance(event, DepartureRecorded)
    assert event.minutes == 30
    assert day.sums.helping() == 0
    assert FAMILY not in {fact.who for fact in day.facts() if isinstance(fact, Arrived | Left)}


def test_where_somebody_s_activity_is_unknown_it_is_asked_for_and_the_others_keep_theirs() -> None:
    day = school(replace(ROWS[0], activity=None), *ROWS[1:])
    event = shown(day, FAMILY, 1)
    assert isinstance(event, PartyWanted)
    assert event.places != ()
    came(day, FAMILY, (ANA, BEN), 2, KITCHEN)
    assert day.facts() == [Arrived(ANA, CARDS), Arrived(BEN, KITCHEN)]


def test_undo_takes_the_whole_family_back() -> None:
    day = school()
    event = came(day, ANA, (ANA, BEN), 1)
    day.desk.answer(RecordUndo(event.entries, tap(2), ANA))
    assert day.sums.helping() == 0


def test_a_class_is_asked_how_many_with_what_is_expected() -> None:
    day = school(*ROWS)
    event = shown(day, CLASS_3B, 1)
    assert isinstance(event, HeadcountWanted)
    assert event.visitor.heads == Heads(30)
    assert event.places == ()
    assert day.facts() == []


def test_a_class_without_an_activity_is_asked_for_one() -> None:
    trip = named("Trip")
    day = school(Party(trip, "Trip", PartyKind.CLASS, SCHOOL, None, 12, pass_serial=1, expected_adults=2))
    event = shown(day, trip, 1)
    assert isinstance(event, HeadcountWanted)
    assert event.visitor.heads == Heads(10, 2)
    assert event.places != ()


def test_children_and_adults_are_counted_apart_and_add_up() -> None:
    day = school()
    event = counted(day, Heads(28, 3), 1)
    assert day.facts() == [Arrived(CLASS_3B, CARDS, 28), Arrived(ADULTS, CARDS, 3)]
    assert event.visitor.headcount == 31
    assert day.sums.helping() == 31
    (here,) = day.desk.answer(TellStaff(Section.HERE))
    assert isinstance(here, StaffToldHere)
    (row,) = here.rows
    assert (row.shown_name, row.headcount, row.adults) == ("Class 3B", 31, 3)


def test_more_came_and_some_left_are_new_entries() -> None:
    day = school()
    counted(day, Heads(28, 3), 1)
    day.clocks.now_ms += MINUTE_MS
    event = shown(day, CLASS_3B, 2)
    assert isinstance(event, VisitorRecognised), "a class is asked at once, not only greeted"
    assert event.visitor.heads == Heads(28, 3)
    counted(day, Heads(30, 2), 3)
    assert [type(fact) for fact in day.facts()[2:]] == [Arrived, Left]
    assert day.facts()[2] == Arrived(CLASS_3B, CARDS, 30)
    left = day.facts()[3]
    assert isinstance(left, Left)
    assert (left.who, left.headcount) == (ADULTS, 1)
    assert day.sums.helping() == 32
    assert counted(day, Heads(30, 2), 4).entries == (), "nothing changed, nothing is written"
    assert len(day.facts()) == 4


def test_a_class_goes_home_with_its_adults() -> None:
    day = school()
    counted(day, Heads(28, 3), 1)
    day.clocks.now_ms += 40 * MINUTE_MS
    day.desk.answer(RecordMove(CLASS_3B, GARDENING, tap(2)))
    (event,) = day.desk.answer(RecordDeparture(CLASS_3B, tap(3)))
    assert isinstance(event, DepartureRecorded)
    assert event.visitor.headcount == 31
    assert event.minutes == 40
    assert day.sums.helping() == 0


def test_adults_who_stay_are_still_the_class_on_the_lead_s_list() -> None:
    day = school()
    counted(day, Heads(28, 2), 1)
    counted(day, Heads(0, 2), 2)
    (here,) = day.desk.answer(TellStaff(Section.HERE))
    assert isinstance(here, StaffToldHere)
    assert [(row.shown_name, row.headcount) for row in here.rows] == [("Class 3B", 2)]
    assert isinstance(shown(day, CLASS_3B, 3), VisitorRecognised)


def test_too_few_adults_are_told_to_the_lead_and_nobody_is_turned_away() -> None:
    day = school(children_per_adult=10)
    counted(day, Heads(28, 2), 1)
    (finding,) = findings(day.desk)
    assert not finding.well
    assert finding.numbers == (28, 2, 10, 1)
    assert said_of("en", finding).remedy == "Ask for 1 more adult."
    assert day.sums.helping() == 30
    counted(day, Heads(28, 3), 2)
    assert findings(day.desk) == []


def test_a_venue_without_a_rule_is_told_nothing() -> None:
    day = school()
    counted(day, Heads(28, 0), 1)
    assert findings(day.desk) == []
    assert adults_missing(20, 0, None) == 0
    assert [adults_missing(20, adults, 10) for adults in (0, 1, 2, 3)] == [2, 1, 0, 0]


def test_a_class_that_is_expected_elsewhere_chooses_and_stays_together() -> None:
    trip = named("Trip")
    day = school(Party(trip, "Trip", PartyKind.CLASS, None, None, 12, pass_serial=1))
    day.desk.answer(RecordHeadcount(trip, Heads(10), GARDENING, tap(1)))
    day.desk.answer(RecordHeadcount(trip, Heads(10, 2), None, tap(2)))
    assert day.facts() == [Arrived(trip, GARDENING, 10), Arrived(adults_with(trip), GARDENING, 2)]


def test_a_party_that_is_expected_elsewhere_is_told_where_before_it_says_who_came() -> None:
    family = tuple(replace(row, venue=WARD) for row in ROWS)
    wanted = shown(school(*family), FAMILY, 1)
    assert isinstance(wanted, PartyWanted)
    assert wanted.visitor.expected == Expected({"en": "Rainbow Ward"})
    trip = Party(named("Trip"), "Trip", PartyKind.CLASS, WARD, None, 12, pass_serial=1)
    asked = shown(school(trip), trip.who, 1)
    assert isinstance(asked, HeadcountWanted)
    assert asked.visitor.expected == Expected({"en": "Rainbow Ward"})
