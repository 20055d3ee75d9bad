"""What does one entry say, in a line for a person?

Promise: every kind has its words; nobody is named, because an entry names nobody.
"""

from typing import assert_never

from sync.domain import facts
from sync.domain.definition import Definition
from sync.domain.entry import Entry
from sync.domain.facts import Fact, Unusable, fact_of
from sync.domain.identity import CENTRE, EntryId
from sync.server.site import amounts
from sync.server.tongues.saying import apart, say


def said_by(entry: Entry, definition: Definition) -> str:
    """Return what ``entry`` says; empty when it says nothing usable."""
    fact = fact_of(entry)
    return "" if isinstance(fact, Unusable) else _words(fact, definition)


def _words(fact: Fact, definition: Definition) -> str:  # noqa: C901, PLR0911, PLR0912 - one line per kind is its shape
    match fact:
        case facts.Arrived():
            return say("{people} arrived{where}", people=amounts.people(fact.headcount), where=_at(fact.activity, definition))
        case facts.Left():
            return say("{people} left", people=amounts.people(fact.headcount))
        case facts.Moved():
            return say("Somebody changed activity{where}", where=_at(fact.activity, definition))
        case facts.ItemsLogged():
            return say("{amount} logged{where}", amount=_amount(fact, definition), where=_at(fact.activity, definition))
        case facts.Counted():
            return say("{amount} counted by hand{where}", amount=_amount(fact, definition), where=_at(fact.activity, definition))
        case facts.Delivered():
            return say("{amount} handed over{where}", amount=_amount(fact, definition), where=_at(fact.activity, definition))
        case facts.Received():
            return say(
                "{amount} confirmed by the beneficiary{where}", amount=_amount(fact, definition), where=_at(fact.activity, definition)
            )
        case facts.Corrected():
            return say("Corrects entry {seq} of {device}", seq=fact.target.seq, device=_who(fact.target))
        case facts.Voided():
            return say("Takes back entry {seq} of {device}", seq=fact.target.seq, device=_who(fact.target))
        case facts.WalkedIn():
            return say("Somebody who was not on the roster came in")
        case facts.SeenSafe():
            return say("Somebody was seen safe at the roll call")
        case facts.ClockStepped():
            return say("The kiosk’s clock jumped by {span}", span=amounts.span(abs(fact.by_ms)))
        case facts.DayClosed():
            return say("The day was closed at the venue")
        case facts.SystemNoted():
            if fact.about is None:
                return say("A note of the kiosk about itself")
            return say("A note about entry {seq} of {device}", seq=fact.about.seq, device=_who(fact.about))
        case _:
            assert_never(fact)


def _who(id_: EntryId) -> str:
    return say("the centre") if id_.device == CENTRE else say("kiosk {no}", no=id_.device)


def _amount(fact: facts.ItemsLogged | facts.Counted | facts.Delivered | facts.Received, definition: Definition) -> str:
    item = definition.item(fact.item)
    if item is None:
        return say("{quantity} of item kind {item}", quantity=amounts.number(fact.quantity), item=fact.item)
    return f"{amounts.figure(fact.quantity, item, definition.event)} {amounts.noun(fact.quantity, item)}"


def _at(activity: int | None, definition: Definition) -> str:
    found = definition.activity(activity)
    return "" if found is None else f" · {apart(amounts.named(found.name))}"
