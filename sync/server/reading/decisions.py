"""What would a decision change in the figures, and which decisions were made?

Promise: the change is worked out by the same rule that will carry it out, from what the ledger holds now.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec
from django.db.models import Sum

from sync.domain.amend import amendments_for
from sync.domain.entry import Entry, Kind, Line
from sync.domain.identity import EntryId
from sync.server.deciding.models import Decision
from sync.server.ledger.assess import Contributed, contributed_by
from sync.server.ledger.measures import COUNTED_BY_HAND
from sync.server.ledger.models import Subtotal
from sync.server.ledger.store import Ledger

PAGE_MAX = 50
_OF_PEOPLE = frozenset({Kind.CHECK_IN, Kind.CHECK_OUT, Kind.MOVE})


class Effect(msgspec.Struct, frozen=True):
    """One bucket that would change, in the item kind's unit; ``measure`` is a number of ``ledger.measures``."""

    venue: int
    activity: int
    item: int
    measure: int
    before: int
    after: int


class Effects(msgspec.Struct, frozen=True):
    """What taking entries out would change: figures, ``visits`` whose people and hours are told anew, ``counts`` by hand that no longer
    stand. ``nothing``: entries that add nothing any more.
    """

    figures: tuple[Effect, ...] = ()
    visits: int = 0
    counts: tuple[Contributed, ...] = ()
    nothing: int = 0


def effects_of_void(ledger: Ledger, event: int, entries: Iterable[EntryId]) -> Effects:
    """Return what would change if ``entries`` of ``event`` were taken out, each once."""
    away: dict[tuple[int, int, int, int], int] = defaultdict(int)
    visits = nothing = 0
    counts: list[Contributed] = []
    for id_ in dict.fromkeys(entries):
        line = ledger.line_at(id_)
        what = None if line is None else contributed_now(ledger, line)
        if line is not None and line.entry.kind in _OF_PEOPLE:
            visits += 1
        elif what is None:
            nothing += 1
        elif what.measure == COUNTED_BY_HAND:
            counts.append(what)
        else:
            away[what.venue, what.activity, what.item, what.measure] += what.quantity
    now = _figures_now(event, {bucket[0] for bucket in away})
    figures = tuple(Effect(*bucket, now.get(bucket, 0), now.get(bucket, 0) - less) for bucket, less in sorted(away.items()))
    return Effects(figures, visits, tuple(counts), nothing)


def contributed_now(ledger: Ledger, line: Line) -> Contributed | None:
    """Return what an entry adds as it stands, corrections and voids among it."""

    def amending(id_: EntryId) -> list[Line]:
        return [one for one in ledger.amending(id_) if one.entry.event == line.entry.event]

    return contributed_by(line, amendments_for(line.id, amending))


def decisions(event: int, venues: Collection[int] | None = None, before: int | None = None) -> list[Decision]:
    """Return up to ``PAGE_MAX`` decisions, newest first, below the id ``before``."""
    rows = Decision.objects.filter(event=event, **({} if venues is None else {"venue__in": sorted(venues)}))
    return list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[:PAGE_MAX])


def decision(event: int, no: int) -> Decision | None:
    """Return one decision; none when the event has no such."""
    return Decision.objects.filter(event=event, pk=no).first()


def entry_at(ledger: Ledger, id_: EntryId) -> Entry | None:
    """Return what an entry says; none when it is not held or not readable."""
    line = ledger.line_at(id_)
    return None if line is None else line.entry


def _figures_now(event: int, venues: Collection[int]) -> dict[tuple[int, int, int, int], int]:
    rows = Subtotal.objects.filter(event=event, venue__in=sorted(venues)).values_list("venue", "activity", "item", "measure")
    return {row[:4]: int(row[4]) for row in rows.annotate(sum=Sum("amount")).order_by()}
