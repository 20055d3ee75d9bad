"""How does a message become the body of a request, and back?

Promise: MessagePack in zlib; whatever comes in, reading it costs bounded time and memory and ends in a typed message or in
``Unreadable`` with a reason for the log. Nothing else is ever raised for a body that somebody sent.
"""

import zlib
from typing import TypeVar

import msgspec

from sync.protocol.limits import BODY_BYTES_SERVER_MAX, BODY_RAW_BYTES_SERVER_MAX, BODY_VALUES_MAX, NESTING_MAX
from sync.protocol.nesting import Shape, shape_of

CONTENT_TYPE = "application/vnd.many-hands.sync"
"""Of every request and reply. A 200 with another type did not come from the centre."""

# zlib's level 6 is 4 % smaller than 1 on entries and still under a millisecond for a batch.
_LEVEL = 6

Message = TypeVar("Message")


class Unreadable(Exception):
    """A body is no message of the kind that was asked for; ``reason`` is a short sentence for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def encode(message: msgspec.Struct) -> bytes:
    """Return ``message`` as MessagePack, uncompressed: what is signed and what is stored."""
    return msgspec.msgpack.encode(message)


def decode(raw: bytes, sort: type[Message]) -> Message:
    """Return the message of type ``sort`` in ``raw``; fields that a newer version added at the end are passed over.

    Raises ``Unreadable``.
    """
    shape = shape_of(raw, NESTING_MAX, BODY_VALUES_MAX)
    if shape is not Shape.SOUND:
        raise Unreadable(f"the body is {shape}")
    try:
        return msgspec.msgpack.decode(raw, type=sort)
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError) as error:
        raise Unreadable(f"the body is no {sort.__name__}: {error}") from error


def pack(message: msgspec.Struct) -> bytes:
    """Return ``message`` as the body of a request or a reply."""
    return zlib.compress(encode(message), _LEVEL)


def unpack(
    body: bytes,
    sort: type[Message],
    body_bytes_max: int = BODY_BYTES_SERVER_MAX,
    raw_bytes_max: int = BODY_RAW_BYTES_SERVER_MAX,
) -> Message:
    """Return the message of type ``sort`` in a body; at most ``raw_bytes_max`` are ever decompressed. Raises ``Unreadable``."""
    if len(body) > body_bytes_max:
        raise Unreadable(f"the body is longer than {body_bytes_max} bytes")
    return decode(_decompressed(body, raw_bytes_max), sort)


def _decompressed(body: bytes, raw_bytes_max: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(body, raw_bytes_max + 1)
    except zlib.error as error:
        raise Unreadable("the body is not compressed as agreed") from error
    if len(raw) > raw_bytes_max:
        raise Unreadable(f"the body decompresses to more than {raw_bytes_max} bytes")
    if not inflater.eof:
        raise Unreadable("the body was cut off")
    if inflater.unused_data:
        raise Unreadable("something follows the body")
    return raw
