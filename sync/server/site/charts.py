"""Where do the lines of a chart go? Geometry for the SVG templates; colours and words are theirs.

Promise: no script, no inline style; every chart has a title, a description and a table that says the same.
"""

import msgspec

from sync.domain.definition import Event
from sync.server.reading.curve import Point
from sync.server.site.amounts import HOUR_MS, clock, number, people
from sync.server.tongues.saying import say

CURVE_WIDTH = 1000
CURVE_HEIGHT = 180
LEVELS_MAX = 4
"""Steps of the vertical scale: more lines than this would be read instead of the curve."""

TICKS_MAX = 6
"""More hours than this below a curve would touch each other on a phone."""


class Bar(msgspec.Struct, frozen=True):
    """A bar against a target: ``filled`` percent of its length, and where the target's line stands when it has been passed (else none)."""

    filled: float
    target_at: float | None = None


class Tick(msgspec.Struct, frozen=True):
    """``label`` below the point at ``x`` percent; ``anchor`` keeps it inside the picture."""

    x: float
    label: str
    anchor: str = "middle"


class Level(msgspec.Struct, frozen=True):
    """A line of the vertical scale at ``y``, with its figure."""

    y: float
    label: str


class Peak(msgspec.Struct, frozen=True):
    """The highest point, with its words above it."""

    x: float
    y: float
    label: str
    anchor: str


class Curve(msgspec.Struct, frozen=True):
    """``line`` and ``area`` are path data in a box of CURVE_WIDTH × CURVE_HEIGHT; ``rows`` are (time, people) for the table."""

    line: str
    area: str
    ticks: tuple[Tick, ...]
    levels: tuple[Level, ...]
    peak: Peak
    as_of: str
    description: str
    rows: tuple[tuple[str, int], ...]


def bar(made: int, target: int | None) -> Bar:
    """Return the bar of ``made``: up to its target it fills towards the end; beyond, the target's line moves inside."""
    if not target:
        return Bar(100.0 if made else 0.0)
    if made > target:
        return Bar(100.0, round(100 * target / made, 1))
    return Bar(round(100 * made / target, 1))


def curve_of(points: list[Point], event: Event) -> Curve | None:
    """Return the curve of the day; none while there is nothing to draw a line through."""
    if len(points) < 2 or not any(point.people for point in points):  # noqa: PLR2004 - a line has two ends
        return None
    first, last = points[0].at_ms, points[-1].at_ms
    highest = max(points, key=lambda point: point.people)
    levels = levels_for(highest.people)
    places = [(_x(point, first, last), _y(point.people, levels[-1])) for point in points]
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    area = f"{line}L{CURVE_WIDTH} {CURVE_HEIGHT}L0 {CURVE_HEIGHT}Z"
    peak_x = _x(highest, first, last) * 100 / CURVE_WIDTH
    peak_words = say("{people} at {time}", people=people(highest.people), time=clock(highest.at_ms, event))
    description = " ".join(
        (
            say("From {first} to {last}.", first=clock(first, event), last=clock(last, event)),
            say("Most at once: {people}.", people=peak_words),
            say("At the end of the line: {people}.", people=people(points[-1].people)),
        )
    )
    rows = tuple((clock(point.at_ms, event), point.people) for point in points)
    return Curve(
        line=line,
        area=area,
        ticks=_ticks(first, last, event),
        levels=tuple(Level(_y(level, levels[-1]), number(level)) for level in levels),
        peak=Peak(peak_x, _y(highest.people, levels[-1]), peak_words, _anchor(peak_x)),
        as_of=clock(last, event),
        description=description,
        rows=rows,
    )


def levels_for(highest: int) -> tuple[int, ...]:
    """Return the figures of the vertical scale, from 0 to the first one that ``highest`` does not pass, in steps that people count in."""
    wanted = -(-highest // LEVELS_MAX)
    power = 10 ** (len(str(wanted)) - 1)
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= wanted)
    return tuple(range(0, -(-highest // step) * step + 1, step))


def _x(point: Point, first: int, last: int) -> float:
    return round(CURVE_WIDTH * (point.at_ms - first) / (last - first), 1)


def _y(value: int, highest: int) -> float:
    return round(CURVE_HEIGHT * (1 - value / highest), 1)


def _ticks(first: int, last: int, event: Event) -> tuple[Tick, ...]:
    hours = -(-(last - first) // HOUR_MS)
    step = max(1, -(-hours // TICKS_MAX)) * HOUR_MS
    start = -(-first // HOUR_MS) * HOUR_MS
    places = [(100 * (at - first) / (last - first), at) for at in range(start, last + 1, step)]
    return tuple(Tick(round(x, 2), clock(at, event), _anchor(x)) for x, at in places)


def _anchor(x: float) -> str:
    if x < 8:  # noqa: PLR2004 - percent of the width that half a label takes on a phone
        return "start"
    return "end" if x > 92 else "middle"  # noqa: PLR2004 - the same from the other side
