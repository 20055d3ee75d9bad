"""Newcomers at the desk: durable before the green page, known by name but in no entry, and back again with their photograph."""

import pytest
from msgspec.structs import replace
from nacl.signing import SigningKey

from kiosk.desk.desk import Desk
from kiosk.desk.ports import Signer
from kiosk.flow.events import (
    ActivityWanted,
    ArrivalRecorded,
    DepartureRecorded,
    Event,
    NotTaken,
    StaffToldFindings,
    StaffToldHere,
    VisitorRecognised,
)
from kiosk.flow.findings import Found
from kiosk.flow.pages import Look, Section
from kiosk.flow.people_events import HeadcountWanted, PassTold, PeopleFound, PlacesTold, WalkInRecorded
from kiosk.flow.requests import (
    FindPeople,
    ReceiveCode,
    ReceiveFound,
    RecordDeparture,
    RecordHeadcount,
    RecordUndo,
    RecordWalkIn,
    ShowPass,
    TellPlaces,
    TellStaff,
)
from kiosk.flow.values import Heads
from sync.domain.codes import read_code
from sync.domain.door_pass import DoorPass
from sync.domain.entry import How
from sync.domain.facts import Arrived, Left, Voided, WalkedIn
from sync.domain.party import adults_with, reference_of
from sync.domain.roster import Volunteer
from sync.journal.contract import StorageFailed
from sync.protocol.canon import decode
from tests.support.day import CARDS, CLASS_3B, GARDENING, SCHOOL, small_definition
from tests.support.desk import DeskDay, ToldHere, WalkInsInMemory, told_here
from tests.support.journals import DEVICE, KEY, tap

TYPED = "Zebulonia Q."
WHO = reference_of(tap(1))
SIBLING = Signer(9, SigningKey(bytes([9]) * 32))
KEYS = {DEVICE: bytes(KEY.verify_key), SIBLING.device: bytes(SIBLING.key.verify_key)}


def told(revoked: tuple[int, ...] = (), withdrawn: frozenset[bytes] = frozenset(), children_per_adult: int | None = None) -> ToldHere:
    definition = small_definition()
    venues = tuple(replace(venue, children_per_adult=children_per_adult) for venue in definition.venues)
    known = told_here(SCHOOL, replace(definition, venues=venues), withdrawn=withdrawn)
    return replace(known, device_keys=KEYS, revoked_devices=frozenset(revoked))


def school(**more: object) -> DeskDay:
    return DeskDay(told(**more))  # type: ignore[arg-type] # by name


def walked_in(day: DeskDay, number: int = 1, name: str = TYPED, heads: Heads | None = None) -> WalkInRecorded:
    (event,) = day.desk.answer(RecordWalkIn(name, heads, CARDS, tap(number)))
    assert isinstance(event, WalkInRecorded)
    return event


def shown(day: DeskDay, code: str, number: int = 50) -> Event:
    (event,) = day.desk.answer(ReceiveCode(code, tap(number)))
    return event


def sibling_of(day: DeskDay, number: int = 1, heads: Heads | None = None) -> str:
    """The code that another kiosk gave, of whom this one has heard nothing yet."""
    other = DeskDay(told())
    other.desk = Desk(replace(other.ground, signer=SIBLING))
    assert day is not other
    return walked_in(other, number, heads=heads).code


def in_building(day: DeskDay) -> dict[str, int]:
    (event,) = day.desk.answer(TellStaff(Section.HERE))
    assert isinstance(event, StaffToldHere)
    return {row.shown_name: row.headcount for row in event.rows}


def test_a_newcomer_is_here_by_a_reference_and_known_by_name() -> None:
    day = school()
    assert day.desk.answer(TellPlaces()) == (PlacesTold(day.desk._cards.places()),)
    event = walked_in(day)
    assert event.visitor.shown_name == TYPED
    assert event.visitor.place is not None
    assert event.visitor.place.no == CARDS
    assert day.facts() == [WalkedIn(WHO), Arrived(WHO, CARDS)]
    assert in_building(day) == {TYPED: 1}


def test_the_name_stands_in_no_entry() -> None:
    day = school()
    walked_in(day)
    walked_in(day, 2, "Walkers of Zebulon", Heads(9, 3))
    bodies = day.journal.read(day.journal.stream, 1, 100).entries
    assert bodies
    for word in ("Zebulon", "zebulon", "Walkers"):
        assert all(word.encode() not in body for body in bodies)
    assert all(decode(body).how == How.WALK_IN for body in bodies)


def test_the_same_tap_again_is_the_same_person() -> None:
    day = school()
    first, again = walked_in(day), walked_in(day)
    assert first == again
    assert len(day.walk_ins.rows()) == 1
    assert in_building(day) == {TYPED: 1}


def test_a_name_that_the_disk_does_not_take_brings_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    day = school()

    def stumble(*_asked: object, **_more: object) -> None:
        raise StorageFailed("Keeping the name", "try again")

    with monkeypatch.context() as broken:
        broken.setattr(WalkInsInMemory, "keep", stumble)
        assert day.desk.answer(RecordWalkIn(TYPED, None, CARDS, tap(1))) == (NotTaken(Look.TRY_AGAIN, tap(1)),)
    assert day.facts() == []
    assert walked_in(day).visitor.who == WHO


def test_the_name_is_kept_before_the_entry() -> None:
    day = school()
    names_at_append: list[int] = []
    append_all = day.journal.append_all

    def watched(*asked: object) -> object:
        names_at_append.append(len(day.walk_ins.rows()))
        return append_all(*asked)  # type: ignore[arg-type] # as it was asked

    day.journal.append_all = watched  # type: ignore[assignment,method-assign] # looked at on its way
    walked_in(day)
    assert names_at_append == [1]


def test_the_photograph_greets_at_once_and_later_opens_their_page() -> None:
    day = school()
    code = walked_in(day).code
    event = shown(day, code)
    assert isinstance(event, ArrivalRecorded)
    assert event.entries == ()
    assert event.visitor.shown_name == TYPED
    day.clocks.now_ms += 10 * 60_000
    assert isinstance(shown(day, code, 51), VisitorRecognised)


def test_the_photograph_works_at_a_sibling_that_has_heard_nothing_yet() -> None:
    day = school()
    code = sibling_of(day)
    read = read_code(code)
    assert isinstance(read, DoorPass)
    assert read.device == SIBLING.device
    event = shown(day, code)
    assert isinstance(event, ActivityWanted), "there is more than one thing to do here, and nobody told which"


def test_a_photograph_from_a_kiosk_that_was_withdrawn_is_looked_at_by_a_helper() -> None:
    day = school(revoked=(SIBLING.device,))
    assert shown(day, sibling_of(day)) == NotTaken(Look.REVOKED, tap(50))
    # Who is known by another way is welcome all the same.
    day.walk_ins.keep(Volunteer(WHO, TYPED, SCHOOL, CARDS), 1)
    assert not isinstance(shown(day, sibling_of(day), 51), NotTaken)


def test_a_newcomer_without_a_photograph_is_found_by_name_and_before_others() -> None:
    day = school()
    walked_in(day, 1, "Ahmad B.")
    (found,) = day.desk.answer(FindPeople("ah"))
    assert isinstance(found, PeopleFound)
    assert [member.shown_name for member in found.found] == ["Ahmad B.", "Ahmed R."]
    (slip,) = day.desk.answer(FindPeople("akmad"))
    assert isinstance(slip, PeopleFound)
    assert "Ahmad B." in [member.shown_name for member in slip.found]
    (event,) = day.desk.answer(ReceiveFound(WHO, tap(60)))
    assert isinstance(event, VisitorRecognised)
    (nobody,) = day.desk.answer(FindPeople(""))
    assert nobody == PeopleFound("", ())


def test_whom_the_centre_erased_is_known_no_more_and_still_counted() -> None:
    day = school()
    code = walked_in(day).code
    erased = DeskDay(told(withdrawn=frozenset({WHO})), day.journal, day.walk_ins)
    (found,) = erased.desk.answer(FindPeople("zeb"))
    assert found == PeopleFound("zeb", ())
    assert in_building(erased) == {"": 1}
    assert shown(erased, code) == NotTaken(Look.REVOKED, tap(50))


def test_who_did_not_mean_it_is_gone_with_their_name() -> None:
    day = school()
    event = walked_in(day)
    day.desk.answer(RecordUndo(event.entries, tap(2), WHO))
    assert [type(fact) for fact in day.facts()[2:]] == [Voided, Voided]
    assert in_building(day) == {}
    assert day.walk_ins.rows() == ()


def test_undoing_something_later_leaves_the_name_alone() -> None:
    day = school()
    walked_in(day)
    (left,) = day.desk.answer(RecordDeparture(WHO, tap(2)))
    assert isinstance(left, DepartureRecorded)
    code = day.desk._newcomers.pass_of(WHO)
    day.clocks.now_ms += 60_000
    back = shown(day, code, 3)
    assert isinstance(back, ArrivalRecorded)
    day.desk.answer(RecordUndo(back.entries, tap(4), WHO))
    assert in_building(day) == {}
    assert len(day.walk_ins.rows()) == 1


def test_a_group_is_counted_children_and_adults_apart() -> None:
    day = school()
    event = walked_in(day, 1, "Walkers", Heads(9, 3))
    assert event.visitor.heads == Heads(9, 3)
    assert event.visitor.headcount == 12
    adults = adults_with(WHO)
    assert day.facts() == [WalkedIn(WHO), Arrived(WHO, CARDS, 9), WalkedIn(adults), Arrived(adults, CARDS, 3)]
    assert in_building(day) == {"Walkers": 12}


def test_a_group_that_shows_its_photograph_says_who_came_later_and_who_left() -> None:
    day = school()
    code = walked_in(day, 1, "", Heads(0, 4)).code
    assert day.facts() == [WalkedIn(WHO), WalkedIn(adults_with(WHO)), Arrived(adults_with(WHO), CARDS, 4)]
    recognised = shown(day, code)
    assert isinstance(recognised, VisitorRecognised)
    assert recognised.visitor.heads == Heads(0, 4)
    day.desk.answer(RecordHeadcount(WHO, Heads(2, 3), None, tap(3)))
    assert day.facts()[3:] == [Arrived(WHO, CARDS, 2), Left(adults_with(WHO), day.facts()[4].of, 1)]  # type: ignore[union-attr] # just named
    (gone,) = day.desk.answer(RecordDeparture(WHO, tap(4)))
    assert isinstance(gone, DepartureRecorded)
    assert in_building(day) == {}


def test_a_group_at_a_sibling_is_asked_for_its_number_also_before_its_name_came() -> None:
    day = school()
    code = sibling_of(day, heads=Heads(9, 3))
    event = shown(day, code)
    assert isinstance(event, HeadcountWanted)
    day.desk.answer(RecordHeadcount(WHO, Heads(5, 1), GARDENING, tap(51)))
    assert in_building(day) == {"": 6}


def test_too_few_adults_with_a_group_are_told_to_the_lead() -> None:
    day = school(children_per_adult=6)
    walked_in(day, 1, "Walkers", Heads(14, 2))
    (event,) = day.desk.answer(TellStaff(Section.DOCTOR))
    assert isinstance(event, StaffToldFindings)
    (finding,) = [finding for finding in event.findings if finding.state is Found.ADULTS_TOO_FEW]
    assert finding.numbers == (14, 2, 6, 1)
    assert "Walkers" in str(finding)


def test_a_newcomers_card_is_shown_again_and_is_the_same_one() -> None:
    day = school()
    first = walked_in(day)
    before = day.facts()
    (event,) = day.desk.answer(ShowPass(WHO, tap(9)))
    assert isinstance(event, PassTold)
    assert (event.code, event.visitor.who, event.visitor.is_newcomer) == (first.code, WHO, True)
    assert day.facts() == before, "no new reference, and nothing recorded"
    (here,) = day.desk.answer(TellStaff(Section.HERE))
    assert isinstance(here, StaffToldHere)
    assert [row.is_newcomer for row in here.rows] == [True]


def test_a_newcomer_who_looks_for_their_name_may_see_their_card_at_once() -> None:
    day = school()
    code = walked_in(day).code
    (event,) = day.desk.answer(ReceiveFound(WHO, tap(9)))
    assert isinstance(event, VisitorRecognised)
    assert event.visitor.is_newcomer
    again = shown(day, code)
    assert isinstance(again, ArrivalRecorded), "their photograph held up is the friendly page, as any card"


def test_nobody_else_is_shown_a_card() -> None:
    day = school()
    assert day.desk.answer(ShowPass(CLASS_3B, tap(1))) == (NotTaken(Look.UNKNOWN, tap(1)),)
    walked_in(day)
    day.walk_ins.take_back(WHO)
    assert day.desk.answer(ShowPass(WHO, tap(2))) == (NotTaken(Look.UNKNOWN, tap(2)),)
