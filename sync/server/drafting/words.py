"""What is each kind of part called, and what is said about one of them?

Promise: every kind has its own sentence wherever grammar asks for one; nothing is put together of a kind and an ending.
"""

import msgspec

from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Shift, Unit, Venue, in_language
from sync.domain.succession import Part
from sync.server.drafting.parts import Kind
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import Said, filled, later, say


class Words(msgspec.Struct, frozen=True):
    """``nameless``: one that nobody gave a name; ``named``: with number and name, at the beginning of a sentence."""

    nameless: Said
    named: Said
    kept: Said
    used_up: Said
    reordered: Said


KINDS: dict[Kind, Words] = {
    Kind.VENUE: Words(
        later("venue {no}"),
        later("Venue {no}, {name}"),
        later("The venue is kept in the draft. Kiosks learn of it when you publish."),
        later("There is no number left for another venue."),
        later("The order of the venues is another one."),
    ),
    Kind.ITEM: Words(
        later("item kind {no}"),
        later("Item kind {no}, {name}"),
        later("The item kind is kept in the draft. Kiosks learn of it when you publish."),
        later("There is no number left for another item kind."),
        later("The order of the item kinds is another one."),
    ),
    Kind.BENEFICIARY: Words(
        later("beneficiary {no}"),
        later("Beneficiary {no}, {name}"),
        later("The beneficiary is kept in the draft. Kiosks learn of it when you publish."),
        later("There is no number left for another beneficiary."),
        later("The order of the beneficiaries is another one."),
    ),
    Kind.ACTIVITY: Words(
        later("activity {no}"),
        later("Activity {no}, {name}"),
        later("The activity is kept in the draft. Kiosks learn of it when you publish."),
        later("There is no number left for another activity."),
        later("The order of the activities is another one."),
    ),
    Kind.SHIFT: Words(
        later("shift {no}"),
        later("Shift {no}, {name}"),
        later("The shift is kept in the draft. Kiosks learn of it when you publish."),
        later("There is no number left for another shift."),
        later("The order of the shifts is another one."),
    ),
}

EVENT_KEPT = later("The event is kept in the draft. Kiosks learn of it when you publish.")

LANGUAGES: dict[str, Said] = {
    "en": later("English"),
    "he": later("Hebrew"),
    "ar": later("Arabic"),
    "ur": later("Urdu"),
    "cy": later("Welsh"),
    "pl": later("Polish"),
    "fr": later("French"),
}
"""The languages of the kiosk, in its order, as a coordinator calls them."""

UNITS: dict[Unit, Said] = {
    Unit.ITEMS: later("items"),
    Unit.PEOPLE: later("people"),
    Unit.MINUTES: later("minutes"),
    Unit.MONEY: later("money"),
}


def language_name(code: str) -> str:
    """Return what a language that the kiosk speaks is called, else its code."""
    return str(LANGUAGES.get(code, code))


def named(kind: Kind, no: int, name: str) -> str:
    """Return number and name, as a line about a part begins: Venue 2, Rainbow Ward."""
    return filled(KINDS[kind].named, no=str(no), name=name)


def nameless(kind: Kind, no: int) -> str:
    """Return what a part is called that has no name: venue 2."""
    return filled(KINDS[kind].nameless, no=str(no))


def name_of(definition: Definition, part: Part) -> str:
    """Return what ``part`` is called, in the page's language where the event has it."""
    match part:
        case ItemKind():
            return in_language(part.many, spoken()).strip() or nameless(Kind.ITEM, part.no)
        case Shift():
            activity = definition.activity(part.activity)
            return say("shift at {activity}", activity=name_of(definition, activity)) if activity else nameless(Kind.SHIFT, part.no)
        case Venue() | Activity() | Beneficiary():
            return in_language(part.name, spoken()).strip() or nameless(Kind(type(part).__name__.lower()), part.no)
