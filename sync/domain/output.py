"""What does one entry add to what was made, counted, delivered and received?

Promise: each entry has at most one contribution to one bucket, so that a change can be booked as new minus old; what was logged and
what was counted by hand are different measures and never replace each other.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import Enum

import msgspec

from sync.domain.amend import effective
from sync.domain.entry import Line
from sync.domain.facts import Counted, Delivered, ItemsLogged, Received, fact_of
from sync.domain.identity import EntryId, Stream

SIMILAR_MS = 120_000
"""Equal logs on two kiosks within two minutes may be one deed told twice: only a person can know."""


BOX_LOGS = 20
"""A box holds what some twenty people put into it: more than so many sensible amounts at once is asked about."""


def sensible_count_max(sensible_max: int, target: int | None) -> int:
    """Return how many a count by hand may be before the kiosk asks "really?" and the centre flags it: a full box, or twice the target."""
    return max(sensible_max * BOX_LOGS, 2 * (target or 0))


class Measure(Enum):
    """What a quantity measures. All add up but ``COUNTED``, of which the latest of a bucket is the figure."""

    MADE = "made"
    DELIVERED = "delivered"
    RECEIVED = "received"
    COUNTED = "counted"


class Bucket(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What is added up together: one item kind at one activity of one venue."""

    venue: int
    activity: int
    item: int


class Contribution(msgspec.Struct, frozen=True):
    """``quantity`` (in the item kind's unit) in ``measure`` of ``bucket``; ``order`` of the line decides which count is the latest."""

    bucket: Bucket
    measure: Measure
    quantity: int
    order: tuple[int, EntryId]


def contribution(line: Line, amendments: Iterable[Line] = ()) -> Contribution | None:
    """Return what ``line`` adds, after ``amendments`` (see ``amend.effective``); none when it is void or of a kind that makes nothing."""
    now = effective(line, amendments).line
    if now is None:
        return None
    fact = fact_of(now.entry)
    match fact:
        case ItemsLogged():
            measure = Measure.MADE
        case Delivered():
            measure = Measure.DELIVERED
        case Received():
            measure = Measure.RECEIVED
        case Counted():
            measure = Measure.COUNTED
        case _:
            return None
    return Contribution(Bucket(now.entry.venue, fact.activity, fact.item), measure, fact.quantity, now.order)


class Sums(msgspec.Struct):
    """Quantities by bucket, side by side, from contributions in any order."""

    made: dict[Bucket, int] = {}
    delivered: dict[Bucket, int] = {}
    received: dict[Bucket, int] = {}
    counted: dict[Bucket, int] = {}


def sums_of(contributions: Iterable[Contribution]) -> Sums:
    """Return the sums, and for counts by hand the latest of each bucket."""
    sums = Sums()
    additive = {Measure.MADE: sums.made, Measure.DELIVERED: sums.delivered, Measure.RECEIVED: sums.received}
    latest: dict[Bucket, Contribution] = {}
    for one in contributions:
        if one.measure is Measure.COUNTED:
            if one.bucket not in latest or one.order > latest[one.bucket].order:
                latest[one.bucket] = one
        else:
            of_measure = additive[one.measure]
            of_measure[one.bucket] = of_measure.get(one.bucket, 0) + one.quantity
    sums.counted.update((bucket, one.quantity) for bucket, one in latest.items())
    return sums


def similar_logs(lines: Iterable[Line]) -> tuple[EntryId, ...]:
    """Return the later of any two equal logs (person, activity, item kind, quantity) that two streams of a venue hold within 120 s.

    ``lines`` are effective lines. Both still count.
    """
    equal: dict[tuple[object, ...], list[tuple[int, EntryId]]] = defaultdict(list)
    for line in lines:
        fact = fact_of(line.entry)
        if isinstance(fact, ItemsLogged):
            equal[line.entry.venue, fact.who, fact.activity, fact.item, fact.quantity].append(line.order)
    return tuple(id_ for _, id_ in sorted(late for logs in equal.values() for late in similar_among(logs)))


def similar_among(logs: Iterable[tuple[int, EntryId]]) -> list[tuple[int, EntryId]]:
    """Return those of ``logs`` (when, which), all equal, that follow within 120 s on one of another stream."""
    latest: dict[Stream, int] = {}
    similar: list[tuple[int, EntryId]] = []
    for at_ms, id_ in sorted(logs):
        if any(at_ms - before_ms <= SIMILAR_MS for stream, before_ms in latest.items() if stream != id_.stream):
            similar.append((at_ms, id_))
        latest[id_.stream] = at_ms
    return similar
