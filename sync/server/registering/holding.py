"""What does this room keep of people, and how is it forgotten?

Promise: the name stands on the roster, which forgets it; here goes who registered, in which group, and where from.
"""

from collections.abc import Collection
from typing import Any

from sync.server.erasing.holdings import Counts, Holding, Kind
from sync.server.registering.models import Knock, Registered

PORTION = 500


def _count(event: int) -> Counts:
    return {Kind.REGISTRATIONS: Registered.objects.filter(event=event).count()}


def _erase(event: int) -> Counts:
    gone = _count(event)
    Registered.objects.filter(event=event).delete()
    Knock.objects.filter(page__event=event).delete()
    return gone


def _erase_people(event: int, keys: Collection[bytes]) -> Counts:
    wanted, gone = sorted(keys), 0
    for first in range(0, len(wanted), PORTION):
        gone += Registered.objects.filter(event=event, who__in=wanted[first : first + PORTION]).delete()[0]
    return {Kind.REGISTRATIONS: gone}


def _told(event: int, key: bytes) -> dict[str, Any]:
    found = Registered.objects.filter(event=event, who=key).first()
    return {} if found is None else {"registered_by_themselves": {"group": found.group, "at_ms": found.at_ms, "venue": found.venue}}


HOLDING = Holding(_count, _erase, _erase_people, _told)
