"""What should a person look at?

Promise: every flag that nobody has settled is found by this, newest first, whatever it is about.
"""

import msgspec
from django.db.models import Count, Q, QuerySet

from sync.domain.flags import Flag
from sync.server.ledger.models import RaisedFlag
from sync.server.reading.scope import Scope


_FLAGS = {int(flag): flag for flag in Flag}


class Raised(msgspec.Struct, frozen=True):
    """A flag on entry ``seq`` of a kiosk's journal. ``flag`` none: a number that this version does not know."""

    flag: Flag | None
    code: int
    device: int
    incarnation: int
    seq: int
    venue: int | None
    raised_ms: int


def open_flags(scope: Scope, code: int | None, venue: int | None, first: int, most: int) -> list[Raised]:
    """Return up to ``most`` open flags, newest first, leaving out the ``first`` ones; of one kind or venue where asked."""
    rows = _open(scope, code, venue).select_related("stream").order_by("-id")[first : first + most]
    return [Raised(_flag(row.code), row.code, row.stream.device, row.stream.incarnation, row.seq, row.venue, row.raised_ms) for row in rows]


def counts_by_code(scope: Scope, venue: int | None = None) -> dict[int, int]:
    """Return how many open flags there are of each kind."""
    rows = _open(scope, None, venue).values_list("code").annotate(number=Count("id")).order_by()
    return dict(rows)


def counts_by_venue(scope: Scope, code: int | None = None) -> dict[int | None, int]:
    """Return how many open flags there are at each venue (none: on entries that name no venue of ours)."""
    rows = _open(scope, code, None).values_list("venue").annotate(number=Count("id")).order_by()
    return dict(rows)


def _open(scope: Scope, code: int | None, venue: int | None) -> QuerySet[RaisedFlag]:
    rows = RaisedFlag.objects.filter(settled_ms__isnull=True)
    if scope.venues is None:
        # An entry that cannot be read names no event either: whoever sees everything must see these as well.
        rows = rows.filter(Q(event=scope.event) | Q(event__isnull=True) | Q(code=Flag.FOREIGN_EVENT))
    else:
        rows = rows.filter(event=scope.event, venue__in=sorted(scope.venues))
    if code is not None:
        rows = rows.filter(code=code)
    return rows if venue is None else rows.filter(venue=venue)


def _flag(code: int) -> Flag | None:
    return _FLAGS.get(code)
