"""Can what was signed for one use be taken for another? And do two screens show the same digits only for the same keys?"""

import hashlib

import pytest
from nacl.signing import SigningKey

from sync.protocol import signing
from sync.protocol.digits import DIGITS, digits_of
from sync.protocol.messages import Signed
from sync.protocol.signing import Untrusted, open_signed, sign

KEY = SigningKey(hashlib.sha256(b"centre").digest())
OTHER = SigningKey(hashlib.sha256(b"stranger").digest())
TRUSTED = (OTHER.verify_key.encode(), KEY.verify_key.encode())


def test_any_of_the_trusted_keys_opens_it() -> None:
    signed = sign(signing.PUSH_REPLY, b"nonce", b"body", KEY)
    assert open_signed(signed, signing.PUSH_REPLY, b"nonce", TRUSTED) == b"body"


@pytest.mark.parametrize(
    ("purpose", "nonce", "keys"),
    [
        (signing.PULL_REPLY, b"nonce", TRUSTED),
        (signing.PUSH_REPLY, b"other", TRUSTED),
        (signing.PUSH_REPLY, b"nonce", ()),
        (signing.PUSH_REPLY, b"nonce", TRUSTED[:1]),
        (signing.PUSH_REPLY, b"nonce", (b"no key",)),
    ],
)
def test_another_purpose_nonce_or_key_opens_nothing(purpose: str, nonce: bytes, keys: tuple[bytes, ...]) -> None:
    signed = sign(signing.PUSH_REPLY, b"nonce", b"body", KEY)
    with pytest.raises(Untrusted):
        open_signed(signed, purpose, nonce, keys)


def test_renaming_the_purpose_does_not_help() -> None:
    signed = sign(signing.PUSH_REPLY, b"nonce", b"body", KEY)
    renamed = Signed(signing.PULL_REPLY, signed.body, signed.signature)
    with pytest.raises(Untrusted):
        open_signed(renamed, signing.PULL_REPLY, b"nonce", TRUSTED)


@pytest.mark.parametrize("signature", [b"", b"s" * 63, b"s" * 64, b"s" * 65])
def test_a_made_up_signature_opens_nothing(signature: bytes) -> None:
    with pytest.raises(Untrusted):
        open_signed(Signed(signing.PULL, b"body", signature), signing.PULL, b"", TRUSTED)


def test_a_key_that_is_no_point_opens_nothing() -> None:
    signed = sign(signing.PULL, b"", b"body", KEY)
    with pytest.raises(Untrusted):
        open_signed(signed, signing.PULL, b"", (b"\xff" * 32,))


def test_the_border_between_nonce_and_body_is_signed_too() -> None:
    signed = sign(signing.PULL, b"ab", b"c", KEY)
    moved = Signed(signing.PULL, b"bc", signed.signature)
    with pytest.raises(Untrusted):
        open_signed(moved, signing.PULL, b"a", TRUSTED)


def test_both_screens_show_six_digits() -> None:
    shown = digits_of(b"k" * 32, b"c" * 32, b"salt")
    assert len(shown) == DIGITS
    assert shown.isdigit()
    assert shown == digits_of(b"k" * 32, b"c" * 32, b"salt")


def test_another_key_on_either_side_or_another_salt_shows_other_digits() -> None:
    base = digits_of(b"k" * 32, b"c" * 32, b"salt")
    others = {
        digits_of(b"l" * 32, b"c" * 32, b"salt"),
        digits_of(b"k" * 32, b"d" * 32, b"salt"),
        digits_of(b"k" * 32, b"c" * 32, b"tlas"),
        digits_of(b"k" * 31, b"k" + b"c" * 32, b"salt"),
    }
    assert base not in others
    assert len(others) == 4


def test_leading_zeros_are_shown() -> None:
    salt = next(number for number in range(1_000) if int(digits_of(b"", b"", number.to_bytes(2))) < 100_000)
    assert digits_of(b"", b"", salt.to_bytes(2)).startswith("0")
