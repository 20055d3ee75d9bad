"""What are the rows of the tables about things: totals by any cut, counts, numbers of people, deliveries, flags?

Promise: the same figures as on the pages; whatever the cut, its rows add up to the same totals.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from sync.domain.entry import Kind
from sync.domain.identity import EntryId
from sync.server.exports.cells import Cell
from sync.server.exports.columns import CUTS
from sync.server.exports.naming import Naming
from sync.server.reading.contributions import HANDED_OVER, MADE, Contribution, contributions
from sync.server.reading.event import Published
from sync.server.reading.flags import every_flag
from sync.server.reading.totals import Figures, People, Row, people_by_activity, people_by_venue, totals

Rows = Iterator[tuple[Cell, ...]]


class Asked(msgspec.Struct, frozen=True):
    """What a table is asked about: an event, some of its venues (none: all), as of a moment; with names or without."""

    published: Published
    venues: frozenset[int] | None
    now_ms: int
    with_names: bool = False
    cuts: frozenset[str] = frozenset({"venue", "activity"})


def totals_rows(asked: Asked) -> Rows:
    """Yield what was made by the cuts that were asked for."""
    naming = Naming(asked.published.definition)
    sums: dict[tuple[Cell, ...], list[int | None]] = defaultdict(lambda: [0, 0, 0, None, None])
    pieces = _by_hour(asked) if "hour" in asked.cuts else _by_box(asked)
    for row, outcome, hour, figures in pieces:
        sum_ = sums[_key(naming, asked.cuts, row, outcome, hour)]
        for place, amount in enumerate(figures):
            sum_[place] = _plus(sum_[place], amount)
    for key in sorted(sums, key=_order):
        yield (*key, *sums[key])


_Box = tuple[int, int, int]
_Piece = tuple[_Box, str, datetime | None, tuple[int | None, ...]]


def _by_box(asked: Asked) -> Iterator[_Piece]:
    """Yield the figures of each box; by outcome, when that is asked for, what was logged with one and what was not."""
    naming = Naming(asked.published.definition)
    for row in _boxes(asked):
        box, figures = (row.venue, row.activity_no, row.item_no), row.figures
        if "outcome" not in asked.cuts:
            yield box, "", None, (figures.made, figures.delivered, figures.received, figures.counted, figures.target)
            continue
        rest = figures.made - sum(figures.by_outcome.values())
        yield box, "", None, (rest, figures.delivered, figures.received, None, None)
        for item, made in figures.by_outcome.items():
            yield box, naming.outcome(item), None, (made, 0, 0, None, None)


def _by_hour(asked: Asked) -> Iterator[_Piece]:
    naming = Naming(asked.published.definition)
    places = {Kind.ITEMS_LOGGED: 0, Kind.DELIVERED: 1, Kind.RECEIVED: 2}
    for one in contributions(asked.published.no, (*MADE, *HANDED_OVER), asked.venues):
        figures: list[int | None] = [0, 0, 0, None, None]
        figures[places[one.kind]] = one.quantity
        box = (one.venue, one.activity, naming.whole(one.item))
        yield box, naming.outcome(one.item), naming.hour(one.at_ms), tuple(figures)


def _key(naming: Naming, cuts: Collection[str], box: _Box, outcome: str, hour: datetime | None) -> tuple[Cell, ...]:
    venue, activity, item = box
    cells: list[Cell] = []
    for cut in CUTS:
        if cut in cuts:
            match cut:
                case "event":
                    cells += naming.event()
                case "venue":
                    cells += naming.venue(venue)
                case "activity":
                    cells += naming.activity(activity)
                case "outcome":
                    cells.append(outcome)
                case "beneficiary":
                    cells += naming.beneficiary(naming.beneficiary_of(venue, activity, item))
                case _:
                    cells.append(hour)
    return (*cells, *naming.item(item))


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _order(key: tuple[Cell, ...]) -> tuple[tuple[bool, Cell], ...]:
    """Return what sorts cells column by column, nothing last: two of nothing are equal and are never asked which is less."""
    return tuple((cell is None, cell) for cell in key)


def count_rows(asked: Asked) -> Rows:
    """Yield each box with what was made and what was counted."""
    naming = Naming(asked.published.definition)
    for row in _boxes(asked):
        figures = row.figures
        yield (
            *naming.venue(row.venue),
            *naming.activity(row.activity_no),
            *naming.item(row.item_no),
            *_amounts(figures),
            None if figures.counted is None else figures.counted - figures.made,
            *naming.beneficiary(row.beneficiary),
        )


def people_rows(asked: Asked) -> Rows:
    """Yield how many came: to the event, to each venue, to each activity."""
    naming, event = Naming(asked.published.definition), asked.published.no
    whole = totals(asked.published, asked.now_ms, asked.venues).people
    yield ("event", None, "", None, "", *_people(whole))
    for venue, people in sorted(people_by_venue(event, asked.now_ms, asked.venues).items()):
        yield ("venue", *naming.venue(venue), None, "", *_people(people))
    for (venue, activity), people in sorted(people_by_activity(event, asked.now_ms, asked.venues).items()):
        yield ("activity", *naming.venue(venue), *naming.activity(activity), *_people(people))


def delivery_rows(asked: Asked) -> Rows:
    """Yield hand-overs and confirmations, journal by journal."""
    naming = Naming(asked.published.definition)
    for one in contributions(asked.published.no, HANDED_OVER, asked.venues):
        yield _delivery(naming, one)


def flag_rows(asked: Asked) -> Rows:
    """Yield every flag, open or settled, oldest first."""
    naming = Naming(asked.published.definition)
    for row in every_flag(asked.published.no, asked.venues):
        settled = row.settled_ms is not None
        yield (
            row.id,
            int(row.flag),
            row.flag.name.replace("_", " ").lower(),
            *naming.venue(row.venue),
            entry_name(row.entry_id),
            naming.moment(row.raised_ms),
            naming.moment(row.settled_ms),
            row.settled_by if settled else "",
        )


def entry_name(id_: EntryId) -> str:
    """Return which line of which journal it is: kiosk number, its journal, place in it."""
    return f"{id_.device}/{id_.incarnation:08x}/{id_.seq}"


def _delivery(naming: Naming, one: Contribution) -> tuple[Cell, ...]:
    return (
        entry_name(one.id),
        "delivered" if one.kind is Kind.DELIVERED else "received",
        naming.moment(one.at_ms),
        *naming.venue(one.venue),
        *naming.activity(one.activity),
        *naming.item(one.item),
        one.quantity,
        "" if one.of is None else entry_name(one.of),
        *naming.beneficiary(naming.beneficiary_of(one.venue, one.activity, one.item)),
    )


def _boxes(asked: Asked) -> tuple[Row, ...]:
    return totals(asked.published, asked.now_ms, asked.venues).rows


def _amounts(figures: Figures) -> tuple[int | None, ...]:
    return figures.made, figures.delivered, figures.received, figures.counted, figures.target


def _people(people: People) -> tuple[int, ...]:
    return people.here, people.arrived, people.minutes
