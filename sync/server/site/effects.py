"""How is it told what a decision would change?

Promise: figures as before and after, in the words of the totals; what no figure says is said in a sentence.
"""

import msgspec

from sync.domain.definition import Definition, ItemKind, Unit
from sync.domain.output import Measure
from sync.server.ledger.measures import MEASURE_OF
from sync.server.reading.decisions import Effect, Effects
from sync.server.site import amounts
from sync.server.tongues.saying import apart, say, say_many

_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"
"""So that the sign stands before its number also where one reads from the right."""


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
        said.append(
            say_many(
                "{count} arrival, move or departure is taken out; people and hours follow within seconds.",
                "{count} arrivals, moves or departures are taken out; people and hours follow within seconds.",
                effects.visits,
            )
        )
    for count in effects.counts:
        item = definition.item(count.item) or _unnamed(count.item)
        counted = f"{amounts.figure(count.quantity, item, definition.event)} {amounts.noun(count.quantity, item)}"
        said.append(say("The count by hand of {counted} stands no more; the one before it does, if there is one.", counted=counted))
    if effects.nothing:
        said.append(
            say_many(
                "{count} entry adds nothing to any figure, so nothing changes there.",
                "{count} entries add nothing to any figure, so nothing changes there.",
                effects.nothing,
            )
        )
    return EffectsShown(tuple(_shown(definition, one) for one in effects.figures), tuple(said))


def _shown(definition: Definition, one: Effect) -> EffectShown:
    item = definition.item(one.item) or _unnamed(one.item)
    venue, activity = definition.venue(one.venue), definition.activity(one.activity)
    places = [amounts.named(place.name) for place in (venue, activity) if place is not None]

    def figure(quantity: int) -> str:
        return amounts.figure(quantity, item, definition.event)

    return EffectShown(
        what=_what(MEASURE_OF[one.measure], amounts.kind(item)),
        where=" · ".join(map(apart, places)) or say("No venue of this event"),
        before=figure(one.before),
        after=figure(one.after),
        less=f"{_LEFT_TO_RIGHT}−{figure(one.before - one.after)}{_END}",
    )


def _what(measure: Measure, kind: str) -> str:
    match measure:
        case Measure.DELIVERED:
            return say("{kind}: handed over", kind=kind)
        case Measure.RECEIVED:
            return say("{kind}: confirmed", kind=kind)
        case _:
            return say("{kind}: made", kind=kind)


def _unnamed(no: int) -> ItemKind:
    words = {"en": say("of item kind {no}, not in the event", no=str(no))}
    return ItemKind(no, words, words, Unit.ITEMS, "helpers")
