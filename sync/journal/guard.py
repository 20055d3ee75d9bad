"""Is this journal the one that we closed last, or an older copy of it?

A small file beside the journal says how far it had come: (stream, seq, head, closed in order). Promise: reading it back after a power
cut gives one of the states that were written, whole. It is written after every commit, because that costs microseconds: in place,
in two slots by turns, each with its own checksum, without waiting for the disk. What the power takes from it makes it older than the
journal, which is harmless; only a guard that is *ahead* of its journal tells that something is missing (S3).
"""

import hashlib
import os
import struct
from pathlib import Path

import msgspec

from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.protocol.chain import HEAD_BYTES

_SLOT = struct.Struct(f">8sQQQQ?{HEAD_BYTES}s")
_MAGIC = b"mhguard1"
_CHECKSUM_BYTES = 16
SLOT_BYTES = 512
"""One sector: a disk writes it whole or not at all, and the other slot is a different one."""


class Guarded(msgspec.Struct, frozen=True):
    """How far the journal had come. ``clean`` is true when it was closed in order."""

    stream: Stream
    seq: int
    head: bytes
    clean: bool


class Guard:
    """The open guard file. Not thread-safe: the journal's writer owns it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._turn = max((turn for turn, _ in _slots(os.pread(self._file, 2 * SLOT_BYTES, 0))), default=0)

    def read(self) -> Guarded | None:
        """Return the newest state that is whole; none when there is none (a new journal, or somebody removed the file)."""
        slots = _slots(os.pread(self._file, 2 * SLOT_BYTES, 0))
        return max(slots, key=lambda slot: slot[0])[1] if slots else None

    def write(self, guarded: Guarded, *, durable: bool = False) -> None:
        """Write the next state into the older slot; ``durable`` waits for the disk (at the start and the end, never in between)."""
        self._turn += 1
        stream = guarded.stream
        packed = _SLOT.pack(_MAGIC, self._turn, stream.device, stream.incarnation, guarded.seq, guarded.clean, guarded.head)
        os.pwrite(self._file, (packed + _checksum(packed)).ljust(SLOT_BYTES, b"\0"), self._turn % 2 * SLOT_BYTES)
        if durable:
            os.fsync(self._file)

    def close(self) -> None:
        os.close(self._file)


def _checksum(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()[:_CHECKSUM_BYTES]


def _slots(content: bytes) -> list[tuple[int, Guarded]]:
    found = []
    for start in (0, SLOT_BYTES):
        packed = content[start : start + _SLOT.size]
        if len(packed) < _SLOT.size or content[start + _SLOT.size :][:_CHECKSUM_BYTES] != _checksum(packed):
            continue
        magic, turn, device, incarnation, seq, clean, head = _SLOT.unpack(packed)
        if magic == _MAGIC:
            found.append((turn, Guarded(Stream(DeviceNo(device), Incarnation(incarnation)), seq, head, clean)))
    return found
