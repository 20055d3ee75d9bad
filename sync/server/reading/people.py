"""How many people are here, how many came, and how much time did they give?

Promise: as far as the projector has read; a stay that goes on counts up to the asked moment and no further than the day's close.
"""

import msgspec
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Greatest

from sync.server.projector.models import Attendance, Stay
from sync.server.reading.scope import Scope

HOUR_MS = 3_600_000
STEP_MS = 15 * 60_000
"""The day's curve has a point for each quarter of an hour: fine enough for a door, coarse enough for a screen."""

STEPS_MAX = 192
"""Two days of quarters: a wrong clock must not make a curve of a thousand points."""


class People(msgspec.Struct, frozen=True):
    """People at one place, or summed: ``here`` now, ``arrived`` in all, and the time that they gave."""

    here: int = 0
    arrived: int = 0
    person_ms: int = 0

    def __add__(self, other: "People") -> "People":
        return People(self.here + other.here, self.arrived + other.arrived, self.person_ms + other.person_ms)

    @property
    def hours(self) -> int:
        """Whole hours given."""
        return self.person_ms // HOUR_MS


class Point(msgspec.Struct, frozen=True):
    """``people`` were here at ``at_ms``."""

    at_ms: int
    people: int


def people_by_place(scope: Scope, now_ms: int) -> dict[tuple[int, int], People]:
    """Return people by (venue, activity); activity 0: here, but none chosen yet."""
    return {
        (row.venue, row.activity): People(row.here, row.arrived, max(0, row.closed_ms + row.here * now_ms - row.here_from_ms))
        for row in scope.of(Attendance.objects.all())
    }


def curve(scope: Scope, from_ms: int, to_ms: int) -> list[Point]:
    """Return how many people were here at each quarter of an hour from ``from_ms``, and at ``to_ms`` itself."""
    if to_ms <= from_ms:
        return []
    ticks = [*list(range(from_ms, to_ms, STEP_MS))[-STEPS_MAX:], to_ms]
    changes: dict[int, int] = {}
    stays = scope.of(Stay.objects.filter(from_ms__lte=to_ms))
    for step, people in _by_step(stays, "from_ms", from_ms):
        changes[step] = changes.get(step, 0) + people
    for step, people in _by_step(stays.filter(to_ms__isnull=False, to_ms__lte=to_ms), "to_ms", from_ms):
        changes[step] = changes.get(step, 0) - people
    points, here, steps = [], 0, sorted(changes)
    for tick in ticks:
        while steps and from_ms + steps[0] * STEP_MS <= tick:
            here += changes[steps.pop(0)]
        points.append(Point(tick, here if tick != to_ms else here + sum(changes[step] for step in steps)))
    return points


def _by_step(stays: QuerySet[Stay], column: str, from_ms: int) -> list[tuple[int, int]]:
    """Return (number of the step at whose end it shows, people), added up by the database."""
    moved = Greatest(F(column) - from_ms + STEP_MS - 1, 0)
    return list(stays.annotate(step=moved / STEP_MS).values_list("step").annotate(people=Sum("headcount")).order_by())
