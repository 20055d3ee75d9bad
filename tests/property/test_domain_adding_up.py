"""Any order, any repeats, any split: the same figures; and each figure against a naive model of its own."""

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.amend import amendments_for, effective, effective_lines, is_amendment, root_of, unique
from sync.domain.entry import Kind, Line, Value
from sync.domain.facts import Corrected, Fact, Voided
from sync.domain.identity import EntryId
from sync.domain.output import Contribution, Measure, contribution
from sync.domain.presence import minutes_of, person_day
from sync.domain.tally import tally
from tests.support.day import (
    AHMED,
    CENTRE,
    CLASS_3B,
    CLOSES_MS,
    MINUTE_MS,
    MIRIAM,
    OPENS_MS,
    SCHOOL,
    WARD,
    id_at,
    line,
    small_definition,
)
from tests.support.drawn_facts import amendings, comings, makings, minutes, streams, targets, venues

DEFINITION = small_definition()


@st.composite
def days(draw: st.DrawFn, facts: st.SearchStrategy[Fact]) -> list[Line]:
    """Lines of three streams, seqs without gaps from 1, at whole minutes that need not grow."""
    told: list[Line] = []
    seqs: Counter[object] = Counter()
    for fact, stream, minute, venue in draw(st.lists(st.tuples(facts, streams, minutes, venues), max_size=18)):
        seqs[stream] += 1
        told.append(line(fact, minute, seqs[stream], stream, venue=venue))
    return told


everything = days(comings | makings | amendings)


@given(everything, st.data(), st.none() | st.just(CLOSES_MS))
def test_any_order_and_any_repeats_give_the_same_tally(told: list[Line], data: st.DataObject, closing_ms: int | None) -> None:
    shuffled = data.draw(st.permutations(told))
    again = data.draw(st.lists(st.sampled_from(told), max_size=5)) if told else []
    assert tally(told, DEFINITION, closing_ms) == tally([*again, *shuffled, *again], DEFINITION, closing_ms)


@given(everything, st.data())
def test_contributions_booked_one_by_one_as_new_minus_old_give_the_full_tally(told: list[Line], data: st.DataObject) -> None:
    """What the centre does: for each arriving entry find the one target it touches, take its old contribution away, add the new."""
    known: dict[EntryId, Line] = {}
    by_target: dict[EntryId, list[Line]] = defaultdict(list)
    booked: Counter[tuple[Measure, object]] = Counter()

    def now(target: Line) -> Contribution | None:
        return contribution(target, amendments_for(target.id, lambda id_: by_target[id_]))

    def book(one: Contribution | None, sign: int) -> None:
        if one is not None and one.measure is not Measure.COUNTED:
            booked[one.measure, one.bucket] += sign * one.quantity

    for arriving in data.draw(st.permutations(told)):
        # A waiting chain may end in this very entry, so what it touches is known only with it.
        touched_before = {id_: now(target) for id_, target in known.items() if not is_amendment(target.entry)}
        known[arriving.id] = arriving
        if is_amendment(arriving.entry) and arriving.entry.target is not None:
            by_target[arriving.entry.target].append(arriving)
        root = root_of(arriving, known.get)
        if root is not None:
            book(touched_before.get(root.id), -1)
            book(now(root), +1)
    full = tally(told, DEFINITION)
    expected = {(Measure.MADE, bucket): quantity for bucket, quantity in full.made.items()}
    expected |= {(Measure.DELIVERED, bucket): quantity for bucket, quantity in full.delivered.items()}
    assert {key: quantity for key, quantity in booked.items() if quantity} == {key: q for key, q in expected.items() if q}


@given(everything)
def test_one_target_alone_has_the_same_value_as_among_all(told: list[Line]) -> None:
    by_target: dict[EntryId | None, list[Line]] = defaultdict(list)
    for one in unique(told).values():
        if is_amendment(one.entry):
            by_target[one.entry.target].append(one)
    alone = [effective(one, amendments_for(one.id, lambda id_: by_target[id_])).line for one in told if not is_amendment(one.entry)]
    among = effective_lines(told).lines
    assert sorted((one for one in alone if one is not None), key=lambda one: one.order) == list(among)


@given(everything, targets)
def test_a_void_and_its_void_leave_everything_but_flags_as_it_was(told: list[Line], target: EntryId) -> None:
    undone = [*told, line(Voided(target), 61, 101, CENTRE), line(Voided(id_at(101, CENTRE)), 62, 102, CENTRE)]
    before, after = tally(told, DEFINITION), tally(undone, DEFINITION)
    assert (before.made, before.counted, before.days, before.present) == (after.made, after.counted, after.days, after.present)


@given(everything)
def test_a_last_correction_decides_whatever_came_before(told: list[Line]) -> None:
    standing = {one.id for one in effective_lines(told).lines}
    for target in (one for one in told if one.id in standing):
        last = line(Corrected(target.id, Value(quantity=33)), 10_000, 500, CENTRE)
        [now] = [one for one in effective_lines([*told, last]).lines if one.id == target.id]
        assert now.entry.quantity == 33
        assert (now.at_ms, now.entry.headcount, now.entry.activity) == (target.at_ms, target.entry.headcount, target.entry.activity)


LAST_MINUTE = 62


def seen_at_the_door(told: list[Line], who: bytes) -> list[int]:
    """A naive model: a guard who writes down every minute how many of this party are inside, wherever that is."""
    inside, place, watch = 0, 0, []
    at_minute: dict[int, list[Line]] = defaultdict(list)
    for one in sorted(unique(told).values(), key=lambda one: one.order):
        if one.entry.who == who:
            at_minute[(one.at_ms - OPENS_MS) // MINUTE_MS].append(one)
    for minute in range(LAST_MINUTE):
        for one in at_minute[minute]:
            if one.entry.kind == Kind.CHECK_IN:
                inside, place = one.entry.headcount, one.entry.venue
            elif one.entry.kind == Kind.MOVE:
                inside, place = inside or 1, one.entry.venue
            elif place == one.entry.venue:
                inside = max(0, inside - one.entry.headcount)
        watch.append(inside)
    return watch


@given(days(comings))
def test_hours_are_the_union_of_the_intervals_times_headcount(told: list[Line]) -> None:
    for who in (MIRIAM, AHMED, CLASS_3B):
        of_person = person_day(who, told)
        watch = seen_at_the_door(told, who)
        covered = [0] * LAST_MINUTE
        for stay in of_person.stays:
            first = (stay.started_ms - OPENS_MS) // MINUTE_MS
            last = LAST_MINUTE if stay.ended_ms is None else (stay.ended_ms - OPENS_MS) // MINUTE_MS
            for minute in range(first, last):
                covered[minute] += stay.headcount
        # Nobody is counted twice in any minute, and nobody is missed; what is still open adds nothing yet.
        assert covered == watch
        still_open = of_person.present
        not_yet = 0 if still_open is None else sum(watch[(still_open.started_ms - OPENS_MS) // MINUTE_MS :])
        assert minutes_of(of_person) == sum(watch) - not_yet


@given(days(comings), st.integers(0, 61))
def test_the_closing_rule_leaves_nobody_inside_who_came_before_it_and_never_makes_time_run_backwards(told: list[Line], minute: int) -> None:
    closing_ms = OPENS_MS + minute * MINUTE_MS
    for day in tally(told, DEFINITION, closing_ms).days.values():
        for stay in day.stays:
            assert stay.ended_ms is None or stay.ended_ms >= stay.started_ms
        assert day.present is None or day.present.started_ms >= closing_ms


@given(days(comings))
def test_presence_by_place_is_the_sum_of_everybody_inside(told: list[Line]) -> None:
    now = tally(told, DEFINITION)
    inside = [day.present.headcount for day in now.days.values() if day.present is not None]
    assert sum(inside) == now.present_people == sum(stay.headcount for venue in (WARD, SCHOOL) for _, stay in now.here(venue))
