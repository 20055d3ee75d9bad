"""How is it told what a decision would change?

Promise: figures as before and after, in the words of the totals; what no figure says is said in a sentence.
"""

import msgspec

from sync.domain.definition import Definition, ItemKind, Unit, in_language
from sync.domain.output import Measure
from sync.server.ledger.measures import MEASURE_OF
from sync.server.reading.decisions import Effect, Effects
from sync.server.site import amounts

_WORDS = {Measure.MADE: "made", Measure.DELIVERED: "handed over", Measure.RECEIVED: "confirmed"}


class EffectShown(msgspec.Struct, frozen=True):
    """One figure that changes."""

    what: str
    where: str
    before: str
    after: str
    less: str


class EffectsShown(msgspec.Struct, frozen=True):
    """All that changes: a table, and sentences for the rest."""

    rows: tuple[EffectShown, ...]
    sentences: tuple[str, ...]


def effects_shown(definition: Definition, effects: Effects) -> EffectsShown:
    """Return ``effects`` in words."""
    said = []
    if effects.visits:
        visits = amounts.counted(effects.visits, "arrival, move or departure is", "arrivals, moves or departures are")
        said.append(f"{visits} taken out; people and hours follow within seconds.")
    for one in effects.counts:
        item = definition.item(one.item) or _unnamed(one.item)
        figure = amounts.figure(one.quantity, item, definition.event)
        said.append(
            f"The count by hand of {figure} {amounts.noun(one.quantity, item)} stands no more; the one before it does, if there is one."
        )
    if effects.nothing:
        already = amounts.counted(effects.nothing, "entry adds", "entries add")
        said.append(f"{already} nothing to any figure, so nothing changes there.")
    return EffectsShown(tuple(_shown(definition, one) for one in effects.figures), tuple(said))


def _shown(definition: Definition, one: Effect) -> EffectShown:
    item = definition.item(one.item) or _unnamed(one.item)
    venue, activity = definition.venue(one.venue), definition.activity(one.activity)
    places = [in_language(place.name, amounts.LANGUAGE) for place in (venue, activity) if place is not None]

    def figure(quantity: int) -> str:
        return amounts.figure(quantity, item, definition.event)

    return EffectShown(
        what=f"{amounts.kind(item)} {_WORDS[MEASURE_OF[one.measure]]}",
        where=" · ".join(places) or "No venue of this event",
        before=figure(one.before),
        after=figure(one.after),
        less=f"−{figure(one.before - one.after)}",
    )


def _unnamed(no: int) -> ItemKind:
    words = {"en": f"of item kind {no}"}
    return ItemKind(no, words, words, Unit.ITEMS, "helpers")
