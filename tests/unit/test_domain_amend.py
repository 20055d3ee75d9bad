"""Corrections and voids: what one entry says in the end."""

from itertools import permutations

from sync.domain.amend import CHAIN_MAX, Flagged, amendments_for, effective, effective_lines, root_of, unique
from sync.domain.entry import Line, Value
from sync.domain.facts import Corrected, ItemsLogged, Voided
from sync.domain.flags import Flag
from sync.domain.identity import EntryId, Stream
from tests.support.day import CARDS, EVENT, HATS, HERE, KNITTING, MIRIAM, OPENS_MS, THERE, id_at, line

LOGGED = line(ItemsLogged(KNITTING, HATS, 7, MIRIAM), 10, 1)


def corrected(seq: int, quantity: int, target: EntryId = LOGGED.id, minute: float = 20, stream: Stream = HERE) -> Line:
    return line(Corrected(target, Value(quantity=quantity)), minute, seq, stream)


def voided(seq: int, target: EntryId = LOGGED.id, minute: float = 30, stream: Stream = HERE) -> Line:
    return line(Voided(target), minute, seq, stream)


def quantity_of(*amendments: Line) -> int | None:
    """The effective quantity of the log, asserted to be the same in every order and with every repeat."""
    answers = {
        None if now is None else now.entry.quantity
        for order in permutations(amendments)
        for now in (effective(LOGGED, order).line, effective(LOGGED, order + order).line)
    }
    assert len(answers) == 1
    return answers.pop()


def test_without_amendments_an_entry_says_what_it_says() -> None:
    assert effective(LOGGED).line is LOGGED


def test_a_correction_replaces_the_value_and_leaves_the_rest() -> None:
    assert quantity_of(corrected(2, 5)) == 5
    now = effective(LOGGED, [line(Corrected(LOGGED.id, Value(activity=CARDS, at_ms=OPENS_MS, headcount=4)), 20, 2)]).line
    assert now is not None
    assert (now.entry.activity, now.at_ms, now.entry.headcount, now.entry.quantity) == (CARDS, OPENS_MS, 4, 7)


def test_the_later_correction_wins_and_is_no_delta() -> None:
    assert quantity_of(corrected(2, 5), corrected(3, 9, minute=21)) == 9
    assert quantity_of(corrected(2, 5, minute=22), corrected(3, 9, minute=21)) == 5


def test_at_the_same_moment_the_larger_stream_and_then_the_larger_seq_wins() -> None:
    assert quantity_of(corrected(2, 5), corrected(3, 9)) == 9
    assert quantity_of(corrected(9, 5), corrected(2, 9, stream=THERE)) == 9


def test_a_later_correction_replaces_the_whole_value() -> None:
    first = line(Corrected(LOGGED.id, Value(quantity=5, headcount=3)), 20, 2)
    second = line(Corrected(LOGGED.id, Value(quantity=6)), 21, 3)
    now = effective(LOGGED, [first, second]).line
    assert now is not None
    assert (now.entry.quantity, now.entry.headcount) == (6, 1)


def test_corrections_of_two_streams_are_flagged_and_of_one_are_not() -> None:
    two = effective(LOGGED, [corrected(2, 5), corrected(2, 6, stream=THERE)])
    assert two.flags == (Flagged(LOGGED.id, Flag.CONCURRENT_CORRECTIONS),)
    assert effective(LOGGED, [corrected(2, 5), corrected(3, 6)]).flags == ()


def test_a_void_wins_over_any_correction_however_late() -> None:
    assert quantity_of(voided(2), corrected(3, 9, minute=300)) is None


def test_a_void_can_be_voided_and_that_again() -> None:
    assert quantity_of(voided(2), voided(3, id_at(2))) == 7
    assert quantity_of(voided(2), voided(3, id_at(2)), voided(4, id_at(3))) is None
    assert quantity_of(voided(2), voided(5), voided(3, id_at(2))) is None


def test_a_voided_correction_no_longer_corrects_and_flags_nothing() -> None:
    other = corrected(2, 6, stream=THERE)
    assert quantity_of(corrected(2, 5), corrected(3, 9), voided(4, id_at(3))) == 5
    assert effective(LOGGED, [corrected(2, 5), other, voided(4, other.id)]).flags == ()


def test_a_correction_can_be_corrected() -> None:
    assert quantity_of(corrected(2, 5), corrected(3, 6, id_at(2))) == 6


def test_correcting_a_void_changes_nothing() -> None:
    assert quantity_of(voided(2), corrected(3, 6, id_at(2))) is None


def test_an_amendment_of_something_else_does_no_harm() -> None:
    assert quantity_of(corrected(2, 5, id_at(99)), voided(3, id_at(98))) == 7


def test_leads_of_another_event_have_no_say() -> None:
    assert effective(LOGGED, [line(Voided(LOGGED.id), 20, 2, event=EVENT + 1)]).line == LOGGED


def test_a_correction_to_an_impossible_amount_leaves_what_was_there() -> None:
    assert quantity_of(corrected(2, 10**13), corrected(3, -1)) == 7
    beyond = line(Corrected(LOGGED.id, Value(headcount=10**6)), 20, 2)
    assert effective(LOGGED, [beyond]).line == LOGGED


def test_an_unseen_target_waits_and_is_applied_when_it_comes() -> None:
    waiting = effective_lines([corrected(2, 5)])
    assert waiting.lines == ()
    assert waiting.flags == (Flagged(id_at(2), Flag.UNSEEN_TARGET),)
    come = effective_lines([corrected(2, 5), LOGGED])
    assert [now.entry.quantity for now in come.lines] == [5]
    assert come.flags == ()


def test_an_amendment_without_a_usable_shape_has_no_effect_and_does_not_wait() -> None:
    shapeless = Line(id_at(2), OPENS_MS, voided(2).entry.__class__(1, 9, 0, 0, 0, 0, 1, EVENT, 1))
    assert effective_lines([LOGGED, shapeless]).lines == (LOGGED,)
    assert effective_lines([LOGGED, shapeless]).flags == ()
    assert root_of(shapeless, {LOGGED.id: LOGGED}.get) is None


def test_rings_of_amendments_hang_nothing_and_change_nothing() -> None:
    ring = [voided(2, id_at(3)), voided(3, id_at(2)), voided(4, id_at(4))]
    assert quantity_of(*ring) == 7
    assert effective_lines([LOGGED, *ring]).lines == (LOGGED,)
    for one in ring:
        assert effective(one, ring).line is None or effective(one, ring).line == one
        assert root_of(one, {each.id: each for each in ring}.get) is None
        of_ring = amendments_for(one.id, lambda id_: [each for each in ring if each.entry.target == id_])
        assert len(of_ring) <= len(ring)


def test_a_chain_deeper_than_anybody_means_ends() -> None:
    # An odd number: taken to its end it would make the log void, to the limit it does not.
    chain = [voided(2), *(voided(seq, id_at(seq - 1)) for seq in range(3, 2999))]
    known = {each.id: each for each in (LOGGED, *chain)}
    by_target = {each.entry.target: [each] for each in chain}
    assert effective(LOGGED, chain).line == LOGGED
    assert len(amendments_for(LOGGED.id, lambda id_: by_target.get(id_, []))) == CHAIN_MAX
    assert root_of(chain[-1], known.get) is None
    assert root_of(chain[CHAIN_MAX - 1], known.get) == LOGGED


def test_one_target_asks_only_for_what_leads_to_it() -> None:
    lines = [corrected(2, 5), voided(3, id_at(2)), voided(4, id_at(3)), voided(8, id_at(7))]
    found = amendments_for(LOGGED.id, lambda id_: [each for each in lines if each.entry.target == id_])
    assert sorted(each.id.seq for each in found) == [2, 3, 4]
    assert effective(LOGGED, found).line == effective(LOGGED, lines).line


def test_the_root_is_found_through_amendments_of_amendments_or_waits() -> None:
    lines = {each.id: each for each in (LOGGED, corrected(2, 5), voided(3, id_at(2)))}
    assert root_of(lines[id_at(3)], lines.get) == LOGGED
    assert root_of(LOGGED, lines.get) == LOGGED
    del lines[id_at(2)]
    assert root_of(voided(3, id_at(2)), lines.get) is None


def test_a_chain_that_arrived_twice_is_walked_once() -> None:
    # Walked once for each repeat at each link, thirty links would be a thousand million steps.
    chain = [voided(2), *(voided(seq, id_at(seq - 1)) for seq in range(3, 32))]
    assert effective(LOGGED, chain * 2).line == LOGGED


def test_two_lines_that_claim_one_id_give_the_same_choice_in_any_order() -> None:
    other = Line(LOGGED.id, LOGGED.at_ms, line(ItemsLogged(KNITTING, HATS, 8), 10, 1).entry)
    assert unique([LOGGED, other]) == unique([other, LOGGED, LOGGED])
    assert effective_lines([LOGGED, other]) == effective_lines([other, LOGGED])
