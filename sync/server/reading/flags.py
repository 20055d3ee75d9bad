"""What should a person look at?

Promise: newest first, in pages with a total order; each flag with what its entry says, so that nobody has to look elsewhere.
"""

from collections.abc import Collection, Iterator

import msgspec
from django.db.models import Count, QuerySet

from sync.domain.entry import Entry
from sync.domain.flags import Flag
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq
from sync.protocol import canon
from sync.server.ledger import models
from sync.server.ledger.models import RaisedFlag

PAGE_MAX = 100


class FlagRow(msgspec.Struct, frozen=True):
    """One flag. ``entry`` is none when the bytes are no entry, or the flag is about a stream. ``settled_by`` "" : still open."""

    id: int
    flag: Flag
    entry_id: EntryId
    event: int | None
    venue: int | None
    raised_ms: int
    settled_ms: int | None
    settled_by: str
    entry: Entry | None
    at_ms: int | None


def open_flags(event: int, venues: Collection[int] | None = None, before: int | None = None, code: int | None = None) -> list[FlagRow]:
    """Return up to ``PAGE_MAX`` open flags (of one kind), newest first, below the id ``before`` (none: from the newest)."""
    rows = _open(event, venues).select_related("stream").order_by("-id")
    if code is not None:
        rows = rows.filter(code=code)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _with_entries(list(rows[:PAGE_MAX]))


def every_flag(event: int, venues: Collection[int] | None = None) -> Iterator[FlagRow]:
    """Yield every flag, open or settled, oldest first, without what its entry says: of any number in the memory of a page."""
    rows = RaisedFlag.objects.filter(event=event).select_related("stream").order_by("id")
    if venues is not None:
        rows = rows.filter(venue__in=sorted(venues))
    after = 0
    while page := list(rows.filter(id__gt=after)[:PAGE_MAX]):
        yield from (_row(row, None) for row in page)
        after = page[-1].pk


def flag(id_: int) -> FlagRow | None:
    """Return one flag, open or settled."""
    return next(iter(_with_entries(list(RaisedFlag.objects.filter(pk=id_).select_related("stream")))), None)


def flags_numbered(event: int, numbers: Collection[int]) -> list[FlagRow]:
    """Return these flags of the event, open or settled, newest first."""
    rows = RaisedFlag.objects.filter(event=event, pk__in=list(numbers)).select_related("stream").order_by("-id")
    return _with_entries(list(rows[:PAGE_MAX]))


def count_open(event: int, venues: Collection[int] | None = None) -> int:
    """Return how many flags are open."""
    return _open(event, venues).count()


def count_of_device(event: int, device: int) -> int:
    """Return how many flags are open on what one kiosk wrote."""
    return RaisedFlag.objects.filter(event=event, settled_ms=None, stream__device=device).count()


def count_by_code(event: int, venues: Collection[int] | None = None) -> dict[int, int]:
    """Return how many flags of each kind are open."""
    return dict(_open(event, venues).values_list("code").annotate(Count("id")).order_by())


def count_by_venue(event: int, venues: Collection[int] | None = None, code: int | None = None) -> dict[int | None, int]:
    """Return how many flags (of one kind) are open at each venue."""
    rows = _open(event, venues)
    return dict((rows if code is None else rows.filter(code=code)).values_list("venue").annotate(Count("id")).order_by())


def _open(event: int, venues: Collection[int] | None) -> QuerySet[RaisedFlag]:
    rows = RaisedFlag.objects.filter(event=event, settled_ms=None)
    return rows if venues is None else rows.filter(venue__in=list(venues))


def _with_entries(rows: list[RaisedFlag]) -> list[FlagRow]:
    places = [(row.stream_id, row.seq) for row in rows]
    kept = {(entry.stream_id, entry.seq): entry for entry in models.Entry.objects.filter(pk__in=places)} if places else {}
    return [_row(row, kept.get((row.stream_id, row.seq))) for row in rows]


def _row(row: RaisedFlag, kept: models.Entry | None) -> FlagRow:
    stream = row.stream
    return FlagRow(
        id=row.pk,
        flag=Flag(row.code),
        entry_id=EntryId(DeviceNo(stream.device), Incarnation(stream.incarnation), Seq(row.seq)),
        event=row.event,
        venue=row.venue,
        raised_ms=row.raised_ms,
        settled_ms=row.settled_ms,
        settled_by=row.settled_by,
        entry=None if kept is None else _decoded(bytes(kept.body)),
        at_ms=None if kept is None else kept.at_ms,
    )


def _decoded(body: bytes) -> Entry | None:
    try:
        return canon.decode(body)
    except canon.NoEntry:
        return None
