"""How are a code's fields spelled, checked and signed? The part that passes and mats have in common.

Promise: one spelling for one content; what is changed, cut or lengthened has none. CRC-32 tells a damaged code of ours from a foreign one
and is no protection; the signature is.

Text: a prefix, then RFC 4648 base32 without padding of: fields, CRC-32, Ed25519 signature.
"""

import base64
import struct
import zlib
from functools import lru_cache

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

SIGNATURE_BYTES = 64
_CHECK = struct.Struct(">I")
_BITS, _SPELLED_BITS = 8, 5

# Base 32 as one large number: a tenth of what base64.b32decode takes, and a check-in waits for it.
_SPELLED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_TO_DIGITS = bytes(_DIGITS[_SPELLED.index(byte)] if byte in _SPELLED else ord("?") for byte in range(256))
"""What is no character of ours becomes one that no number has: not even the signs, spaces and underscores that ``int`` forgives."""


def spelled_length(fields: struct.Struct) -> int:
    """Return how many characters stand behind the prefix of a code with ``fields``."""
    return -(-(fields.size + _CHECK.size + SIGNATURE_BYTES) * _BITS // _SPELLED_BITS)


def packed(fields: struct.Struct, *values: int | bytes) -> bytes:
    """Return ``values`` as bytes. One out of its range is our mistake: ``AssertionError``."""
    try:
        return fields.pack(*values)
    except struct.error as error:
        raise AssertionError(f"a field of a code is out of its range: {error}") from error


def signed_text(prefix: str, purpose: bytes, fields: bytes, signing_key: SigningKey) -> str:
    """Return the text of a code whose ``fields`` were packed, signed for ``purpose``."""
    return spelled(prefix, fields, signing_key.sign(purpose + fields).signature)


def spelled(prefix: str, fields: bytes, signature: bytes) -> str:
    """Return the text of a code with ``signature``, whoever made it."""
    return prefix + _base32(fields + _check(prefix, fields + signature) + signature)


def body_of(text: str, prefix: str, fields: struct.Struct) -> tuple[bytes, bytes] | None:
    """Return (fields, signature), or none when length, alphabet, spelling or check are wrong."""
    raw = _from_base32(text[len(prefix) :], fields.size + _CHECK.size + SIGNATURE_BYTES)
    if raw is None:
        return None
    body, check, signature = raw[: fields.size], raw[fields.size : -SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    if check != _check(prefix, body + signature):
        return None
    return body, signature


def is_by(public_key: bytes | None, message: bytes, signature: bytes) -> bool:
    """Say whether the Ed25519 key (32 bytes; none: nobody's) signed ``message``."""
    if public_key is None or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        _verify_key(public_key).verify(message, signature)
    except BadSignatureError:
        return False
    return True


@lru_cache(maxsize=32)
def _verify_key(public_key: bytes) -> VerifyKey:
    """An event has one key, or two while they are changed, and a venue a few kiosks; a check-in should not unpack one anew."""
    return VerifyKey(public_key)


def _check(prefix: str, body: bytes) -> bytes:
    return _CHECK.pack(zlib.crc32(prefix.encode() + body))


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _from_base32(text: str, length: int) -> bytes | None:
    """Return the ``length`` bytes that ``text`` stands for; none when it is not the one spelling of just so many."""
    spare_bits = len(text) * _SPELLED_BITS - length * _BITS
    if not 0 <= spare_bits < _SPELLED_BITS:
        return None
    try:
        number, spare = divmod(int(text.encode().translate(_TO_DIGITS), 32), 1 << spare_bits)
    except ValueError:
        return None
    # The last character has bits to spare: only the spelling that leaves them empty is ours.
    return None if spare else number.to_bytes(length, "big")
