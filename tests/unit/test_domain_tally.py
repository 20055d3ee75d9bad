"""What all entries add up to."""

import msgspec
import pytest

from sync.domain.amend import Flagged
from sync.domain.entry import Entry, Line, Value
from sync.domain.facts import Arrived, Corrected, Counted, ItemsLogged, Left, Voided
from sync.domain.flags import Flag
from sync.domain.output import Bucket
from sync.domain.tally import by_activity, by_beneficiary, by_item, by_venue, entry_flags, tally
from tests.support.day import (
    AHMED,
    CARDS,
    CARDS_MADE,
    CHILDREN,
    CLASS_3B,
    CLOSES_MS,
    EVENT,
    GARDENING,
    HATS,
    KITCHEN,
    KNITTING,
    MIRIAM,
    NEONATAL,
    PENCE,
    SCHOOL,
    THERE,
    WARD,
    entry,
    id_at,
    line,
    small_definition,
)

DEFINITION = small_definition()
HATS_HERE = Bucket(WARD, KNITTING, HATS)


def test_a_small_day_adds_up() -> None:
    now = tally(
        [
            line(Arrived(MIRIAM, KNITTING), 0, 1),
            line(Arrived(CLASS_3B, CARDS, 30), 1, 1, THERE, venue=SCHOOL),
            line(Arrived(AHMED, CARDS), 2, 2, THERE, venue=SCHOOL),
            line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 40, 2),
            line(ItemsLogged(CARDS, CARDS_MADE, 60), 50, 3, THERE, venue=SCHOOL),
            line(Counted(KNITTING, HATS, 6), 55, 3),
            line(Left(MIRIAM), 60, 4),
        ],
        DEFINITION,
    )
    assert now.present == {(SCHOOL, CARDS): 31}
    assert (now.present_people, now.helped, now.minutes, now.entries) == (31, 32, 60, 7)
    assert [who for who, _ in now.here(SCHOOL)] == [CLASS_3B, AHMED]
    assert now.here(WARD) == ()
    assert now.made == {HATS_HERE: 7, Bucket(SCHOOL, CARDS, CARDS_MADE): 60}
    assert now.counted == {HATS_HERE: 6}
    assert now.flags == ()


def test_the_same_quantities_are_seen_by_activity_venue_item_kind_and_beneficiary() -> None:
    made = {HATS_HERE: 7, Bucket(SCHOOL, CARDS, CARDS_MADE): 60, Bucket(SCHOOL, KITCHEN, PENCE): 1250, Bucket(SCHOOL, 99, PENCE): 1}
    assert by_activity(made) == {(KNITTING, HATS): 7, (CARDS, CARDS_MADE): 60, (KITCHEN, PENCE): 1250, (99, PENCE): 1}
    assert by_venue(made) == {(WARD, HATS): 7, (SCHOOL, CARDS_MADE): 60, (SCHOOL, PENCE): 1251}
    assert by_item(made) == {HATS: 7, CARDS_MADE: 60, PENCE: 1251}
    assert by_beneficiary(made, DEFINITION) == {
        (NEONATAL, HATS): 7,
        (CHILDREN, CARDS_MADE): 60,
        (CHILDREN, PENCE): 1250,
        (None, PENCE): 1,
    }


def test_void_and_correction_reach_presence_and_output() -> None:
    told = [
        line(Arrived(MIRIAM, KNITTING), 0, 1),
        line(Arrived(CLASS_3B, CARDS, 3), 0, 2, venue=SCHOOL),
        line(ItemsLogged(KNITTING, HATS, 70, MIRIAM), 5, 3),
        line(Voided(id_at(1)), 6, 4),
        line(Corrected(id_at(2), Value(headcount=30)), 7, 5),
        line(Corrected(id_at(3), Value(quantity=7)), 8, 6),
    ]
    now = tally(told, DEFINITION)
    assert (now.present, now.made) == ({(SCHOOL, CARDS): 30}, {HATS_HERE: 7})


def test_the_closing_rule_and_the_folds_flags_come_through() -> None:
    now = tally(
        [
            line(Arrived(MIRIAM, KNITTING), 0, 1),
            line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 5, 2),
            line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 6, 1, THERE),
            line(Voided(id_at(99)), 7, 3),
            line(Left(AHMED), 8, 4),
        ],
        DEFINITION,
        closing_ms=CLOSES_MS,
    )
    assert now.present == {}
    assert now.flags == tuple(
        sorted(
            [
                Flagged(id_at(1), Flag.CLOSED_BY_RULE),
                Flagged(id_at(1, THERE), Flag.SIMILAR_LOGS),
                Flagged(id_at(3), Flag.UNSEEN_TARGET),
                Flagged(id_at(4), Flag.LEFT_WITHOUT_ARRIVAL),
            ]
        )
    )
    assert now.made == {HATS_HERE: 14}


def test_what_a_revoked_device_sent_is_flagged_and_not_counted_until_accepted() -> None:
    told = [line(ItemsLogged(KNITTING, HATS, 7), 5, 1), line(Voided(id_at(1)), 6, 1, THERE)]
    unaccepted = tally(told, DEFINITION, unaccepted={id_at(1, THERE), id_at(50)})
    assert unaccepted.made == {HATS_HERE: 7}
    assert unaccepted.flags == (Flagged(id_at(1, THERE), Flag.REVOKED_DEVICE),)
    assert tally(told, DEFINITION).made == {}


def test_another_events_entries_are_flagged_and_not_counted() -> None:
    now = tally([line(ItemsLogged(KNITTING, HATS, 7), 5, 1, event=EVENT + 1)], DEFINITION)
    assert (now.made, now.flags, now.entries) == ({}, (Flagged(id_at(1), Flag.FOREIGN_EVENT),), 1)


def test_an_unusable_entry_stops_nobody_elses() -> None:
    strange = Line(id_at(2), 0, msgspec.structs.replace(entry(Arrived(MIRIAM)), kind=99))
    short = Line(id_at(3), 0, msgspec.structs.replace(entry(Arrived(MIRIAM)), who=b"short"))
    now = tally([line(ItemsLogged(KNITTING, HATS, 7), 5, 1), strange, short], DEFINITION)
    assert now.made == {HATS_HERE: 7}
    assert now.flags == (Flagged(id_at(2), Flag.UNKNOWN_KIND), Flagged(id_at(3), Flag.INCOMPLETE))
    assert (now.days, now.helped) == ({}, 0)


@pytest.mark.parametrize(
    ("flagged", "flags"),
    [
        (entry(ItemsLogged(KNITTING, HATS, 200)), ()),
        (entry(ItemsLogged(KNITTING, HATS, 201)), (Flag.IMPLAUSIBLE_AMOUNT,)),
        (entry(Counted(KNITTING, HATS, 201)), ()),
        (entry(ItemsLogged(KNITTING, HATS, -1)), (Flag.IMPOSSIBLE_AMOUNT,)),
        (entry(ItemsLogged(KNITTING, 99, 5)), (Flag.UNKNOWN_ITEM,)),
        (entry(ItemsLogged(99, HATS, 5)), (Flag.UNKNOWN_ACTIVITY,)),
        (entry(Arrived(MIRIAM, GARDENING), venue=WARD), (Flag.UNKNOWN_ACTIVITY,)),
        (entry(Arrived(MIRIAM), venue=77), (Flag.UNKNOWN_VENUE,)),
        (entry(ItemsLogged(99, 99, 5000), venue=77, event=EVENT + 1), (Flag.FOREIGN_EVENT,)),
    ],
)
def test_an_entry_is_flagged_for_what_the_definition_does_not_know(flagged: Entry, flags: tuple[Flag, ...]) -> None:
    assert entry_flags(flagged, DEFINITION) == flags


def test_what_only_the_centre_knows_is_flagged_too() -> None:
    sound = entry(Arrived(MIRIAM))
    assert entry_flags(sound, DEFINITION, clock_error_ms=3_600_000) == ()
    assert entry_flags(
        sound, DEFINITION, person_is_unknown=True, event_is_closed=True, device_is_revoked=True, clock_error_ms=3_600_001
    ) == (Flag.UNKNOWN_PERSON, Flag.LATE, Flag.REVOKED_DEVICE, Flag.CLOCK_DOUBT)
