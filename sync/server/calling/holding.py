"""What does this room keep of people, and how is it forgotten?

Promise: who answers at a venue, and their number, go with everybody else of the event; no volunteer stands here.
"""

from collections.abc import Collection
from typing import Any

from sync.server.calling.models import Telephone
from sync.server.erasing.holdings import Counts, Holding, Kind


def _count(event: int) -> Counts:
    return {Kind.TELEPHONES: Telephone.objects.filter(event=event).count()}


def _erase(event: int) -> Counts:
    return {Kind.TELEPHONES: Telephone.objects.filter(event=event).delete()[0]}


def _erase_people(event: int, keys: Collection[bytes]) -> Counts:
    del event, keys
    return {}


def _told(event: int, key: bytes) -> dict[str, Any]:
    del event, key
    return {}


HOLDING = Holding(_count, _erase, _erase_people, _told)
