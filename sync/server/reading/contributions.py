"""Which entries add to what was made, handed over and confirmed, each as it counts now?

Promise: corrections and voids are applied by the domain's own rule, so that these lines add up to the figures of the pages; memory does
not grow with their number.
"""

from collections.abc import Collection, Iterator

import msgspec

from sync.domain.amend import amendments_for, effective
from sync.domain.entry import Kind, Line
from sync.domain.identity import EntryId
from sync.server.ledger.assess import contributed_by
from sync.server.ledger.models import Entry, StreamVenue
from sync.server.ledger.opening import open_store
from sync.server.ledger.sql import line_of
from sync.server.ledger.store import Ledger

CHUNK_ENTRIES = 5_000

MADE, HANDED_OVER = (Kind.ITEMS_LOGGED,), (Kind.DELIVERED, Kind.RECEIVED)


class Contribution(msgspec.Struct, frozen=True):
    """One entry that counts. ``of``: the delivery that a receipt confirms, where it says which."""

    id: EntryId
    kind: Kind
    at_ms: int
    venue: int
    activity: int
    item: int
    quantity: int
    of: EntryId | None = None


def contributions(event: int, kinds: Collection[Kind], venues: Collection[int] | None = None) -> Iterator[Contribution]:
    """Yield what entries of ``kinds`` add (at ``venues``), journal by journal."""
    ledger = open_store().reading()
    rows = StreamVenue.objects.filter(event=event)
    if venues is not None:
        rows = rows.filter(venue__in=sorted(venues))
    streams = rows.values_list("stream_id", "stream__device", "stream__incarnation", "stream__high").order_by("stream_id").distinct()
    for stream_id, device, incarnation, high in list(streams):
        for first in range(1, high + 1, CHUNK_ENTRIES):
            last = min(first + CHUNK_ENTRIES - 1, high)
            found = Entry.objects.filter(
                stream_id=stream_id, seq__gte=first, seq__lte=last, event=event, counted=True, kind__in=[int(kind) for kind in kinds]
            ).order_by("seq")
            lines = [line_of((device, incarnation, *row)) for row in found.values_list("seq", "at_ms", "body")]
            amended = ledger.amended_among(stream_id, first, last) if lines else set()
            for line in lines:
                now = None if line is None else _now(ledger, line, is_amended=line.id.seq in amended)
                if now is not None and (venues is None or now.venue in venues):
                    yield now


def made_by(event: int, who: bytes) -> Iterator[Contribution]:
    """Yield what one person or party logged, as it counts now."""
    ledger = open_store().reading()
    rows = Entry.objects.filter(event=event, who=who, counted=True, kind=int(Kind.ITEMS_LOGGED)).order_by("stream_id", "seq")
    for stream_id, device, incarnation, *rest in rows.values_list(
        "stream_id", "stream__device", "stream__incarnation", "seq", "at_ms", "body"
    ):
        line = line_of((device, incarnation, *rest))
        is_amended = line is not None and bool(ledger.amended_among(stream_id, line.id.seq, line.id.seq))
        now = None if line is None else _now(ledger, line, is_amended=is_amended)
        if now is not None:
            yield now


def _now(ledger: Ledger, line: Line, *, is_amended: bool) -> Contribution | None:
    """Return what ``line`` adds after everything that amends it; none when that is nothing."""

    def amending(id_: EntryId) -> list[Line]:
        return [one for one in ledger.amending(id_) if one.entry.event == line.entry.event]

    known = amendments_for(line.id, amending) if is_amended else ()
    what, now = contributed_by(line, known), effective(line, known).line
    if what is None or now is None:
        return None
    return Contribution(line.id, Kind(line.entry.kind), now.at_ms, what.venue, what.activity, what.item, what.quantity, line.entry.target)
