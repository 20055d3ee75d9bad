"""Can a courier carry pushes without seeing or changing them?"""

import msgspec
import pytest
from nacl.public import PrivateKey, SealedBox

from sync.protocol import hand_over
from sync.protocol.envelope import Unreadable
from sync.protocol.hand_over import FILE_MARK, make_hand_over, open_hand_over
from tests.unit.test_protocol_position import push_of

CENTRE = PrivateKey(b"c" * 32)
KEY = CENTRE.public_key.encode()
PUSHES = [push_of(1, 4), push_of(5, 10)]


def sealed(content: bytes) -> bytes:
    return FILE_MARK + SealedBox(CENTRE.public_key).encrypt(content)


def test_the_centre_opens_exactly_what_was_packed() -> None:
    assert open_hand_over(make_hand_over(PUSHES, KEY), CENTRE) == PUSHES


def test_nobody_else_can_read_it() -> None:
    carried = make_hand_over(PUSHES, KEY)
    assert b"entry 1" not in carried
    with pytest.raises(Unreadable, match="another centre"):
        open_hand_over(carried, PrivateKey(b"d" * 32))


def test_one_changed_byte_is_noticed() -> None:
    carried = bytearray(make_hand_over(PUSHES, KEY))
    carried[-1] ^= 1
    with pytest.raises(Unreadable, match="damaged"):
        open_hand_over(bytes(carried), CENTRE)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"holiday.jpg", "no hand-over"),
        (FILE_MARK, "damaged"),
        (sealed(b"\xc1"), "no pushes"),
        (sealed(msgspec.msgpack.encode([[b"not a push"]])), "compressed"),
    ],
)
def test_another_file_is_named_as_such(file: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        open_hand_over(file, CENTRE)


def test_a_file_beyond_the_limits_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    carried = make_hand_over(PUSHES, KEY)
    monkeypatch.setattr(hand_over, "PUSHES_MAX", 1)
    with pytest.raises(Unreadable, match="too many"):
        open_hand_over(carried, CENTRE)
    monkeypatch.setattr(hand_over, "HAND_OVER_BYTES_MAX", len(carried) - 1)
    with pytest.raises(Unreadable, match="too large"):
        open_hand_over(carried, CENTRE)
