"""What stands on the pages about what was made? Figures of the ledger joined with the definition's words.

Promise: made and counted stay side by side; a figure whose item kind or activity is not in the definition is shown under its number,
never left out.
"""

from collections.abc import Iterable, Mapping

import msgspec

from sync.domain.definition import Activity, Definition, ItemKind, Unit, outcome_no
from sync.server.reading.totals import Figures, People, Row, Totals
from sync.server.site import amounts
from sync.server.site.amounts import figure, kind, noun, percent
from sync.server.site.charts import Bar, bar
from sync.server.tongues.saying import say, signed

UNKNOWN_PICTURE = "helpers"


class Made(msgspec.Struct, frozen=True):
    """One item kind's figures, as they are and in words (``made`` and ``figures`` in the item kind's unit). ``outcomes`` are what became
    of them: words and figure.
    """

    item: ItemKind
    figures: Figures
    made: str
    noun: str
    kind: str
    counted: str
    difference: str
    delivered: str
    received: str
    target: str
    percent: int
    bar: Bar
    beneficiaries: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.figures.target is not None and self.figures.made >= self.figures.target


class ActivityShown(msgspec.Struct, frozen=True):
    """One activity with its people and what it makes. ``places_left`` none: as many as come."""

    no: int
    name: str
    picture: str
    where: str
    people: People
    places_left: int | None
    outputs: tuple[Made, ...]


def made_by_item(definition: Definition, totals: Totals) -> tuple[Made, ...]:
    """Return every item kind that somebody hopes for or has made, in the event's order."""
    order = {item.no: place for place, item in enumerate(definition.items)}
    numbers = sorted(totals.by_item, key=lambda no: (order.get(no, len(order)), no))
    return tuple(_made(definition, no, totals.by_item[no], (row.beneficiary for row in totals.rows if row.item_no == no)) for no in numbers)


def activities_at(
    definition: Definition, venue: int, totals: Totals, people: Mapping[tuple[int, int], People]
) -> tuple[ActivityShown, ...]:
    """Return the venue's activities in the event's order, then what was logged at activities that it does not have."""
    known = definition.activities_at(venue)
    strange = {row.activity_no for row in totals.rows} - {activity.no for activity in known}
    unnamed = [Activity(no, venue, {"en": say("Activity {no}, not in the event", no=no)}, UNKNOWN_PICTURE) for no in sorted(strange)]
    return tuple(_activity(definition, activity, totals.rows, people) for activity in (*known, *unnamed))


def progress(rows: Iterable[Row]) -> int | None:
    """Return the mean way towards the targets in percent, none without targets: six hundred cards do not outweigh four concerts."""
    ways = [min(100, percent(row.figures.made, row.figures.target)) for row in rows if row.figures.target]
    return sum(ways) // len(ways) if ways else None


def _activity(definition: Definition, activity: Activity, rows: Iterable[Row], people: Mapping[tuple[int, int], People]) -> ActivityShown:
    here = people.get((activity.venue, activity.no), People())
    hoped = [output.item for output in activity.outputs]
    theirs = sorted((row for row in rows if row.activity_no == activity.no), key=lambda row: (_place(row.item_no, hoped), row.item_no))
    return ActivityShown(
        no=activity.no,
        name=amounts.named(activity.name),
        picture=activity.picture,
        where=amounts.named(activity.where),
        people=here,
        places_left=None if activity.places is None else max(0, activity.places - here.here),
        outputs=tuple(_made(definition, row.item_no, row.figures, (row.beneficiary,)) for row in theirs),
    )


def _place(item: int, hoped: list[int]) -> int:
    return hoped.index(item) if item in hoped else len(hoped)


def _made(definition: Definition, item_no: int, figures: Figures, given_to: Iterable[int | None]) -> Made:
    event = definition.event
    item = definition.item(item_no) or _unnamed(item_no)
    given = [definition.beneficiary(no) for no in given_to if no is not None]
    counted = figures.counted
    return Made(
        item=item,
        figures=figures,
        made=figure(figures.made, item, event),
        noun=noun(figures.made, item),
        kind=kind(item),
        counted="" if counted is None else figure(counted, item, event),
        difference="" if counted is None else _signed(counted - figures.made, item, definition),
        delivered=figure(figures.delivered, item, event),
        received=figure(figures.received, item, event),
        target="" if figures.target is None else figure(figures.target, item, event),
        percent=percent(figures.made, figures.target or 0),
        bar=bar(figures.made, figures.target),
        beneficiaries=tuple(dict.fromkeys(amounts.named(one.name) for one in given if one is not None)),
        outcomes=tuple(
            (amounts.named(words), figure(figures.by_outcome.get(outcome_no(item_no, index), 0), item, event))
            for index, words in enumerate(item.outcomes)
        ),
    )


def _signed(difference: int, item: ItemKind, definition: Definition) -> str:
    if difference == 0:
        return say("the same")
    return signed(difference, figure(abs(difference), item, definition.event))


def _unnamed(no: int) -> ItemKind:
    words = {"en": say("of item kind {no}, not in the event", no=no)}
    return ItemKind(no, words, words, Unit.ITEMS, UNKNOWN_PICTURE)
