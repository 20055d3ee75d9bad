"""Where does a push belong? Every answer of the centre's decision, and that it believes nothing which it did not recompute."""

import hashlib

import msgspec
import pytest
from nacl.signing import SigningKey

from sync.domain.identity import DeviceNo, Incarnation, Stream, entry_id
from sync.protocol import chain, position
from sync.protocol.limits import SEQ_MAX
from sync.protocol.messages import ClockSample, LostAndFound, Push, PushState
from sync.protocol.position import Append, BadSeal, Duplicate, Fork, Placed, Rewind, Standing, place, place_lost, state_of, unknown
from sync.protocol.seals import make_seal

KEY = SigningKey(hashlib.sha256(b"kiosk").digest())
PUBLIC = KEY.verify_key.encode()
STREAM = Stream(DeviceNo(3), Incarnation(7))
CLOCK = ClockSample(1, 2, 3, 0)
OURS = tuple(b"entry %d" % number for number in range(1, 11))
THEIRS = (*OURS[:4], *(b"other %d" % number for number in range(5, 11)))


def heads_of(entries: tuple[bytes, ...]) -> list[bytes]:
    start = chain.genesis(STREAM, PUBLIC)
    return [start, *chain.walk(start, entries)]


def push_of(first: int, last: int, entries: tuple[bytes, ...] = OURS) -> Push:
    heads = heads_of(entries)
    seal = make_seal(KEY, STREAM, last, heads[last], definition=1, clock=CLOCK)
    return Push(STREAM, first, heads[first - 1], entries[first - 1 : last], seal, b"nonce")


def holding(high: int, entries: tuple[bytes, ...] = OURS) -> Standing:
    return Standing(STREAM, PUBLIC, high, heads_of(entries)[high])


def decide(push: Push, high: int, held: tuple[bytes, ...] = OURS, quarantined: tuple[bytes, ...] = ()) -> Placed:
    asked: list[int] = []

    def head_at(seq: int) -> bytes:
        asked.append(seq)
        assert 0 < seq < high
        return heads_of(held)[seq]

    placed = place(push, holding(high, held), head_at, lambda head: head in quarantined)
    assert len(asked) <= 1, "the ledger is asked for at most one head"
    return placed


def test_what_follows_is_appended_with_its_heads() -> None:
    assert decide(push_of(4, 6), 3) == Append(4, OURS[3:6], tuple(heads_of(OURS)[4:7]))


def test_of_an_overlap_only_the_new_part_is_appended() -> None:
    assert decide(push_of(2, 6), 3) == Append(4, OURS[3:6], tuple(heads_of(OURS)[4:7]))


@pytest.mark.parametrize(("first", "last", "high"), [(1, 3, 3), (1, 3, 7), (2, 3, 3), (3, 3, 9), (1, 10, 10)])
def test_what_stands_already_is_a_duplicate(first: int, last: int, high: int) -> None:
    assert decide(push_of(first, last), high) == Duplicate()


@pytest.mark.parametrize(("at", "high"), [(0, 0), (0, 5), (3, 3), (3, 5)])
def test_a_knock_that_agrees_is_a_duplicate(at: int, high: int) -> None:
    assert decide(push_of(at + 1, at), high) == Duplicate()


@pytest.mark.parametrize(("first", "last", "high"), [(5, 6, 3), (2, 2, 0), (8, 7, 3)])
def test_a_gap_is_answered_with_the_position_to_use(first: int, last: int, high: int) -> None:
    assert decide(push_of(first, last), high) == Rewind(high)


@pytest.mark.parametrize(
    ("first", "last", "high", "at"), [(1, 6, 6, 6), (1, 6, 9, 6), (5, 5, 8, 5), (7, 8, 6, 6), (7, 6, 6, 6), (3, 9, 7, 7)]
)
def test_a_clone_or_a_rolled_back_journal_is_a_fork(first: int, last: int, high: int, at: int) -> None:
    assert decide(push_of(first, last, THEIRS), high) == Fork(at)


def test_what_is_the_same_on_both_branches_is_still_a_duplicate() -> None:
    assert decide(push_of(1, 4, THEIRS), 9) == Duplicate()


def test_what_follows_on_a_quarantined_branch_is_part_of_it() -> None:
    push = push_of(9, 10, THEIRS)
    assert decide(push, 5) == Rewind(5)
    assert decide(push, 5, quarantined=(push.previous,)) == Fork(8)


def test_a_branch_that_became_the_stream_after_a_restore_is_appended() -> None:
    push = push_of(6, 8, THEIRS)
    assert isinstance(decide(push, 5, THEIRS, quarantined=(push.previous,)), Append)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"first": 0}, "impossible place"),
        ({"first": SEQ_MAX}, "impossible place"),
        ({"stream": Stream(DeviceNo(4), Incarnation(7))}, "another stream"),
        ({"stream": Stream(DeviceNo(-1), Incarnation(7))}, "no such stream"),
        ({"stream": Stream(DeviceNo(2**31), Incarnation(7))}, "no such stream"),
        ({"stream": Stream(DeviceNo(3), Incarnation(2**32))}, "no such stream"),
        ({"previous": b"short"}, "no hash"),
        ({"previous": b"x" * 32}, "do not lead to the seal"),
        ({"entries": (b"entry 4", b"forged")}, "do not lead to the seal"),
        ({"entries": (b"entry 4",)}, "another place"),
        ({"first": 5}, "another place"),
    ],
)
def test_a_push_that_its_seal_does_not_cover_is_not_believed(changed: dict[str, object], reason: str) -> None:
    placed = decide(msgspec.structs.replace(push_of(4, 5), **changed), 3)
    assert isinstance(placed, BadSeal)
    assert reason in placed.reason


def test_another_device_cannot_seal_for_this_one() -> None:
    stranger = SigningKey(hashlib.sha256(b"stranger").digest())
    push = push_of(4, 5)
    forged = make_seal(stranger, STREAM, 5, push.seal.head, definition=1, clock=CLOCK)
    assert decide(msgspec.structs.replace(push, seal=forged), 3) == BadSeal("the seal is not by this device")


def test_a_lost_entry_takes_its_place_unread() -> None:
    heads = heads_of(OURS)
    lost = LostAndFound(entry_id(STREAM, 4), OURS[3], b"nonce", heads[3])
    assert place_lost(lost, holding(3), heads.__getitem__) == Append(4, (OURS[3],), (heads[4],))
    assert place_lost(lost, holding(6), heads.__getitem__) == Duplicate()
    assert place_lost(lost, holding(2), heads.__getitem__) == Rewind(2)
    assert place_lost(lost, holding(2), heads.__getitem__, lambda head: head == heads[3]) == Fork(3)
    assert place_lost(msgspec.structs.replace(lost, body=b"other"), holding(6), heads.__getitem__) == Fork(4)


@pytest.mark.parametrize(
    "changed", [{"id": entry_id(Stream(DeviceNo(9), Incarnation(7)), 4)}, {"id": entry_id(STREAM, 0)}, {"previous": b""}]
)
def test_a_lost_entry_with_an_impossible_place_is_not_believed(changed: dict[str, object]) -> None:
    lost = msgspec.structs.replace(LostAndFound(entry_id(STREAM, 4), b"body", b"nonce", b"p" * 32), **changed)
    assert isinstance(place_lost(lost, holding(3), heads_of(OURS).__getitem__), BadSeal)


def test_every_decision_has_its_word_for_the_reply() -> None:
    nothing = unknown(STREAM, PUBLIC)
    assert nothing == holding(0)
    assert state_of(Append(1, (), ()), nothing) is PushState.APPENDED
    assert state_of(Duplicate(), nothing) is PushState.APPENDED
    assert state_of(Fork(1), nothing) is PushState.FORK
    assert state_of(Rewind(3), holding(3)) is PushState.REWIND
    assert state_of(Rewind(0), nothing) is PushState.UNKNOWN_STREAM_START


def test_without_a_quarantine_nothing_is_in_it() -> None:
    assert position.place(push_of(5, 6), holding(3), heads_of(OURS).__getitem__) == Rewind(3)
