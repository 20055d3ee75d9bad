"""Does whatever was recorded keep its meaning when an event is published again?"""

import msgspec
import pytest

from sync.domain.definition import Definition, Shift, Unit
from sync.domain.succession import faults_of_succession
from tests.support.day import CARDS, CLOSES_MS, HATS, KNITTING, OPENS_MS, SCHOOL, small_definition

PUBLISHED = msgspec.structs.replace(small_definition(), shifts=(Shift(1, KNITTING, OPENS_MS, CLOSES_MS),))
OUTCOMES = ({"en": "mended"}, {"en": "not mended"})


def changed(**fields: object) -> Definition:
    return msgspec.structs.replace(PUBLISHED, **fields)


def with_hats(**fields: object) -> Definition:
    return changed(items=tuple(msgspec.structs.replace(item, **fields) if item.no == HATS else item for item in PUBLISHED.items))


def test_more_words_and_closed_parts_may_follow() -> None:
    assert faults_of_succession(PUBLISHED, PUBLISHED) == ()
    closed = tuple(msgspec.structs.replace(activity, is_open=False, name={"en": "Other"}) for activity in PUBLISHED.activities)
    assert faults_of_succession(PUBLISHED, changed(activities=closed, items=(*PUBLISHED.items,))) == ()
    assert faults_of_succession(PUBLISHED, with_hats(outcomes=OUTCOMES)) == ()


@pytest.mark.parametrize("kind", ["venues", "activities", "items", "beneficiaries", "shifts"])
def test_nothing_that_was_published_vanishes(kind: str) -> None:
    faults = faults_of_succession(PUBLISHED, changed(**{kind: ()}))
    assert len(faults) == len(getattr(PUBLISHED, kind))
    assert all("close it instead of removing it" in fault for fault in faults)


def test_amounts_keep_their_meaning() -> None:
    euros = msgspec.structs.replace(PUBLISHED.event, currency="EUR")
    assert "the currency stays" in faults_of_succession(PUBLISHED, changed(event=euros))[0]
    assert "is counted in items" in faults_of_succession(PUBLISHED, with_hats(unit=Unit.MINUTES))[0]
    assert "leave none out" in faults_of_succession(with_hats(outcomes=OUTCOMES), with_hats(outcomes=OUTCOMES[:1]))[0]
    other = msgspec.structs.replace(PUBLISHED.event, no=99)
    assert "another event" in faults_of_succession(PUBLISHED, changed(event=other))[0]


def test_an_activity_stays_at_its_venue_and_a_shift_at_its_activity() -> None:
    moved = tuple(msgspec.structs.replace(each, venue=SCHOOL) if each.no == KNITTING else each for each in PUBLISHED.activities)
    assert "Activity 1 (Knitting) stays at its venue" in faults_of_succession(PUBLISHED, changed(activities=moved))[0]
    shifted = (msgspec.structs.replace(PUBLISHED.shifts[0], activity=CARDS),)
    assert "Shift 1 stays at its activity" in faults_of_succession(PUBLISHED, changed(shifts=shifted))[0]


def test_only_open_activities_are_offered() -> None:
    closed = tuple(msgspec.structs.replace(each, is_open=each.no != CARDS) for each in PUBLISHED.activities)
    assert CARDS not in [each.no for each in changed(activities=closed).open_activities_at(SCHOOL)]
    assert CARDS in [each.no for each in changed(activities=closed).activities_at(SCHOOL)]
