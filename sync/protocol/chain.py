"""Is this the stream that the device wrote? The hash chain over a stream's entries.

Promise: the head after the last entry stands for every byte before it, for the stream's name and for the device's key: a cloned, a
rolled-back or a touched journal has another head (S3). Fixed-width numbers, most significant byte first; no encoding to agree on.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator

from sync.domain.identity import Stream

HEAD_BYTES = 32
_LENGTH = struct.Struct(">I")
_STREAM = struct.Struct(">QQ")


class NoSuchStream(ValueError):
    """No device can have this number or this incarnation."""


def stream_bytes(stream: Stream) -> bytes:
    """Return device and incarnation as 8 bytes each. Raises ``NoSuchStream`` for numbers that are none."""
    try:
        return _STREAM.pack(stream.device, stream.incarnation)
    except struct.error as cause:
        raise NoSuchStream(f"device {stream.device}, incarnation {stream.incarnation} can be no stream") from cause


def genesis(stream: Stream, public_key: bytes) -> bytes:
    """Return the head before the first entry: SHA-256("genesis" | stream | the device's Ed25519 public key)."""
    return hashlib.sha256(b"genesis" + stream_bytes(stream) + public_key).digest()


def extend(head: bytes, entry_bytes: bytes) -> bytes:
    """Return the head after one more entry: SHA-256(head | length of the bytes | bytes)."""
    return hashlib.sha256(head + _LENGTH.pack(len(entry_bytes)) + entry_bytes).digest()


def walk(head: bytes, entries: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the head after each of ``entries``, from ``head`` on."""
    for entry_bytes in entries:
        head = extend(head, entry_bytes)
        yield head
