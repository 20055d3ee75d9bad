"""How many people were here at each time of the day?

Promise: as far as the projector has read; added up by the database, so that memory does not grow with the day; reads every stay of
what is asked, so pages keep the answer for a while.
"""

from collections.abc import Collection

import msgspec
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Greatest

from sync.server.projector.models import Stay

STEP_MS = 15 * 60_000
"""A point for each quarter of an hour: fine enough for a door, coarse enough for a screen."""

STEPS_MAX = 192
"""Two days of quarters: a wrong clock must not make a curve of a thousand points."""


class Point(msgspec.Struct, frozen=True):
    """``people`` were here at ``at_ms``."""

    at_ms: int
    people: int


def curve(event: int, from_ms: int, to_ms: int, venues: Collection[int] | None = None) -> list[Point]:
    """Return how many people were here at each quarter of an hour from ``from_ms``, and at ``to_ms`` itself."""
    if to_ms <= from_ms:
        return []
    stays = Stay.objects.filter(event=event, from_ms__lte=to_ms)
    if venues is not None:
        stays = stays.filter(venue__in=sorted(venues))
    changes: dict[int, int] = {}
    for step, people in _by_step(stays, "from_ms", from_ms):
        changes[step] = changes.get(step, 0) + people
    for step, people in _by_step(stays.filter(to_ms__isnull=False, to_ms__lte=to_ms), "to_ms", from_ms):
        changes[step] = changes.get(step, 0) - people
    here = 0
    points = []
    for step in range(min(-(-(to_ms - from_ms) // STEP_MS), STEPS_MAX)):
        here += changes.pop(step, 0)
        points.append(Point(from_ms + step * STEP_MS, here))
    return [*points, Point(to_ms, here + sum(changes.values()))]


def _by_step(stays: QuerySet[Stay], column: str, from_ms: int) -> list[tuple[int, int]]:
    """Return (number of the step from which it shows, people), added up by the database."""
    late_by = Greatest(F(column) - from_ms + STEP_MS - 1, 0)
    return list(stays.annotate(step=late_by / STEP_MS).values_list("step").annotate(people=Sum("headcount")).order_by())
