"""What does one entry say, in a line for a person?

Promise: every kind has its words; nobody is named, because an entry names nobody.
"""

from typing import assert_never

from sync.domain import facts
from sync.domain.definition import Definition, in_language
from sync.domain.entry import Entry
from sync.domain.facts import Fact, Unusable, fact_of
from sync.domain.identity import CENTRE, EntryId
from sync.server.site import amounts


def said_by(entry: Entry, definition: Definition) -> str:
    """Return what ``entry`` says; empty when it says nothing usable."""
    fact = fact_of(entry)
    return "" if isinstance(fact, Unusable) else _words(fact, definition)


def _words(fact: Fact, definition: Definition) -> str:  # noqa: C901, PLR0911, PLR0912 - one line per kind is its shape
    match fact:
        case facts.Arrived():
            return f"{amounts.people(fact.headcount)} arrived{_at(fact.activity, definition)}"
        case facts.Left():
            return f"{amounts.people(fact.headcount)} left"
        case facts.Moved():
            return f"Somebody changed activity{_at(fact.activity, definition)}"
        case facts.ItemsLogged():
            return f"{_amount(fact, definition)} logged{_at(fact.activity, definition)}"
        case facts.Counted():
            return f"{_amount(fact, definition)} counted by hand{_at(fact.activity, definition)}"
        case facts.Delivered():
            return f"{_amount(fact, definition)} handed over{_at(fact.activity, definition)}"
        case facts.Received():
            return f"{_amount(fact, definition)} confirmed by the beneficiary{_at(fact.activity, definition)}"
        case facts.Corrected():
            return f"Corrects entry {fact.target.seq} of {_who(fact.target)}"
        case facts.Voided():
            return f"Takes back entry {fact.target.seq} of {_who(fact.target)}"
        case facts.WalkedIn():
            return "Somebody who was not on the roster came in"
        case facts.SeenSafe():
            return "Somebody was seen safe at the roll call"
        case facts.ClockStepped():
            return f"The kiosk’s clock jumped by {amounts.span(abs(fact.by_ms))}"
        case facts.DayClosed():
            return "The day was closed at the venue"
        case facts.SystemNoted():
            return (
                "A note of the kiosk about itself" if fact.about is None else f"A note about entry {fact.about.seq} of {_who(fact.about)}"
            )
        case _:
            assert_never(fact)


def _who(id_: EntryId) -> str:
    return "the centre" if id_.device == CENTRE else f"kiosk {id_.device}"


def _amount(fact: facts.ItemsLogged | facts.Counted | facts.Delivered | facts.Received, definition: Definition) -> str:
    item = definition.item(fact.item)
    if item is None:
        return f"{amounts.number(fact.quantity)} of item kind {fact.item}"
    return f"{amounts.figure(fact.quantity, item, definition.event)} {amounts.noun(fact.quantity, item)}"


def _at(activity: int | None, definition: Definition) -> str:
    found = definition.activity(activity)
    return "" if found is None else f" · {in_language(found.name, amounts.LANGUAGE)}"
