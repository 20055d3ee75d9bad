"""What is different between two definitions of an event, in words?

Promise: pure; every difference is told once, in a sentence that a teacher understands, with the part that it is about.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterator

import msgspec

from sync.domain import written
from sync.domain.definition import Definition, Event, ItemKind, Output, Part, Unit, Wanted
from sync.domain.succession import Part as AnyPart
from sync.server.drafting.parts import NUMBERED, Kind, name_of, part_of, parts_of

LANGUAGES = {"en": "English", "he": "Hebrew", "ar": "Arabic", "ur": "Urdu", "cy": "Welsh", "pl": "Polish", "fr": "French"}
"""The languages of the kiosk, in its order, as a coordinator calls them."""

SHOWN_CHARACTERS_MAX = 80
"""A difference is a line in a list, not the text itself."""


class Difference(msgspec.Struct, frozen=True):
    """One sentence, and the part that it is about."""

    sentence: str
    kind: Kind
    no: int = 0


_WORDS = {
    "name": "name",
    "town": "town",
    "door": "way in",
    "languages": "languages",
    "search_allowed": "searching by name",
    "children_per_adult": "children for each adult",
    "is_open": "",
    "one": "word for one",
    "many": "word for many",
    "unit": "unit",
    "picture": "picture",
    "steps": "step buttons",
    "packs": "packs",
    "sensible_max": "amount that is asked about",
    "parts": "parts of the kit",
    "outcomes": "outcomes",
    "outcome_pictures": "pictures of the outcomes",
    "need": "what they ask for",
    "enough": "what they have enough of",
    "wanted": "how many they want",
    "venue": "venue",
    "where": "room",
    "outputs": "what is made",
    "places": "places",
    "logs_for_table": "logging for the table",
    "activity": "activity",
    "starts_ms": "beginning",
    "ends_ms": "end",
    "opens_ms": "opening",
    "closes_ms": "closing",
    "timezone": "time zone",
    "currency": "currency",
}
"""What a field is called; the test of this module knows every field."""


def differences(before: Definition, after: Definition) -> tuple[Difference, ...]:
    """Return what ``after`` says differently than ``before``, in the order in which an event is prepared."""
    return tuple(_differences(before, after))


def differences_of_part(before: Definition, after: Definition, kind: Kind, no: int) -> tuple[Difference, ...]:
    """Return what changed in one part only."""
    return tuple(one for one in _differences(before, after) if one.kind is kind and one.no == no)


def _differences(before: Definition, after: Definition) -> Iterator[Difference]:
    for sentence in _fields(before, after, before.event, after.event):
        yield Difference(f"The event: {sentence}", Kind.EVENT)
    for kind in NUMBERED:
        yield from _of_kind(before, after, kind)


def _of_kind(before: Definition, after: Definition, kind: Kind) -> Iterator[Difference]:
    for part in parts_of(after, kind):
        old = part_of(before, kind, part.no)
        which = f"{kind.word.capitalize()} {part.no}, {name_of(after, part)}"
        if old is None:
            yield Difference(f"{which}: new.", kind, part.no)
            continue
        for sentence in _fields(before, after, old, part):
            yield Difference(f"{which}: {sentence}", kind, part.no)
    for part in parts_of(before, kind):
        if part_of(after, kind, part.no) is None:
            yield Difference(f"{kind.word.capitalize()} {part.no}, {name_of(before, part)}: removed.", kind, part.no)
    kept = [part.no for part in parts_of(before, kind) if part_of(after, kind, part.no)]
    if kept != [part.no for part in parts_of(after, kind) if part_of(before, kind, part.no)]:
        yield Difference(f"The order of the {kind.words} is another one.", kind)


def _fields(before: Definition, after: Definition, old: AnyPart | Event, new: AnyPart | Event) -> Iterator[str]:
    for field in msgspec.structs.fields(new):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was == now:
            continue
        if field.name == "is_open":
            yield "open again." if now else "closed. It is offered no more; what was recorded stays."
            continue
        word = _WORDS[field.name]
        if isinstance(was, dict) and isinstance(now, dict) and was.get("en") == now.get("en"):
            changed = sorted(language for language in {*was, *now} if was.get(language) != now.get(language))
            yield f"{word} in {', '.join(language_name(language) for language in changed)}."
            continue
        yield f"{word} was {_said(before, old, field.name, was)}, now {_said(after, new, field.name, now)}."


def _said(definition: Definition, part: AnyPart | Event, field: str, value: object) -> str:  # noqa: PLR0911 - one line per shape
    match value:
        case None:
            return "none"
        case bool():
            return "allowed" if value else "not allowed"
        case dict():
            return _short(str(value.get("en", "")))
        case Unit():
            return value.value
        case str():
            return _short(value)
        case tuple():
            return "; ".join(_each(definition, part, field, each) for each in value) or "none"
        case int() if field.endswith("_ms"):
            return moment(value, definition.event)
        case int() if field == "sensible_max" and isinstance(part, ItemKind):
            return written.figure(part, value, definition.event.currency)
        case int() if field in {"venue", "activity"}:
            found = part_of(definition, Kind(field), value)
            return name_of(definition, found) if found else f"{field} {value}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _each(definition: Definition, part: AnyPart | Event, field: str, value: object) -> str:  # noqa: PLR0911 - one line per shape
    match value:
        case dict():
            return str(value.get("en", ""))
        case Part():
            return f"{value.quantity:,} × {value.name.get('en', '')}"
        case Wanted():
            return _amount(definition, value.item, value.quantity)
        case Output():
            return _output(definition, value)
        case int() if isinstance(part, ItemKind):
            return written.figure(part, value, definition.event.currency)
        case str() if field == "languages":
            return language_name(value)
    return str(value)


def _output(definition: Definition, output: Output) -> str:
    item = definition.item(output.item)
    what = name_of(definition, item) if item else f"item kind {output.item}"
    target = "no target" if output.target is None else f"target {_amount(definition, output.item, output.target)}"
    found = definition.beneficiary(output.beneficiary)
    return f"{what} ({target}{f', for {name_of(definition, found)}' if found else ''})"


def _amount(definition: Definition, item: int, quantity: int) -> str:
    found = definition.item(item)
    return f"{quantity:,} of item kind {item}" if found is None else written.amount(found, quantity, definition.event.currency)


def moment(at_ms: int, event: Event) -> str:
    """Return a moment in the event's zone: 22 November 2026, 09:00."""
    try:
        at = dt.datetime.fromtimestamp(at_ms / 1000, zoneinfo.ZoneInfo(event.timezone))
    except (ValueError, zoneinfo.ZoneInfoNotFoundError, OverflowError):
        return "a time that nobody can read"
    return f"{at.day} {at:%B %Y, %H:%M}"


def language_name(code: str) -> str:
    """Return the English name of a language that the kiosk speaks, else its code."""
    return LANGUAGES.get(code, code)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain[:SHOWN_CHARACTERS_MAX]}…”" if len(plain) > SHOWN_CHARACTERS_MAX else f"“{plain}”" if plain else "empty"
