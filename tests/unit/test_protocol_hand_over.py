"""Can a courier carry pushes without seeing or changing them?"""

import tracemalloc

import pytest
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from sync.protocol import hand_over, signing
from sync.protocol.envelope import Unreadable, unpack
from sync.protocol.hand_over import FILE_MARK, Held, Receipt, make_hand_over, open_receipt, parts_in, sign_receipt
from sync.protocol.messages import Push
from tests.unit.test_protocol_position import push_of

CENTRE = PrivateKey(b"c" * 32)
KEY = CENTRE.public_key.encode()
PUSHES = [push_of(1, 4), push_of(5, 10)]


def sealed(content: bytes) -> bytes:
    return FILE_MARK + SealedBox(CENTRE.public_key).encrypt(content)


def test_the_centre_opens_exactly_what_was_packed() -> None:
    assert [unpack(part, Push) for part in parts_in(make_hand_over(PUSHES, KEY), CENTRE)] == PUSHES


def test_nobody_else_can_read_it() -> None:
    carried = make_hand_over(PUSHES, KEY)
    assert b"entry 1" not in carried
    with pytest.raises(Unreadable, match="another centre"):
        parts_in(carried, PrivateKey(b"d" * 32))


def test_one_changed_byte_is_noticed() -> None:
    carried = bytearray(make_hand_over(PUSHES, KEY))
    carried[-1] ^= 1
    with pytest.raises(Unreadable, match="damaged"):
        parts_in(bytes(carried), CENTRE)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"holiday.jpg", "no hand-over"),
        (FILE_MARK, "damaged"),
        (sealed(b"\xc1"), "no pushes"),
        (sealed(b"\x01"), "no pushes: Expected"),
    ],
)
def test_another_file_is_named_as_such(file: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parts_in(file, CENTRE)


def test_a_file_beyond_the_limits_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    carried = make_hand_over(PUSHES, KEY)
    monkeypatch.setattr(hand_over, "PUSHES_MAX", 1)
    with pytest.raises(Unreadable, match="too many"):
        parts_in(carried, CENTRE)
    monkeypatch.setattr(hand_over, "HAND_OVER_BYTES_MAX", len(carried) - 1)
    with pytest.raises(Unreadable, match="too large"):
        parts_in(carried, CENTRE)


def test_a_made_up_file_of_empty_pushes_is_counted_before_anything_is_built_from_it() -> None:
    empty = 100_000
    file = sealed(b"\x91\xdd" + empty.to_bytes(4) + b"\xc4\x00" * empty)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="too many values"):
            parts_in(file, CENTRE)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 4 * len(file), "eight bytes for each of two would be four times the file, beside the file"


def test_a_receipt_says_who_signed_it_and_is_no_answer_to_anything_else() -> None:
    key, stranger = SigningKey(b"s" * 32), SigningKey(b"x" * 32)
    receipt = Receipt(b"d" * 32, 1, 1_000, (Held(PUSHES[0].stream, 10, b"h" * 32, 0),))
    packed = sign_receipt(receipt, key)
    assert open_receipt(packed, [bytes(key.verify_key)]) == receipt
    with pytest.raises(signing.Untrusted):
        open_receipt(packed, [bytes(stranger.verify_key)])
