"""Does anything that anybody can send raise something else than ``Unreadable``? And is a split of a stream ever added up wrongly?"""

import zlib
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import envelope, position
from sync.protocol.envelope import Unreadable
from sync.protocol.messages import EnrolAsk, PullAsk, PullReply, Push, Signed
from sync.protocol.nesting import Shape, shape_of
from tests.unit.test_protocol_envelope import PUSH
from tests.unit.test_protocol_position import OURS, decide, heads_of, holding, push_of

SORTS = (Push, PullAsk, PullReply, Signed, EnrolAsk)


@given(st.binary(max_size=400), st.sampled_from(SORTS))
def test_any_bytes_end_in_a_message_or_in_unreadable(body: bytes, sort: type[object]) -> None:
    for sent in (body, zlib.compress(body)):
        with suppress(Unreadable):
            assert isinstance(envelope.unpack(sent, sort), sort)


@given(st.data())
def test_a_push_with_a_few_bytes_changed_ends_in_a_message_or_in_unreadable(data: st.DataObject) -> None:
    raw = bytearray(envelope.encode(PUSH))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        assert isinstance(envelope.decode(bytes(raw), Push), Push)


@given(st.binary(max_size=60))
def test_the_walk_never_says_sound_of_more_than_one_value(raw: bytes) -> None:
    if shape_of(raw, 8, 100) is Shape.SOUND:
        assert shape_of(raw + b"\x01", 8, 100) is Shape.BROKEN


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(0, 10)), max_size=12))
def test_pushes_in_any_order_and_overlap_only_ever_grow_one_true_prefix(ranges: list[tuple[int, int]]) -> None:
    heads = heads_of(OURS)
    high = 0
    for first, length in ranges:
        last = min(10, first + length - 1)
        placed = decide(push_of(first, last), high)
        match placed:
            case position.Append(at, entries, new_heads):
                assert at == high + 1
                assert entries == OURS[high:last]
                high = last
                assert new_heads[-1] == heads[high]
            case position.Duplicate():
                assert last <= high
            case position.Rewind(to):
                assert (to, first > high + 1) == (high, True)
            case _:
                raise AssertionError(placed)
    assert holding(high).head == heads[high]
