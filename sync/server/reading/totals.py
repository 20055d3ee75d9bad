"""What was achieved, against what was hoped for?

Promise: made, counted, delivered and received stand side by side and never replace each other; read from subtotals only, so that a
million entries cost no more than a thousand.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

import msgspec
from django.db.models import Max, Q, QuerySet, Sum

from sync.domain.definition import Activity, Definition, ItemKind, Output
from sync.domain.identity import CENTRE
from sync.domain.output import Measure
from sync.server.ledger.measures import MEASURE_NO
from sync.server.ledger.models import Count, StreamVenue, Subtotal
from sync.server.projector.models import Attendance
from sync.server.projector.scope import Scope
from sync.server.reading.event import Published

Key = TypeVar("Key", bound=Hashable)


class Figures(msgspec.Struct, frozen=True):
    """Quantities in the item kind's unit. ``counted`` none: nobody counted by hand. ``target`` none: no target. ``by_outcome`` is what
    of ``made`` was logged with an outcome, by the outcome's number.
    """

    made: int = 0
    counted: int | None = None
    delivered: int = 0
    received: int = 0
    target: int | None = None
    by_outcome: Mapping[int, int] = {}

    def plus(self, other: "Figures") -> "Figures":
        """Return both together; what only one of them knows is what it knows."""
        outcomes = {**self.by_outcome, **other.by_outcome}
        return Figures(
            made=self.made + other.made,
            counted=_sum_of_known(self.counted, other.counted),
            delivered=self.delivered + other.delivered,
            received=self.received + other.received,
            target=_sum_of_known(self.target, other.target),
            by_outcome={no: self.by_outcome.get(no, 0) + other.by_outcome.get(no, 0) for no in outcomes},
        )


class Row(msgspec.Struct, frozen=True):
    """One item kind at one activity. ``activity_no`` and ``item_no`` are what entries say; the parts are none when the definition
    does not know them (the figures count all the same, and are flagged).
    """

    venue: int
    activity_no: int
    item_no: int
    figures: Figures
    activity: Activity | None = None
    item: ItemKind | None = None
    beneficiary: int | None = None


class People(msgspec.Struct, frozen=True):
    """``here`` now, ``arrived`` in all, and people × minutes so far.

    ``arrived`` has each person once, however often they came or changed: at a venue once there, in the whole event once in all.
    """

    here: int = 0
    arrived: int = 0
    minutes: int = 0

    @property
    def hours(self) -> int:
        return self.minutes // 60


class Totals(msgspec.Struct, frozen=True):
    """An event, or some of its venues. ``by_item`` is keyed by item kind's number, ``by_beneficiary`` by (beneficiary or none, item).

    ``received_ms``: when the newest of its ``entries`` came in (none: nothing yet).
    """

    rows: tuple[Row, ...]
    by_item: dict[int, Figures]
    by_beneficiary: dict[tuple[int | None, int], Figures]
    people: People
    entries: int
    received_ms: int | None


def totals(published: Published, now_ms: int, venues: Collection[int] | None = None) -> Totals:
    """Return what stands now at ``venues`` (none: at all of them)."""
    rows = _rows(published.definition, published.no, venues)
    taken = of_kiosks(StreamVenue.objects.filter(_at(published.no, venues))).aggregate(
        entries=Sum("entries"), received_ms=Max("received_ms")
    )
    return Totals(
        rows=rows,
        by_item=_grouped((row.item_no, row.figures) for row in rows),
        by_beneficiary=_grouped(((row.beneficiary, row.item_no), row.figures) for row in rows),
        people=_people_of(published.no, now_ms, venues),
        entries=taken["entries"] or 0,
        received_ms=taken["received_ms"],
    )


def of_kiosks(rows: QuerySet[StreamVenue]) -> QuerySet[StreamVenue]:
    """Leave out what the centre wrote itself: it is no word from a venue."""
    return rows.exclude(stream__device=CENTRE)


def people_by_activity(event: int, now_ms: int, venues: Collection[int] | None = None) -> dict[tuple[int, int], People]:
    """Return people by (venue, activity); activity 0: here, but none chosen."""
    rows = Attendance.objects.filter(_at(event, venues), scope=Scope.ACTIVITY)
    return {(row.venue, row.activity): _people(row, now_ms) for row in rows}


def people_by_venue(event: int, now_ms: int, venues: Collection[int] | None = None) -> dict[int, People]:
    """Return people by venue."""
    rows = Attendance.objects.filter(_at(event, venues), scope=Scope.VENUE)
    return {row.venue: _people(row, now_ms) for row in rows}


def _people_of(event: int, now_ms: int, venues: Collection[int] | None) -> People:
    """Return people of the whole event, each once, or the sum over some venues, each once at each of them."""
    if venues is not None:
        return _sum_of_people(people_by_venue(event, now_ms, venues).values())
    row = Attendance.objects.filter(event=event, scope=Scope.EVENT).first()
    return People() if row is None else _people(row, now_ms)


def _at(event: int, venues: Collection[int] | None) -> Q:
    return Q(event=event) if venues is None else Q(event=event, venue__in=list(venues))


def _people(row: Attendance, now_ms: int) -> People:
    so_far_ms = row.closed_ms + row.here * now_ms - row.here_from_ms
    return People(row.here, row.arrived, max(so_far_ms, 0) // 60_000)


def _sum_of_people(people: Iterable[People]) -> People:
    here = arrived = minutes = 0
    for one in people:
        here, arrived, minutes = here + one.here, arrived + one.arrived, minutes + one.minutes
    return People(here, arrived, minutes)


def _rows(definition: Definition, event: int, venues: Collection[int] | None) -> tuple[Row, ...]:
    at = _at(event, venues)
    sums: dict[tuple[int, int, int], dict[int, int]] = defaultdict(dict)
    for venue, activity, item, measure, amount in (
        Subtotal.objects.filter(at).values_list("venue", "activity", "item", "measure").annotate(sum=Sum("amount")).order_by()
    ):
        sums[venue, activity, item][measure] = int(amount)
    counted = _counted(at)
    hoped = _hoped(definition, venues)
    figures: dict[tuple[int, int, int], Figures] = {}
    for venue, activity, item in sorted({*sums, *counted, *hoped}):
        box, key = (venue, activity, item), (venue, activity, definition.whole_of(item))
        one = _figures(sums.get(box, {}), counted.get(box), hoped.get(box), item if item != key[2] else None)
        figures[key] = figures[key].plus(one) if key in figures else one
    return tuple(_row(definition, key, figures[key], hoped.get(key)) for key in sorted(figures))


def _figures(sums: dict[int, int], counted: int | None, output: Output | None, outcome: int | None) -> Figures:
    made = sums.get(MEASURE_NO[Measure.MADE], 0)
    return Figures(
        made=made,
        counted=counted,
        delivered=sums.get(MEASURE_NO[Measure.DELIVERED], 0),
        received=sums.get(MEASURE_NO[Measure.RECEIVED], 0),
        target=output.target if output is not None else None,
        by_outcome={} if outcome is None else {outcome: made},
    )


def _row(definition: Definition, key: tuple[int, int, int], figures: Figures, output: Output | None) -> Row:
    """One item kind at one activity, with all its outcomes in it."""
    venue, activity, item = key
    beneficiary = output.beneficiary if output is not None else None
    return Row(venue, activity, item, figures, definition.activity(activity), definition.item(item), beneficiary)


def _counted(at: Q) -> dict[tuple[int, int, int], int]:
    """Return the figure of each box: the latest count among the streams that counted it."""
    latest: dict[tuple[int, int, int], tuple[tuple[int, ...], int]] = {}
    rows = Count.objects.filter(at).values_list(
        "venue", "activity", "item", "at_ms", "stream__device", "stream__incarnation", "seq", "quantity"
    )
    for venue, activity, item, *order, quantity in rows:
        box = (venue, activity, item)
        if box not in latest or tuple(order) > latest[box][0]:
            latest[box] = (tuple(order), quantity)
    return {box: quantity for box, (_, quantity) in latest.items()}


def _hoped(definition: Definition, venues: Collection[int] | None) -> dict[tuple[int, int, int], Output]:
    return {
        (activity.venue, activity.no, output.item): output
        for activity in definition.activities
        for output in activity.outputs
        if venues is None or activity.venue in venues
    }


def _grouped(rows: Iterable[tuple[Key, Figures]]) -> dict[Key, Figures]:
    grouped: dict[Key, Figures] = {}
    for key, figures in rows:
        grouped[key] = grouped[key].plus(figures) if key in grouped else figures
    return grouped


def _sum_of_known(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other
