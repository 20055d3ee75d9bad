"""What do the columns of a list mean?

Promise: a proposal for every column from its heading, in the languages that people's forms are written in; what nobody understands is
left out, and what was decided once for the same headings is remembered.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from sync.domain.names import folded
from sync.server.tongues.saying import Said, later, say


class Field(StrEnum):
    """What a column can be. Everything else of a list is not read."""

    IGNORED = ""
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    IDENTIFIER = "identifier"
    STATUS = "status"
    VENUE = "venue"
    ACTIVITY = "activity"
    SHIFT = "shift"
    FAMILY = "family"
    CLASS = "class"
    GROUP = "group"
    HEADCOUNT = "headcount"
    LANGUAGE = "language"
    LARGE_TEXT = "large_text"
    SPOKEN = "spoken"
    LOW_LAYOUT = "low_layout"
    LEFT_HANDED = "left_handed"
    CALM = "calm"


WORDS: dict[Field, Said] = {
    Field.IGNORED: later("is not read"),
    Field.NAME: later("Name"),
    Field.FIRST_NAME: later("First name"),
    Field.LAST_NAME: later("Last name"),
    Field.IDENTIFIER: later("What tells people apart (ticket, e-mail)"),
    Field.STATUS: later("Whether they come, or cancelled"),
    Field.VENUE: later("Venue"),
    Field.ACTIVITY: later("Activity"),
    Field.SHIFT: later("Shift"),
    Field.FAMILY: later("Family they belong to"),
    Field.CLASS: later("Class they belong to"),
    Field.GROUP: later("Group they belong to"),
    Field.HEADCOUNT: later("How many people, without names"),
    Field.LANGUAGE: later("Language"),
    Field.LARGE_TEXT: later("Wants large text"),
    Field.SPOKEN: later("Wants it read aloud"),
    Field.LOW_LAYOUT: later("Reaches the lower half (wheelchair)"),
    Field.LEFT_HANDED: later("Left-handed"),
    Field.CALM: later("Wants it calm"),
}
"""How the page calls them."""

PARTIES = (Field.FAMILY, Field.CLASS, Field.GROUP)
WISHES = (Field.LARGE_TEXT, Field.SPOKEN, Field.LOW_LAYOUT, Field.LEFT_HANDED, Field.CALM)
REPEATABLE = frozenset({Field.IGNORED, Field.IDENTIFIER})
"""An order's code and a position in it tell somebody apart together."""

# Whole headings first, as Eventbrite, pretix and the forms of schools write them; then words that a longer heading may hold.
_WHOLE = {
    Field.NAME: "name|full name|your name|attendee name|volunteer|helper|imie i nazwisko|nom et prenom|nom complet|enw|enw llawn|שם|שם מלא"
    "|الاسم|الاسم الكامل|نام|مكمل نام",
    Field.FIRST_NAME: "first name|given name|forename|prenom|imie|enw cyntaf|שם פרטי|الاسم الاول|attendee name given name",
    Field.LAST_NAME: "last name|surname|family name|nom de famille|nazwisko|cyfenw|שם משפחה|اسم العائلة|attendee name family name",
    Field.IDENTIFIER: "attendee #|attendee|id|number|order code|position id|positionid|ticket|ticket number|barcode|barcode #"
    "|email|e mail|email address|attendee email|adresse e mail|membership number|pupil number",
    Field.STATUS: "status|attendee status|order status",
    Field.VENUE: "venue|place|site|location|school|lieu|miejsce|lleoliad|אתר|מקום|المكان",
    Field.ACTIVITY: "activity|product|item|ticket type|workshop|activite|zajecia|gweithgaredd|פעילות|النشاط",
    Field.SHIFT: "shift|time slot|slot|session|variation|start date|horaire|zmiana|משמרת|الوردية",
    Field.FAMILY: "family|household|party|famille|rodzina|teulu|משפחה|العائلة|خاندان",
    Field.CLASS: "class|form|year group|classe|klasa|dosbarth|כיתה|الصف",
    Field.GROUP: "group|team|company|organisation|organization|groupe|grupa|grwp|קבוצה|المجموعة",
    Field.HEADCOUNT: "headcount|people|how many|number of people|combien|ile osob|faint",
    Field.LANGUAGE: "language|langue|jezyk|iaith|שפה|اللغة|زبان",
}
_WITHIN = (
    (Field.LARGE_TEXT, ("large text", "large print", "big text", "grands caracteres")),
    (Field.SPOKEN, ("read aloud", "read out", "screen reader", "spoken")),
    (Field.LOW_LAYOUT, ("wheelchair", "lower half", "fauteuil roulant")),
    (Field.LEFT_HANDED, ("left handed", "left hander", "gaucher")),
    (Field.CALM, ("calm", "quiet screen")),
    (Field.FIRST_NAME, ("first name", "given name")),
    (Field.LAST_NAME, ("last name", "surname", "family name")),
    (Field.SHIFT, ("which shift", "what time", "when can you")),
    (Field.ACTIVITY, ("which activity", "what would you like to do", "activity")),
    (Field.VENUE, ("which venue", "which place", "where would you")),
    (Field.LANGUAGE, ("which language", "preferred language")),
    (Field.HEADCOUNT, ("how many",)),
    (Field.NAME, ("your name", "full name", "name of the volunteer", "what is your name", "attendee name")),
    (Field.IDENTIFIER, ("e mail", "email")),
)
_BY_HEADING = {folded(heading): field for field, headings in _WHOLE.items() for heading in headings.split("|")}


def proposed(headings: Sequence[str]) -> list[Field]:
    """Return what each column probably is; a meaning that only one column can have goes to the one that says it best."""
    fields = [_BY_HEADING.get(folded(heading), Field.IGNORED) for heading in headings]
    for place, heading in enumerate(headings):
        if fields[place] is Field.IGNORED:
            words = f" {folded(heading)} "
            fields[place] = next((field for field, parts in _WITHIN if any(part in words for part in parts)), Field.IGNORED)
    return _without_rivals(fields)


def _without_rivals(fields: list[Field]) -> list[Field]:
    seen: set[Field] = set()
    kept = []
    for field in fields:
        kept.append(Field.IGNORED if field in seen and field not in REPEATABLE else field)
        seen.add(field)
    if Field.NAME in seen:
        # pretix writes both the whole name and its parts.
        return [Field.IGNORED if field in (Field.FIRST_NAME, Field.LAST_NAME) else field for field in kept]
    return kept


def faults_of(fields: Sequence[Field]) -> list[str]:
    """Return what has to be mended before a list can be read, in sentences."""
    faults = [
        say("Two columns are “{field}”. Keep one of them.", field=WORDS[field])
        for field in Field
        if field not in REPEATABLE and fields.count(field) > 1
    ]
    if Field.NAME in fields and (Field.FIRST_NAME in fields or Field.LAST_NAME in fields):
        faults.append(say("Choose either the name in one column, or first and last name."))
    if not {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, *PARTIES} & set(fields):
        faults.append(say("Say which column holds the name."))
    if len(set(PARTIES) & set(fields)) > 1:
        faults.append(say("A person belongs to a family, a class or a group: choose one of these columns."))
    return faults


def fingerprint(headings: Sequence[str]) -> bytes:
    """Return what headings are recognised by, whatever their order in capitals or accents."""
    return hashlib.blake2b("\x1f".join(folded(heading) for heading in headings).encode(), digest_size=16).digest()
