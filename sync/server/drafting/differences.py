"""What is different between two definitions of an event, in words?

Promise: it reads nothing but both; every difference is told once, in a sentence that a teacher understands, with the part that it is about.
"""

import zoneinfo
from collections.abc import Iterator

import msgspec

from sync.domain.definition import Definition, Event, ItemKind, Output, Part, Unit, Wanted
from sync.domain.succession import Part as AnyPart
from sync.server.drafting.parts import NUMBERED, Kind, part_of, parts_of
from sync.server.drafting.words import KINDS, UNITS, language_name, name_of, named, nameless
from sync.server.site import amounts
from sync.server.tongues.saying import Said, later, say

SHOWN_CHARACTERS_MAX = 80
"""A difference is a line in a list, not the text itself."""


class Difference(msgspec.Struct, frozen=True):
    """One sentence, and the part that it is about."""

    sentence: str
    kind: Kind
    no: int = 0


FIELD_WORDS: dict[str, Said] = {
    "name": later("name"),
    "town": later("town"),
    "door": later("way in"),
    "languages": later("languages"),
    "search_allowed": later("searching by name"),
    "children_per_adult": later("children for each adult"),
    "is_open": "",
    "one": later("word for one"),
    "many": later("word for many"),
    "unit": later("unit"),
    "picture": later("picture"),
    "steps": later("step buttons"),
    "packs": later("packs"),
    "sensible_max": later("amount that is asked about"),
    "parts": later("parts of the kit"),
    "outcomes": later("outcomes"),
    "outcome_pictures": later("pictures of the outcomes"),
    "need": later("what they ask for"),
    "enough": later("what they have enough of"),
    "wanted": later("how many they want"),
    "venue": later("venue"),
    "where": later("room"),
    "outputs": later("what is made"),
    "places": later("places"),
    "logs_for_table": later("logging for the table"),
    "activity": later("activity"),
    "starts_ms": later("beginning"),
    "ends_ms": later("end"),
    "opens_ms": later("opening"),
    "closes_ms": later("closing"),
    "timezone": later("time zone"),
    "currency": later("currency"),
}
"""What a field is called; the test of this module knows every field."""


def differences(before: Definition, after: Definition) -> tuple[Difference, ...]:
    """Return what ``after`` says differently than ``before``, in the order in which an event is prepared."""
    return tuple(_differences(before, after))


def _differences(before: Definition, after: Definition) -> Iterator[Difference]:
    for sentence in _fields(before, after, before.event, after.event):
        yield Difference(say("The event: {change}", change=sentence), Kind.EVENT)
    for kind in NUMBERED:
        yield from _of_kind(before, after, kind)


def _of_kind(before: Definition, after: Definition, kind: Kind) -> Iterator[Difference]:
    for part in parts_of(after, kind):
        old = part_of(before, kind, part.no)
        which = named(kind, part.no, name_of(after, part))
        if old is None:
            yield Difference(say("{part}: new.", part=which), kind, part.no)
            continue
        for sentence in _fields(before, after, old, part):
            yield Difference(say("{part}: {change}", part=which, change=sentence), kind, part.no)
    for part in parts_of(before, kind):
        if part_of(after, kind, part.no) is None:
            yield Difference(say("{part}: removed.", part=named(kind, part.no, name_of(before, part))), kind, part.no)
    kept = [part.no for part in parts_of(before, kind) if part_of(after, kind, part.no)]
    if kept != [part.no for part in parts_of(after, kind) if part_of(before, kind, part.no)]:
        yield Difference(str(KINDS[kind].reordered), kind)


def _fields(before: Definition, after: Definition, old: AnyPart | Event, new: AnyPart | Event) -> Iterator[str]:
    for field in msgspec.structs.fields(new):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was == now:
            continue
        if field.name == "is_open":
            yield say("open again.") if now else say("closed. It is offered no more; what was recorded stays.")
            continue
        word = str(FIELD_WORDS[field.name])
        if isinstance(was, dict) and isinstance(now, dict) and was.get("en") == now.get("en"):
            changed = sorted(language for language in {*was, *now} if was.get(language) != now.get(language))
            yield say("{field} in {languages}.", field=word, languages=", ".join(language_name(language) for language in changed))
            continue
        said = _said(before, old, field.name, was), _said(after, new, field.name, now)
        yield say("{field} was {before}, now {after}.", field=word, before=said[0], after=said[1])


def _said(definition: Definition, part: AnyPart | Event, field: str, value: object) -> str:  # noqa: PLR0911 - one line per shape
    match value:
        case None:
            return say("none")
        case bool():
            return say("allowed") if value else say("not allowed")
        case dict():
            return _short(amounts.named(value))
        case Unit():
            return str(UNITS[value])
        case str():
            return _short(value)
        case tuple():
            return "; ".join(_each(definition, part, field, each) for each in value) or say("none")
        case int() if field.endswith("_ms"):
            return moment(value, definition.event)
        case int() if field == "sensible_max" and isinstance(part, ItemKind):
            return amounts.figure(value, part, definition.event)
        case int() if field in {"venue", "activity"}:
            found = part_of(definition, Kind(field), value)
            return name_of(definition, found) if found else nameless(Kind(field), value)
    return amounts.number(value) if isinstance(value, int) else str(value)


def _each(definition: Definition, part: AnyPart | Event, field: str, value: object) -> str:  # noqa: PLR0911 - one line per shape
    match value:
        case dict():
            return amounts.named(value)
        case Part():
            return f"{amounts.number(value.quantity)} × {amounts.named(value.name)}"
        case Wanted():
            return _amount(definition, value.item, value.quantity)
        case Output():
            return _output(definition, value)
        case int() if isinstance(part, ItemKind):
            return amounts.figure(value, part, definition.event)
        case str() if field == "languages":
            return language_name(value)
    return str(value)


def _output(definition: Definition, output: Output) -> str:
    item = definition.item(output.item)
    what = name_of(definition, item) if item else nameless(Kind.ITEM, output.item)
    amount = "" if output.target is None else _amount(definition, output.item, output.target)
    target = say("target {amount}", amount=amount) if amount else say("no target")
    found = definition.beneficiary(output.beneficiary)
    if found is None:
        return say("{what} ({target})", what=what, target=target)
    return say("{what} ({target}, for {whom})", what=what, target=target, whom=name_of(definition, found))


def _amount(definition: Definition, item: int, quantity: int) -> str:
    found = definition.item(item)
    if found is None:
        return say("{quantity} of item kind {item}", quantity=quantity, item=str(item))
    return amounts.amount(quantity, found, definition.event)


def moment(at_ms: int, event: Event) -> str:
    """Return a moment in the event's zone: 22 November 2026, 09:00."""
    try:
        return say("{day}, {time}", day=amounts.long_day(at_ms, event), time=amounts.clock(at_ms, event))
    except (ValueError, zoneinfo.ZoneInfoNotFoundError, OverflowError):
        return say("a time that nobody can read")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain[:SHOWN_CHARACTERS_MAX]}…”" if len(plain) > SHOWN_CHARACTERS_MAX else f"“{plain}”" if plain else say("empty")
