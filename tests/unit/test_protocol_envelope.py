"""Does reading a body always end, cheaply, in a message or in a reason?"""

import zlib

import msgspec
import pytest

from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, Stream
from sync.protocol import envelope
from sync.protocol.envelope import Unreadable, pack, unpack
from sync.protocol.limits import BODY_RAW_BYTES_SERVER_MAX, BODY_VALUES_MAX, NESTING_MAX
from sync.protocol.messages import ClockSample, HelloAsk, LostAndFound, PullAsk, Push, Seal, Trouble
from sync.protocol.nesting import Shape, shape_of

SEAL = Seal(2, b"h" * 32, 1, ClockSample(1, 2, 3, 0), b"s" * 64)
PUSH = Push(Stream(DeviceNo(1), Incarnation(9)), 1, b"p" * 32, (b"one", b"two"), SEAL, b"nonce", "0.1", 7, ClockSample(4, 5, 6, 1))


def test_what_was_packed_comes_back_the_same() -> None:
    assert unpack(pack(PUSH), Push) == PUSH


def test_fields_that_a_newer_version_added_are_passed_over() -> None:
    longer = msgspec.msgpack.encode([*msgspec.msgpack.decode(envelope.encode(PUSH)), "from the future", {"deep": [1]}])
    assert envelope.decode(longer, Push) == PUSH


def test_a_message_of_an_older_version_gets_the_defaults() -> None:
    shorter = msgspec.msgpack.encode(msgspec.msgpack.decode(envelope.encode(PUSH))[:6])
    older = envelope.decode(shorter, Push)
    assert (older.version, older.waiting, older.clock) == ("", 0, None)


def test_a_bomb_costs_no_more_than_the_limit() -> None:
    bomb = zlib.compress(b"\x00" * (BODY_RAW_BYTES_SERVER_MAX + 1))
    assert len(bomb) < 10_000
    with pytest.raises(Unreadable, match="decompresses to more than"):
        unpack(bomb, Push)


def test_a_body_at_the_limit_is_still_read() -> None:
    room = 1_000
    body = pack(HelloAsk(b"", ""))
    assert unpack(body, HelloAsk, body_bytes_max=len(body), raw_bytes_max=room) == HelloAsk(b"")
    with pytest.raises(Unreadable, match="longer than"):
        unpack(body, HelloAsk, body_bytes_max=len(body) - 1)
    raw = len(envelope.encode(HelloAsk(b"", "")))
    assert unpack(body, HelloAsk, raw_bytes_max=raw) == HelloAsk(b"")
    with pytest.raises(Unreadable, match="decompresses"):
        unpack(body, HelloAsk, raw_bytes_max=raw - 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "not compressed"),
        (b"", "cut off"),
        (pack(PUSH)[:-1], "cut off"),
        (pack(PUSH) + b"!", "something follows"),
        (zlib.compress(b"\xc1"), "not one whole"),
        (zlib.compress(b"\x93\x01"), "not one whole"),
        (zlib.compress(b"\x01\x01"), "not one whole"),
        (zlib.compress(b"\x91" * 50 + b"\x01"), "nested too deeply"),
        (zlib.compress(b"\xdd\xff\xff\xff\xff" + b"\x00" * 100_000), "too many values"),
        (zlib.compress(b"\x01"), "no Push"),
        (zlib.compress(msgspec.msgpack.encode(["\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])), "no Push"),
    ],
)
def test_whatever_else_comes_in_has_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as caught:
        unpack(body, Push)
    assert reason in caught.value.reason


def test_a_text_that_is_no_text_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no Trouble"):
        envelope.decode(b"\x92\xa2\xff\xfe\x00", Trouble)


@pytest.mark.parametrize("place", [(2**63, 1, 1), (1, 2**63, 1), (1, 1, 2**63), (2**64 - 1, 2**64 - 1, 2**64 - 1)])
def test_a_stream_or_a_place_that_no_database_can_hold_is_unreadable(place: tuple[int, int, int]) -> None:
    """The centre looks a device up before it knows whether anybody of that number signed."""
    device, incarnation, seq = place
    lost = LostAndFound(EntryId(DeviceNo(device), Incarnation(incarnation), Seq(seq)), b"", b"")
    with pytest.raises(Unreadable):
        unpack(pack(lost), LostAndFound)
    ask = PullAsk(1, b"", 0, 0, b"", ((Stream(DeviceNo(device), Incarnation(incarnation)), seq),))
    with pytest.raises(Unreadable):
        unpack(pack(ask), PullAsk)


@pytest.mark.parametrize("field", ["first", "waiting"])
@pytest.mark.parametrize("value", [-1, 2**63])
def test_a_number_that_no_database_holds_is_unreadable(field: str, value: int) -> None:
    with pytest.raises(Unreadable):
        unpack(pack(msgspec.structs.replace(PUSH, **{field: value})), Push)


@pytest.mark.parametrize("version", ["two\nlines", "nul\x00", "x" * 101])
def test_a_label_is_one_short_line(version: str) -> None:
    with pytest.raises(Unreadable):
        unpack(pack(msgspec.structs.replace(PUSH, version=version)), Push)


def test_a_nonce_of_any_length_is_not_carried_around() -> None:
    with pytest.raises(Unreadable):
        unpack(pack(HelloAsk(b"n" * 65)), HelloAsk)


def test_a_lost_entry_keeps_its_bytes_whatever_they_are() -> None:
    lost = LostAndFound(EntryId(DeviceNo(1), Incarnation(2), Seq(3)), b"\x00\xff", b"n", b"p" * 32)
    assert unpack(pack(lost), LostAndFound) == lost


NUMBERS = (0, 127, 128, 2**16, 2**32, -1, -32, -33, -(2**15), -(2**31), -(2**63), 1.5)
TEXTS = ("", "a" * 31, "a" * 32, "a" * 256, "a" * 70_000, b"", b"a" * 256, b"a" * 70_000)
CONTAINERS: tuple[object, ...] = ([], [1] * 15, [1] * 16, [[]], {}, {1: 2}, dict.fromkeys(range(16)))
EXTENSIONS = tuple(msgspec.msgpack.Ext(1, b"a" * size) for size in (1, 2, 3, 4, 8, 16, 300, 70_000))


@pytest.mark.parametrize("value", [None, True, False, *NUMBERS, *TEXTS, *CONTAINERS, *EXTENSIONS], ids=lambda value: f"{value!r:.20}")
def test_every_sort_of_value_is_walked_to_its_exact_end(value: object) -> None:
    raw = msgspec.msgpack.encode(value)
    assert shape_of(raw, NESTING_MAX, BODY_VALUES_MAX) is Shape.SOUND
    assert shape_of(raw[:-1], NESTING_MAX, BODY_VALUES_MAX) is Shape.BROKEN
    assert shape_of(raw + b"\x00", NESTING_MAX, BODY_VALUES_MAX) is Shape.BROKEN


def test_large_containers_are_walked_by_their_long_counts() -> None:
    assert shape_of(msgspec.msgpack.encode([0] * 70_000), 8, 70_001) is Shape.SOUND
    assert shape_of(msgspec.msgpack.encode([0] * 70_000), 8, 70_000) is Shape.TOO_MANY
    assert shape_of(msgspec.msgpack.encode(dict.fromkeys(range(70_000))), 8, 140_001) is Shape.SOUND


def test_eight_containers_nest_and_nine_do_not() -> None:
    assert shape_of(b"\x91" * 8 + b"\x01", 8, 100) is Shape.SOUND
    assert shape_of(b"\x91" * 9 + b"\x01", 8, 100) is Shape.TOO_DEEP
