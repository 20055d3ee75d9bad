"""What stands in the audit log?

Promise: lines of one organisation, the newest first; a filter leaves out and adds nothing.
"""

from collections.abc import Iterator

import msgspec
from django.db.models import Q, QuerySet

from sync.server.audit.deeds import THEMES, Deed, Theme
from sync.server.audit.models import AuditLine

PAGE_MAX = 100
CHUNK = 1_000


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for. ``words`` stand in who, what or from where; times in epoch milliseconds, ``to_ms`` not included."""

    theme: Theme | None = None
    words: str = ""
    from_ms: int | None = None
    to_ms: int | None = None


class LineRow(msgspec.Struct, frozen=True):
    """One line. ``deed`` none: one that this version does not know."""

    id: int
    at_ms: int
    who: str
    address: str
    deed: Deed | None
    what: str
    event: int | None
    venue: int | None


def lines(organisation: int, wanted: Wanted, before: int | None = None) -> list[LineRow]:
    """Return a page of lines, the newest first; ``before`` is the last line of the page before."""
    found = _found(organisation, wanted)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_row(line) for line in found[:PAGE_MAX]]


def every_line(organisation: int, wanted: Wanted) -> Iterator[LineRow]:
    """Return all lines, the newest first, in flat memory."""
    return (_row(line) for line in _found(organisation, wanted).iterator(CHUNK))


def _found(organisation: int, wanted: Wanted) -> QuerySet[AuditLine]:
    found = AuditLine.objects.filter(organisation=organisation).order_by("-id")
    if wanted.theme is not None:
        found = found.filter(deed__in=[deed.value for deed in THEMES[wanted.theme]])
    for word in wanted.words.split():
        found = found.filter(Q(who__icontains=word) | Q(what__icontains=word) | Q(address__icontains=word))
    if wanted.from_ms is not None:
        found = found.filter(at_ms__gte=wanted.from_ms)
    if wanted.to_ms is not None:
        found = found.filter(at_ms__lt=wanted.to_ms)
    return found


def _row(line: AuditLine) -> LineRow:
    deed = next((one for one in Deed if one == line.deed), None)
    return LineRow(line.pk, line.at_ms, line.who, line.address, deed, line.what, line.event, line.venue)
