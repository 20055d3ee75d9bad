"""Do the sums that follow entry by entry say what the tally over everything says? Any entries, any interleaving, any restart."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.entry import ClockState, Line
from sync.domain.facts import Arrived, Counted, Fact, ItemsLogged, Left, Received, SystemNoted, Voided
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Stream
from sync.domain.output import Bucket
from sync.domain.presence import DAY_MS, PersonDay
from sync.domain.tally import Tally, tally
from sync.journal import sums as sums_module
from sync.journal.sums import SumsOnDisk
from sync.protocol.canon import encode
from tests.support.day import (
    AHMED,
    CARDS,
    CLASS_3B,
    EVENT,
    HATS,
    KNITTING,
    MIRIAM,
    OPENS_MS,
    SCHOOL,
    THERE,
    id_at,
    line,
)
from tests.support.drawn_facts import activities, amendings, amounts, comings, makings, minutes, people, streams, targets, venues
from tests.support.standing import Standing, pieces_of, published_again, put

OTHER_EVENT = EVENT + 1


def check(sums: SumsOnDisk, expected: Tally, venue: int) -> None:
    totals = sums.totals()
    assert totals.made == dict(expected.made)
    assert totals.counted == dict(expected.counted)
    assert totals.delivered == dict(expected.delivered)
    assert totals.received == dict(expected.received)
    assert dict(sums.days()) == dict(expected.days) == {who: sums.day(who) for who in expected.days}
    assert sums.here() == expected.here(venue)
    assert sums.helping() == sum(stay.headcount for _who, stay in expected.here(venue))
    for activity in (KNITTING, CARDS):
        assert sums.people_at(activity) == sum(stay.headcount for _who, stay in expected.here(venue) if stay.activity == activity)
        assert sums.made(activity, HATS) == expected.made.get(Bucket(venue, activity, HATS), 0)
    assert sorted(set(sums.flags())) == sorted(set(expected.flags))


# Equal logs on two streams, and more voids than chance would bring.
facts: st.SearchStrategy[Fact] = st.one_of(
    comings,
    makings,
    st.builds(ItemsLogged, activities, st.just(HATS), st.just(1), st.none() | people),
    st.builds(Received, activities, st.just(HATS), amounts),
    amendings,
    st.builds(Voided, targets),
)
written = st.lists(
    st.tuples(
        facts,
        streams,
        minutes,
        venues,
        st.sampled_from([EVENT, EVENT, EVENT, OTHER_EVENT]),
        st.sampled_from(ClockState),
        st.integers(1, 2),
        st.sampled_from(["nothing", "one piece", "a new version and one piece", "everything"]),
    ),
    max_size=25,
)


def timed(lines: dict[EntryId, Line]) -> list[Line]:
    """The naive estimate: within a boot, the first entry of the best clock times all those of weaker ones."""
    best: dict[tuple[Stream, int], Line] = {}
    for one in sorted(lines.values(), key=lambda each: each.id):
        boot = (one.id.stream, one.entry.boot)
        if boot not in best or one.entry.clock > best[boot].entry.clock:
            best[boot] = one
    told = []
    for one in lines.values():
        trusted = best[one.id.stream, one.entry.boot].entry
        at_ms = one.entry.wall_ms if one.entry.clock >= trusted.clock else one.entry.mono_ms + trusted.wall_ms - trusted.mono_ms
        told.append(msgspec.structs.replace(one, at_ms=at_ms))
    return told


@settings(max_examples=40, deadline=None)
@given(written, st.booleans(), st.sampled_from([1, 2, 3, 500]))
def test_following_gives_the_tally_after_every_step(told: list[tuple[object, ...]], restart: bool, piece: int) -> None:  # noqa: FBT001 - drawn by hypothesis
    with pieces_of(piece):
        follow_and_check(told, restart=restart)


def follow_and_check(told: list[tuple[object, ...]], *, restart: bool) -> None:
    folder = Path(tempfile.mkdtemp())
    standing = Standing()
    sums = SumsOnDisk(folder / "sums", standing, standing)
    lines: dict[EntryId, Line] = {}
    seqs: defaultdict[Stream, int] = defaultdict(int)
    for fact, stream, minute, venue, event, clock, boot, look in told:
        seqs[stream] += 1  # type: ignore[index] # drawn as a tuple of many sorts
        made = line(fact, minute, seqs[stream], stream, venue=venue, event=event)  # type: ignore[arg-type,index] # the same
        # A clock that was never set: the monotonic one still says when it was, relative to others of that boot.
        wall_ms = made.entry.wall_ms if clock >= ClockState.SERVER_TIME else 1_000_000 + minute  # type: ignore[operator] # the same
        entry = msgspec.structs.replace(made.entry, clock=int(clock), boot=boot, wall_ms=wall_ms)  # type: ignore[call-overload] # the same
        lines[made.id] = Line(made.id, 0, entry)
        standing.put(made.id.stream, encode(entry))
        if look == "a new version and one piece":
            standing.definition = published_again(standing.definition)
        if str(look).endswith("one piece"):
            sums.follow_piece()
        if look == "everything":
            sums.follow()
            check(sums, tally(timed(lines), standing.definition), standing.venue)
        if restart and look != "nothing":
            sums.close()
            sums = SumsOnDisk(folder / "sums", standing, standing)
    sums.follow()
    check(sums, tally(timed(lines), standing.definition), standing.venue)
    assert sums.begun_anew == ""
    sums.close()
    shutil.rmtree(folder)


@pytest.fixture
def standing() -> Standing:
    return Standing()


@pytest.fixture
def sums(tmp_path: Path, standing: Standing) -> Iterator[SumsOnDisk]:
    made = SumsOnDisk(tmp_path / "sums", standing, standing)
    yield made
    made.close()


def test_the_desk_is_answered_for_its_own_venue(standing: Standing, sums: SumsOnDisk) -> None:
    put(standing, Arrived(MIRIAM, KNITTING), 1)
    put(standing, Arrived(CLASS_3B, CARDS, 30), 2, THERE, SCHOOL)
    put(standing, ItemsLogged(KNITTING, HATS, 5, MIRIAM), 3)
    put(standing, ItemsLogged(KNITTING, HATS, 2), 4)
    put(standing, ItemsLogged(CARDS, HATS, 9, CLASS_3B), 4, THERE, SCHOOL)
    put(standing, Counted(KNITTING, HATS, 6), 5)
    sums.follow()
    stay = sums.stay(MIRIAM)
    assert stay is not None
    assert (stay.activity, sums.stay(CLASS_3B), sums.stay(AHMED)) == (KNITTING, None, None)
    assert [who for who, _ in sums.here()] == [MIRIAM]
    assert sums.helping() == 1
    assert (sums.made(KNITTING, HATS), sums.made(CARDS, HATS)) == (7, 0)
    assert (sums.counted(KNITTING, HATS), sums.counted(CARDS, HATS)) == (6, None)
    assert sums.made_by(MIRIAM) == {(KNITTING, HATS): 5}
    assert sums.made_by(MIRIAM, OPENS_MS + DAY_MS) == {}
    assert sums.day(AHMED) == PersonDay(AHMED)
    assert [line.entry.kind for line in sums.recent(MIRIAM)] == [4, 1]


def test_what_was_taken_back_is_as_if_it_never_was(standing: Standing, sums: SumsOnDisk) -> None:
    logged = put(standing, ItemsLogged(KNITTING, HATS, 5, MIRIAM), 1)
    came = put(standing, Arrived(MIRIAM, KNITTING), 2)
    sums.follow()
    assert (sums.made(KNITTING, HATS), sums.helping()) == (5, 1)
    put(standing, Voided(logged), 3, THERE)
    taken_back = put(standing, Voided(came), 4, THERE)
    sums.follow()
    assert (sums.made(KNITTING, HATS), sums.helping(), dict(sums.totals().made)) == (0, 0, {})
    put(standing, Voided(taken_back), 5)
    sums.follow()
    assert sums.helping() == 1


def test_what_was_taken_back_before_it_came_never_counts(standing: Standing, sums: SumsOnDisk) -> None:
    put(standing, Voided(id_at(1, THERE)), 3)
    sums.follow()
    put(standing, ItemsLogged(KNITTING, HATS, 5, MIRIAM), 1, THERE)
    put(standing, ItemsLogged(KNITTING, HATS, 2, MIRIAM), 2, THERE)
    sums.follow()
    assert sums.made(KNITTING, HATS) == 2


def test_only_our_own_flagged_entries_are_counted(standing: Standing, sums: SumsOnDisk) -> None:
    put(standing, Left(MIRIAM), 1)
    put(standing, Left(AHMED), 1, THERE)
    sums.follow()
    assert len(sums.flags()) == 2
    assert sums.flagged() == 1


def test_bytes_that_are_no_entry_are_passed_over(standing: Standing, sums: SumsOnDisk) -> None:
    standing.put(THERE, b"\x00")
    put(standing, Arrived(MIRIAM), 1, THERE)
    sums.follow()
    assert [who for who, _ in sums.here()] == [MIRIAM]


def test_a_hostile_clock_breaks_nothing(standing: Standing, sums: SumsOnDisk) -> None:
    entry = line(Arrived(MIRIAM), 1, 1).entry
    standing.put(THERE, encode(msgspec.structs.replace(entry, wall_ms=2**63 - 1, mono_ms=-(2**63))))
    put(standing, Left(MIRIAM), 2)
    sums.follow()
    assert sums.here()
    assert sums.day(MIRIAM).stays


def test_a_new_version_of_the_definition_judges_the_entries_again(standing: Standing, sums: SumsOnDisk) -> None:
    put(standing, ItemsLogged(99, HATS, 1), 1)
    sums.follow()
    assert len(sums.flags()) == 1
    work = msgspec.structs.replace(standing.definition.activities[0], no=99)
    standing.definition = msgspec.structs.replace(standing.definition, version=2, activities=(*standing.definition.activities, work))
    sums.follow()
    assert sums.flags() == ()


def test_another_event_is_added_up_from_the_beginning(standing: Standing, sums: SumsOnDisk) -> None:
    put(standing, Arrived(MIRIAM), 1)
    sums.follow()
    event = msgspec.structs.replace(standing.definition.event, no=OTHER_EVENT)
    standing.definition = msgspec.structs.replace(standing.definition, event=event)
    sums.follow()
    assert sums.here() == ()
    assert "event" in sums.begun_anew


def test_long_streams_are_taken_in_by_pieces(standing: Standing, sums: SumsOnDisk) -> None:
    body = encode(line(ItemsLogged(KNITTING, HATS, 1), 1, 1).entry)
    standing.bodies[THERE] = [body] * 501
    assert sums.follow_piece()
    assert sums.made(KNITTING, HATS) == 500
    assert sums.follow_piece()
    assert sums.made(KNITTING, HATS) == 501
    assert not sums.follow_piece()


def test_everybody_is_looked_at_when_the_long_streams_are_in(standing: Standing, sums: SumsOnDisk) -> None:
    with pieces_of(2):
        for number in range(4):
            put(standing, Arrived(bytes([number]) * 8), number, THERE)
        assert [sums.follow_piece() for _ in range(5)] == [True, True, True, True, False]
    assert len(sums.here()) == 4


def test_answers_that_are_remembered_are_few_and_never_old(standing: Standing, sums: SumsOnDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums_module, "_ANSWERS_MAX", 2)
    for minute, who in enumerate((MIRIAM, AHMED), 1):
        put(standing, Arrived(who, KNITTING), minute)
        sums.follow()
        assert [sums.stay(each) is not None for each in (MIRIAM, AHMED, CLASS_3B)] == [True, who == AHMED, False]
        assert sums.helping() == minute
        assert len(sums._answers) <= 2


def test_a_salvaged_stream_of_ours_is_counted_too(standing: Standing, sums: SumsOnDisk) -> None:
    old = Stream(DeviceNo(1), Incarnation(7))
    standing.own.add(old)
    put(standing, ItemsLogged(KNITTING, HATS, 1), 1, old)
    put(standing, SystemNoted(9, 3), 2)
    put(standing, ItemsLogged(KNITTING, HATS, 1), 3)
    sums.follow()
    assert sums.made(KNITTING, HATS) == 2
