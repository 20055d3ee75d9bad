"""How many entries go into one push? As many as the line carried last time, twice as many next time, half after a failure.

Promise: never fewer than one, never more than ``BATCH_ENTRIES_MAX``; a batch stays within the kiosk's byte limits.
"""

import zlib
from collections.abc import Sequence

import msgspec

from sync.protocol.limits import BATCH_ENTRIES_MAX, BATCH_ENTRIES_START, BODY_COMPRESSED_BYTES_KIOSK, BODY_RAW_BYTES_KIOSK

_ROOM_FOR_THE_REST = 1024
"""Stream, seal, nonce and version of a push are about 250 bytes."""


class Sizing(msgspec.Struct, frozen=True):
    """How many entries the next push of one stream holds."""

    entries: int = BATCH_ENTRIES_START

    def carried(self, entries: int) -> "Sizing":
        """A push of ``entries`` arrived; only a full one says anything about a larger one."""
        return Sizing(min(self.entries * 2, BATCH_ENTRIES_MAX)) if entries >= self.entries else self

    def failed(self, entries: int) -> "Sizing":
        """A push of ``entries`` was too slow, too large or unreadable."""
        return Sizing(max(1, min(self.entries, entries) // 2))


def fitting(entries: Sequence[bytes]) -> int:
    """Return how many of ``entries``, from the first, fit into one body; at least one where there is one."""
    total, fit = _ROOM_FOR_THE_REST, 0
    for entry in entries:
        total += len(entry) + 3
        if total > BODY_RAW_BYTES_KIOSK:
            break
        fit += 1
    while fit > 1 and total > BODY_COMPRESSED_BYTES_KIOSK:
        if len(zlib.compress(b"".join(entries[:fit]))) + _ROOM_FOR_THE_REST <= BODY_COMPRESSED_BYTES_KIOSK:
            break
        fit //= 2
        total = _ROOM_FOR_THE_REST + sum(len(entry) + 3 for entry in entries[:fit])
    return max(fit, min(1, len(entries)))
