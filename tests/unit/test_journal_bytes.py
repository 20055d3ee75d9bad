"""The bytes that every machine agrees on: canonical entries, the chain over them, seals."""

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from sync.domain.entry import Entry, Value
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, Stream
from sync.protocol.canon import NoEntry, Unwritable, decode, encode
from sync.protocol.chain import NoSuchStream, extend, genesis, walk
from sync.protocol.limits import ENTRY_BYTES_MAX, NESTING_MAX
from sync.protocol.messages import Seal
from sync.protocol.seals import Unsealable, is_sealed_by, make_seal, seal_message
from tests.support.journals import CLOCK, KEY, arrival

STREAM = Stream(DeviceNo(5), Incarnation(77))
PUBLIC_KEY = bytes(KEY.verify_key)
HEAD = bytes(range(32))

numbers = st.integers(-(2**63), 2**63 - 1)
maybe = st.none() | numbers
ids = st.builds(EntryId, numbers.map(DeviceNo), numbers.map(Incarnation), numbers.map(Seq))
values = st.builds(Value, maybe, maybe, maybe, maybe)
extensions = st.dictionaries(st.text(max_size=5), st.none() | numbers | st.binary(max_size=20) | st.lists(numbers, max_size=3), max_size=3)
entries = st.builds(
    Entry,
    *[numbers] * 9,
    who=st.none() | st.binary(max_size=12),
    headcount=numbers,
    activity=maybe,
    item=maybe,
    quantity=maybe,
    target=st.none() | ids,
    value=st.none() | values,
    reason=numbers,
    actor=numbers,
    how=numbers,
    ext=extensions,
)


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@given(entries)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert decode(encode(entry)) == entry
    assert encode(decode(encode(entry))) == encode(entry)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_entry_or_unreadable(raw: bytes) -> None:
    for candidate in (raw, encode(arrival(1))[:30] + raw):
        try:
            decode(candidate)
        except NoEntry:
            continue


def test_one_entry_has_one_encoding_whatever_order_its_extensions_came_in() -> None:
    one = msgspec.structs.replace(arrival(1), ext={"a": 1, "b": 2})
    other = msgspec.structs.replace(arrival(1), ext={"b": 2, "a": 1})
    assert encode(one) == encode(other)


def test_the_encoding_never_changes() -> None:
    """These bytes stand on disks and under seals: a change here makes every journal in the country unreadable."""
    assert encode(arrival(1)).hex() == "dc00140101cf000001a202e9b380cd13880103010701c40800000000000000010101c0c0c0c000000180"


def test_a_newer_versions_fields_are_read_past() -> None:
    newer = b"\xdc\x00\x15" + encode(arrival(1))[3:] + b"\xa3new"
    assert decode(newer) == arrival(1)


def test_a_shorter_entry_of_an_older_version_is_read() -> None:
    assert decode(msgspec.msgpack.encode([1] * 9)) == Entry(1, 1, 1, 1, 1, 1, 1, 1, 1)


def test_limits_hold_in_both_directions() -> None:
    too_long = msgspec.structs.replace(arrival(1), ext={"a": b"x" * ENTRY_BYTES_MAX})
    too_deep = msgspec.structs.replace(arrival(1), ext={"a": nested(NESTING_MAX)})
    for entry in (too_long, too_deep, msgspec.structs.replace(arrival(1), quantity=2**64)):
        with pytest.raises(Unwritable):
            encode(entry)
    assert decode(encode(msgspec.structs.replace(arrival(1), ext={"a": nested(NESTING_MAX - 2)})))


@pytest.mark.parametrize("field", ["quantity", "target", "value", "wall_ms"])
def test_a_number_that_no_database_holds_is_unreadable(field: str) -> None:
    large = 2**63
    made: dict[str, Any] = {
        "quantity": large,
        "target": EntryId(DeviceNo(1), Incarnation(1), Seq(large)),
        "value": Value(quantity=large),
        "wall_ms": large,
    }
    raw = msgspec.msgpack.encode(msgspec.structs.replace(arrival(1), **{field: made[field]}))
    with pytest.raises(NoEntry, match=rf"2\*\*63|{large - 1}"):
        decode(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x91" * ENTRY_BYTES_MAX,
        b"\xdc\x00\x15" + encode(arrival(1))[3:] + b"\x91" * 20 + b"\x01",
        b"\xdc\x00\x15" + encode(arrival(1))[3:] + b"\x81\x91\x81\x01\x02\x01",
        encode(arrival(1)) + b"\x00",
        encode(arrival(1))[:-1] + b"\x81\xa1\xff\x01",
        b"\x00" * (ENTRY_BYTES_MAX + 1),
    ],
)
def test_hostile_bytes_are_unreadable(raw: bytes) -> None:
    with pytest.raises(NoEntry):
        decode(raw)


def test_the_chain_is_what_the_protocol_says() -> None:
    first = hashlib.sha256(b"genesis" + (5).to_bytes(8, "big") + (77).to_bytes(8, "big") + PUBLIC_KEY).digest()
    assert genesis(STREAM, PUBLIC_KEY) == first
    assert extend(first, b"abc") == hashlib.sha256(first + (3).to_bytes(4, "big") + b"abc").digest()
    assert list(walk(first, [b"a", b"bc"])) == [extend(first, b"a"), extend(extend(first, b"a"), b"bc")]
    # Lengths count: the same bytes, cut elsewhere, are another stream.
    assert list(walk(first, [b"ab", b"c"]))[-1] != list(walk(first, [b"a", b"bc"]))[-1]


@pytest.mark.parametrize("stream", [Stream(DeviceNo(-1), Incarnation(1)), Stream(DeviceNo(1), Incarnation(2**64))])
def test_a_stream_that_cannot_be_has_no_genesis_and_no_seal(stream: Stream) -> None:
    with pytest.raises(NoSuchStream):
        genesis(stream, PUBLIC_KEY)
    seal = make_seal(KEY, STREAM, 1, HEAD, definition=1, clock=CLOCK)
    assert not is_sealed_by(PUBLIC_KEY, stream, seal)


def test_a_seal_fits_only_its_own_place() -> None:
    seal = make_seal(KEY, STREAM, 4, HEAD, definition=3, clock=CLOCK)
    assert is_sealed_by(PUBLIC_KEY, STREAM, seal)
    clock = msgspec.structs.replace(CLOCK, wall_ms=CLOCK.wall_ms + 1)
    changed: list[dict[str, Any]] = [
        {"seq": 5},
        {"head": bytes(32)},
        {"definition": 4},
        {"clock": clock},
        {"signature": bytes(64)},
        {"signature": b""},
        {"head": b""},
    ]
    for change in changed:
        assert not is_sealed_by(PUBLIC_KEY, STREAM, msgspec.structs.replace(seal, **change))
    assert not is_sealed_by(PUBLIC_KEY, Stream(DeviceNo(5), Incarnation(78)), seal)
    assert not is_sealed_by(bytes(SigningKey.generate().verify_key), STREAM, seal)
    assert not is_sealed_by(b"short", STREAM, seal)


def test_what_cannot_be_sealed_is_said() -> None:
    with pytest.raises(Unsealable):
        seal_message(STREAM, 1, b"short", 1, CLOCK)
    with pytest.raises(Unsealable):
        make_seal(KEY, STREAM, -1, HEAD, definition=1, clock=CLOCK)
    out_of_range = Seal(1, HEAD, 2**64, CLOCK, bytes(64))
    assert not is_sealed_by(PUBLIC_KEY, STREAM, out_of_range)


def test_a_text_that_looks_like_a_large_number_is_no_number() -> None:
    entry = msgspec.structs.replace(arrival(1), who=b"\xcf\xff\xff\xff\xff\xff\xff\xff")
    assert decode(encode(entry)) == entry
