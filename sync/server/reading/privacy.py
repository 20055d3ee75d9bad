"""What is kept of an event's people, until when, and what was erased before?

Promise: plain values; numbers only, so that the page can be shown to an auditor.
"""

import msgspec

from sync.domain.definition import Definition
from sync.server.erasing.erase import kept
from sync.server.erasing.holdings import Kind
from sync.server.erasing.models import Erasure, Why
from sync.server.erasing.retention import Term, term_of

RECORDS_MAX = 100


class Record(msgspec.Struct, frozen=True):
    """One erasing. ``is_wiped``: the database's own files were written anew since."""

    at_ms: int
    by: str
    why: Why
    counts: tuple[tuple[Kind, int], ...]
    is_wiped: bool


class Privacy(msgspec.Struct, frozen=True):
    """What would go and when, and what went."""

    term: Term
    counts: tuple[tuple[Kind, int], ...]
    records: tuple[Record, ...]

    @property
    def people(self) -> int:
        return sum(count for kind, count in self.counts if kind in (Kind.VOLUNTEERS, Kind.PARTIES, Kind.LEADS))


def privacy_of(definition: Definition) -> Privacy:
    """Return how things stand with ``definition``'s event."""
    event = definition.event.no
    rows = Erasure.objects.filter(event=event).order_by("-id")[:RECORDS_MAX]
    return Privacy(term_of(definition), tuple(kept(event).items()), tuple(_record(row) for row in rows))


def _record(row: Erasure) -> Record:
    counts = tuple((Kind(kind), count) for kind, count in row.counts.items())
    return Record(row.at_ms, row.by, Why(row.why), counts, row.wiped_ms is not None)
