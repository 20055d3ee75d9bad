"""Which journals has a device written, and what did it send that is kept beside the ledger?

Promise: every journal that the centre holds anything of is listed, newest contact first.
"""

from collections import Counter
from collections.abc import Collection

import msgspec

from sync.server.ledger.models import Found, Stream


class JournalRow(msgspec.Struct, frozen=True):
    """One journal of a device as the centre holds it: entries 1 … ``high``."""

    incarnation: int
    high: int
    waiting: int
    heard_ms: int | None


def journals(devices: Collection[int]) -> dict[int, list[JournalRow]]:
    """Return the journals of each of ``devices`` that has any."""
    found: dict[int, list[JournalRow]] = {}
    for row in Stream.objects.filter(device__in=sorted(devices)).order_by("-heard_ms", "-pk"):
        found.setdefault(row.device, []).append(JournalRow(row.incarnation, row.high, row.waiting, row.heard_ms or None))
    return found


def lost_and_found(devices: Collection[int]) -> Counter[int]:
    """Return how many entries of each device came alone, because no push with them could be taken."""
    return Counter(Found.objects.filter(device__in=sorted(devices)).values_list("device", flat=True))
