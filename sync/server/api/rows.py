"""What are the rows of the tables that programs read?

Promise: the same figures as on the pages and in the exports, at the venues that the token opens; what is small is left out here, before
anything else sees it.
"""

from collections.abc import Callable, Iterable

import msgspec
from django.db.models import Max

from sync.domain.definition import Unit
from sync.server.api.callers import Caller
from sync.server.api.discretion import FEW, STEPS, discreet
from sync.server.api.tables import EVENTS, PEOPLE_TABLE, PROGRESS, SUMMARY, TOTALS, VENUES
from sync.server.exports.cells import Cell
from sync.server.exports.columns import MADE, totals_by
from sync.server.exports.figures import Asked, people_rows, totals_rows
from sync.server.exports.naming import Naming
from sync.server.ledger.models import StreamVenue
from sync.server.reading.event import Published, event
from sync.server.reading.totals import People, totals
from sync.server.reading.venues import VenueRow, venues

Row = dict[str, Cell]

_FIGURES = tuple(column.name for column in MADE if column.name != "target")


class Question(msgspec.Struct, frozen=True):
    """What is told: ``published`` at ``venues`` (none: all), cut by ``cuts``, with small numbers or without."""

    published: Published
    venues: frozenset[int] | None
    now_ms: int
    shows_small: bool
    cuts: frozenset[str] = frozenset()

    @property
    def naming(self) -> Naming:
        return Naming(self.published.definition)

    def told(self, number: int | None, step: int = FEW) -> int | None:
        """Return what may be told of ``number``."""
        return number if self.shows_small else discreet(number, step)


def event_rows(caller: Caller) -> list[Row]:
    """Return the events that a token opens."""
    numbers = caller.events
    changed = changes(numbers, caller.seen)
    return [_event(published, changed.get(no)) for no in numbers if (published := event(no)) is not None]


def changes(events: Iterable[int], at: frozenset[int] | None) -> dict[int, int]:
    """Return when the newest entry of each event came in (at some venues), where there is one."""
    rows = StreamVenue.objects.filter(event__in=list(events), **({} if at is None else {"venue__in": sorted(at)}))
    return dict(rows.values_list("event").annotate(Max("received_ms")).order_by())


def summary_rows(question: Question) -> list[Row]:
    """Return the event in one row."""
    published, rows = question.published, _venues(question)
    people = totals(published, question.now_ms, question.venues).people
    changed_ms = changes([published.no], question.venues).get(published.no)
    taken = sum(row.entries for row in rows), sum(row.waiting for row in rows)
    numbers = _people(question, people)
    return [
        {
            **dict(zip(("event", "event_name"), question.naming.event(), strict=True)),
            "version": published.version,
            "changed_at": question.naming.moment(changed_ms),
            **numbers,
            "venues": len(rows),
            "venues_reporting": sum(row.entries > 0 for row in rows),
            "entries": question.told(taken[0]),
            "waiting": question.told(taken[1]),
        }
    ]


def total_rows(question: Question) -> list[Row]:
    """Return the totals by the cuts that were asked for."""
    header = totals_by(question.cuts).header()
    asked = Asked(question.published, question.venues, question.now_ms, cuts=question.cuts)
    return [_made(question, dict(zip(header, row, strict=True))) for row in totals_rows(asked)]


def progress_rows(question: Question) -> list[Row]:
    """Return each item kind against its target."""
    rows = total_rows(msgspec.structs.replace(question, cuts=frozenset()))
    return [{**row, "percent": _percent(row["made"], row["target"])} for row in rows]


def number_rows(question: Question) -> list[Row]:
    """Return how many people came."""
    header = tuple(column.name for column in PEOPLE_TABLE.columns)
    asked = Asked(question.published, question.venues, question.now_ms)
    rows = [dict(zip(header, row, strict=True)) for row in people_rows(asked)]
    return [{**row, **_numbers(question, row["here"], row["arrived"], row["minutes"])} for row in rows]


def venue_rows(question: Question) -> list[Row]:
    """Return how the venues are."""
    naming = question.naming
    return [
        {
            **dict(zip(("venue", "venue_name"), naming.venue(row.venue.no), strict=True)),
            "is_reporting": int(row.entries > 0),
            "contact": row.contact.value,
            "heard_at": naming.moment(row.heard_ms),
            "newest_at": naming.moment(row.newest_ms),
            "entries": question.told(row.entries),
            "waiting": question.told(row.waiting),
            **_people(question, row.people),
        }
        for row in _venues(question)
    ]


ROWS: dict[str, Callable[[Question], list[Row]]] = {
    SUMMARY.name: summary_rows,
    TOTALS.name: total_rows,
    PEOPLE_TABLE.name: number_rows,
    VENUES.name: venue_rows,
    PROGRESS.name: progress_rows,
}


def _event(published: Published, changed_ms: int | None) -> Row:
    told, naming = published.definition.event, Naming(published.definition)
    cells = (
        *naming.event(),
        naming.moment(told.opens_ms),
        naming.moment(told.closes_ms),
        told.timezone,
        told.currency,
        published.version,
        naming.moment(changed_ms),
    )
    return dict(zip((column.name for column in EVENTS.columns), cells, strict=True))


def _venues(question: Question) -> list[VenueRow]:
    rows = venues(question.published, question.now_ms)
    return [row for row in rows if question.venues is None or row.venue.no in question.venues]


def _people(question: Question, people: People) -> Row:
    return _numbers(question, people.here, people.arrived, people.minutes)


def _numbers(question: Question, here: Cell, arrived: Cell, minutes: Cell) -> Row:
    """Return numbers of people. The hours of two people say when they came: without the one, the other is not told either."""
    assert isinstance(here, int)
    assert isinstance(arrived, int)
    assert isinstance(minutes, int)
    told = question.told(arrived)
    spent = None if told is None else question.told(minutes, STEPS[Unit.MINUTES])
    return {"here": question.told(here), "arrived": told, "minutes": spent}


def _made(question: Question, row: Row) -> Row:
    if question.shows_small:
        return row
    item = question.published.definition.item(row["item"] if isinstance(row["item"], int) else None)
    step = FEW if item is None else STEPS[item.unit]
    return {name: discreet(cell, step) if name in _FIGURES and isinstance(cell, int) else cell for name, cell in row.items()}


def _percent(made: Cell, target: Cell) -> int | None:
    return 100 * made // target if isinstance(made, int) and isinstance(target, int) and target > 0 else None
