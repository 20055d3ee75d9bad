"""Entries and the facts in them; and what does not fit together in a definition."""

import msgspec
import pytest

from sync.domain import facts
from sync.domain.definition import Activity, Definition, Event, Output, Shift, Venue, in_language
from sync.domain.entry import ClockState, Entry, How, Kind, Line, Stamp, Value
from sync.domain.facts import Fact, Unusable, fact_of, stamped
from sync.domain.flags import Flag
from sync.domain.identity import DeviceNo, Incarnation, Stream, entry_id
from sync.domain.roster import Roster
from sync.domain.soundness import faults_of
from tests.support.day import CARDS, CLOSES_MS, EVENT, HATS, KNITTING, MIRIAM, OPENS_MS, entry, id_at, small_definition, small_roster

EVERY_FACT: list[Fact] = [
    facts.Arrived(MIRIAM, KNITTING, 30),
    facts.Arrived(MIRIAM),
    facts.Left(MIRIAM, id_at(1), 30),
    facts.Left(MIRIAM),
    facts.Moved(MIRIAM, CARDS),
    facts.ItemsLogged(KNITTING, HATS, 7, MIRIAM),
    facts.ItemsLogged(KNITTING, HATS, 7),
    facts.Counted(KNITTING, HATS, 7),
    facts.Delivered(KNITTING, HATS, 7),
    facts.Received(KNITTING, HATS, 7, id_at(1)),
    facts.Corrected(id_at(1), Value(5, 2, KNITTING, OPENS_MS), 2),
    facts.Voided(id_at(1), 5),
    facts.WalkedIn(MIRIAM),
    facts.SeenSafe(MIRIAM),
    facts.ClockStepped(-3_600_000),
    facts.DayClosed(),
    facts.SystemNoted(11, 3),
]


@pytest.mark.parametrize("fact", EVERY_FACT, ids=lambda fact: type(fact).__name__)
def test_every_fact_survives_the_wire(fact: Fact) -> None:
    raw = msgspec.msgpack.encode(entry(fact))
    assert fact_of(msgspec.msgpack.decode(raw, type=Entry)) == fact


def test_every_kind_of_fact_is_tried_here() -> None:
    assert {type(fact) for fact in EVERY_FACT} == set(Fact.__args__)
    assert {entry(fact).kind for fact in EVERY_FACT} == set(Kind), "a kind without a fact would be flagged as unknown by those who write it"


def test_the_stamp_is_kept() -> None:
    stamp = Stamp(5, 6, 7, ClockState.RTC_ONLY, 8, 9, 10, 11, How.TYPED)
    made = stamped(stamp, facts.DayClosed())
    kept = {name: getattr(made, name) for name in stamp.__struct_fields__}
    assert kept == msgspec.structs.asdict(stamp)


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"kind": 99}, Flag.UNKNOWN_KIND),
        ({"activity": None}, Flag.INCOMPLETE),
        ({"who": b"seven.."}, Flag.INCOMPLETE),
        ({"quantity": -1}, Flag.IMPOSSIBLE_AMOUNT),
        ({"quantity": 10**12 + 1}, Flag.IMPOSSIBLE_AMOUNT),
        ({"headcount": -1}, Flag.IMPOSSIBLE_AMOUNT),
        ({"headcount": 100_001}, Flag.IMPOSSIBLE_AMOUNT),
        ({"value": Value(quantity=-1)}, Flag.IMPOSSIBLE_AMOUNT),
        ({"value": Value(headcount=100_001)}, Flag.IMPOSSIBLE_AMOUNT),
        ({"value": Value(at_ms=-1)}, Flag.IMPOSSIBLE_AMOUNT),
        ({"value": Value(at_ms=10**13)}, Flag.IMPOSSIBLE_AMOUNT),
    ],
)
def test_what_says_nothing_usable_says_why_and_raises_nothing(change: dict[str, object], flag: Flag) -> None:
    good = entry(facts.ItemsLogged(KNITTING, HATS, 7, MIRIAM))
    assert fact_of(msgspec.structs.replace(good, **change)) == Unusable(flag)


def test_an_id_names_its_stream_and_lines_are_told_by_time_then_stream_then_seq() -> None:
    stream = Stream(DeviceNo(3), Incarnation(4))
    assert entry_id(stream, 5).stream == stream
    told = entry(facts.DayClosed())
    lines = [Line(entry_id(stream, 2), 5, told), Line(entry_id(stream, 1), 5, told), Line(entry_id(stream, 9), 4, told)]
    assert [line.id.seq for line in sorted(lines, key=lambda line: line.order)] == [9, 1, 2]


def test_a_definition_and_a_roster_survive_the_wire() -> None:
    for value in (small_definition(), small_roster()):
        kind: type[Definition | Roster] = type(value)
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind) == value


def test_a_definition_finds_its_parts_by_number() -> None:
    sound = small_definition()
    assert faults_of(sound) == ()
    assert (sound.venue(99), sound.activity(None), sound.item(99), sound.beneficiary(None)) == (None, None, None, None)
    assert [activity.no for activity in sound.activities_at(2)] == [KNITTING]
    assert in_language({"en": "hats", "he": "כובעים"}, "he") == "כובעים"
    assert in_language({"en": "hats", "cy": ""}, "cy") == "hats"


def test_each_fault_of_a_definition_is_a_sentence_of_its_own() -> None:
    sound = small_definition()
    broken = msgspec.structs.replace(
        sound,
        event=Event(EVENT, {"en": "Day"}, CLOSES_MS, OPENS_MS),
        venues=(*sound.venues, Venue(1, {"en": "Another"})),
        activities=(*sound.activities, Activity(9, 99, {"en": "Nowhere"}, "hat", outputs=(Output(99, beneficiary=99),))),
        items=(
            *sound.items,
            msgspec.structs.replace(sound.items[0], no=8, steps=()),
            msgspec.structs.replace(sound.items[0], no=9, steps=(0,)),
        ),
        shifts=(Shift(1, 99, OPENS_MS, OPENS_MS), Shift(2, KNITTING, OPENS_MS, CLOSES_MS)),
    )
    assert faults_of(broken) == (
        "Venue number 1 is given twice.",
        "The event closes before it opens.",
        "Activity 9 (Nowhere) is at venue 99, which is not in the event.",
        "Activity 9 (Nowhere) makes item kind 99, which is not in the event.",
        "Activity 9 (Nowhere) gives to beneficiary 99, which is not in the event.",
        "Item kind 8 (hats) needs at least one step button, each of 1 or more.",
        "Item kind 9 (hats) needs at least one step button, each of 1 or more.",
        "Shift 1 belongs to activity 99, which is not in the event.",
        "Shift 1 ends before it starts.",
    )


def test_a_mat_for_a_pack_of_nothing_is_told_and_every_quantity_has_one_mat() -> None:
    sound = small_definition()
    hats = msgspec.structs.replace(sound.items[0], packs=(10, 50))
    assert hats.mat_quantities == (1, 5, 10, 50)
    broken = msgspec.structs.replace(sound, items=(msgspec.structs.replace(hats, packs=(0,)), *sound.items[1:]))
    assert any("a pack of less than 1" in fault for fault in faults_of(broken))
