"""What was made, counted, delivered and received, by activity and item kind?

Promise: made and counted stand side by side; of several counts of one box the latest by (time, stream, seq) is the figure, as in
``sync.domain.output``.
"""

import msgspec
from django.db.models import Sum

from sync.domain.output import Bucket, Measure
from sync.server.ledger.measures import MEASURE_NO
from sync.server.ledger.models import Count, Subtotal
from sync.server.reading.scope import Scope


class Figures(msgspec.Struct):
    """One bucket's quantities, in the item kind's unit. ``counted`` none: nobody counted that box yet."""

    made: int = 0
    delivered: int = 0
    received: int = 0
    counted: int | None = None


def output_figures(scope: Scope) -> dict[Bucket, Figures]:
    """Return the figures of every bucket that has any."""
    found: dict[Bucket, Figures] = {}
    rows = scope.of(Subtotal.objects.all()).values_list("venue", "activity", "item", "measure").annotate(sum=Sum("amount")).order_by()
    for venue, activity, item, measure, amount in rows:
        figures = found.setdefault(Bucket(venue, activity, item), Figures())
        if measure == MEASURE_NO[Measure.MADE]:
            figures.made = amount
        elif measure == MEASURE_NO[Measure.DELIVERED]:
            figures.delivered = amount
        elif measure == MEASURE_NO[Measure.RECEIVED]:
            figures.received = amount
    for bucket, counted in _latest_counts(scope).items():
        found.setdefault(bucket, Figures()).counted = counted
    return found


def _latest_counts(scope: Scope) -> dict[Bucket, int]:
    rows = scope.of(Count.objects.all()).order_by("at_ms", "stream__device", "stream__incarnation", "seq")
    return {Bucket(row.venue, row.activity, row.item): row.quantity for row in rows}
