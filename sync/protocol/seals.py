"""Who vouches for a stream up to here? Ed25519 seals over (stream, seq, head, definition, clock sample).

Promise: anybody with the device's public key can check entries that a third party carried; a seal of one stream or one seq fits no
other. A seal that cannot be checked is simply not one: ``is_sealed_by`` never raises.
"""

import struct

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from sync.domain.identity import Stream
from sync.protocol.chain import HEAD_BYTES, NoSuchStream, stream_bytes
from sync.protocol.messages import ClockSample, Seal

_PURPOSE = b"many hands seal 1\x00"
"""Keeps a seal from ever being taken for another signature of the same key."""

_NUMBERS = struct.Struct(">qqqqq")
_SEQ = struct.Struct(">Q")


class Unsealable(ValueError):
    """These values can be no seal: a number out of range, or a head that is no hash."""


def seal_message(stream: Stream, seq: int, head: bytes, definition: int, clock: ClockSample) -> bytes:
    """Return the bytes that are signed: purpose | stream | seq | head | definition | wall, mono, boot, state; 8 bytes a number.

    Raises ``Unsealable`` when a value does not fit.
    """
    if len(head) != HEAD_BYTES:
        raise Unsealable(f"a head has {HEAD_BYTES} bytes, not {len(head)}")
    try:
        numbers = _NUMBERS.pack(definition, clock.wall_ms, clock.mono_ms, clock.boot, clock.state)
        return _PURPOSE + stream_bytes(stream) + _SEQ.pack(seq) + head + numbers
    except (struct.error, NoSuchStream) as cause:
        raise Unsealable(f"a number does not fit into a seal: {cause}") from cause


def make_seal(signing_key: SigningKey, stream: Stream, seq: int, head: bytes, *, definition: int, clock: ClockSample) -> Seal:
    """Return the device's seal of ``stream`` at ``seq``, whose head there is ``head``."""
    signature = signing_key.sign(seal_message(stream, seq, head, definition, clock)).signature
    return Seal(seq=seq, head=head, definition=definition, clock=clock, signature=signature)


def is_sealed_by(public_key: bytes, stream: Stream, seal: Seal) -> bool:
    """Whether the device with ``public_key`` (32 bytes) signed this seal for ``stream``."""
    try:
        message = seal_message(stream, seal.seq, seal.head, seal.definition, seal.clock)
        VerifyKey(public_key).verify(message, seal.signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True
