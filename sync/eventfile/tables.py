"""Which tables may an event file have? The shapes of the TOML, one struct a table, and what to say when a shape does not fit.

Promise: a key that is misspelt, missing or of the wrong type is named with its table and its place; nothing is ignored silently.
"""

import codecs
import datetime as dt
import re
from typing import Annotated

import msgspec

from sync.domain.definition import Texts, Unit, untold
from sync.domain.roster import PartyKind

NUMBER_MAX = 999_999
"""Of anything that has a number: far more than any event has, and six digits can be read aloud."""

QUANTITY_MAX = 10**12
"""In an item kind's unit; exact wherever it is stored or added up."""

No = Annotated[int, msgspec.Meta(ge=1, le=NUMBER_MAX)]
Quantity = Annotated[int, msgspec.Meta(ge=-QUANTITY_MAX, le=QUANTITY_MAX)]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table that takes only the keys it knows."""


class EventTable(Table, frozen=True, kw_only=True):
    """``opens`` and ``closes`` are local times of the venue; without ``day`` the event is on the day it is loaded for.

    ``opens_at`` and ``closes_at`` are moments with their offset, for what local times of one day cannot say: a night, or an hour that
    comes twice when clocks are put back. One of each pair is given.
    """

    no: No
    key: str
    name: Texts
    opens: dt.time | None = None
    closes: dt.time | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    day: dt.date | None = None
    timezone: str = "Europe/London"
    currency: str = "GBP"
    languages: tuple[str, ...] = ("en",)


class WantedTable(Table, frozen=True, kw_only=True):
    item: str
    quantity: Quantity


class BeneficiaryTable(Table, frozen=True, kw_only=True):
    no: No
    key: str
    name: Texts
    need: Texts = msgspec.field(default_factory=untold)
    enough: Texts = msgspec.field(default_factory=untold)
    wanted: tuple[WantedTable, ...] = ()
    is_open: bool = msgspec.field(default=True, name="open")


class PartTable(Table, frozen=True, kw_only=True):
    name: Texts
    quantity: Quantity


class ItemTable(Table, frozen=True, kw_only=True):
    no: No
    key: str
    one: Texts
    many: Texts
    unit: Unit
    picture: str
    steps: tuple[Quantity, ...] = (1, 5, 10)
    packs: tuple[Quantity, ...] = ()
    sensible_max: Quantity = 1000
    parts: tuple[PartTable, ...] = ()
    outcomes: tuple[Texts, ...] = ()
    outcome_pictures: tuple[str, ...] = ()
    is_open: bool = msgspec.field(default=True, name="open")


class VenueTable(Table, frozen=True, kw_only=True):
    no: No
    key: str
    name: Texts
    town: str = ""
    door: Texts = msgspec.field(default_factory=untold)
    languages: tuple[str, ...] = ("en",)
    search_allowed: bool = True
    children_per_adult: Quantity | None = None
    is_open: bool = msgspec.field(default=True, name="open")


class OutputTable(Table, frozen=True, kw_only=True):
    item: str
    target: Quantity | None = None
    beneficiary: str | None = None


class ShiftTable(Table, frozen=True, kw_only=True):
    """``starts`` and ``ends`` are local times of the event's day; ``starts_at`` and ``ends_at`` as in `EventTable`."""

    no: No
    starts: dt.time | None = None
    ends: dt.time | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    places: Quantity | None = None
    is_open: bool = msgspec.field(default=True, name="open")


class ActivityTable(Table, frozen=True, kw_only=True):
    no: No
    key: str
    venue: str
    name: Texts
    picture: str
    where: Texts = msgspec.field(default_factory=untold)
    outputs: tuple[OutputTable, ...] = ()
    shifts: tuple[ShiftTable, ...] = ()
    places: Quantity | None = None
    logs_for_table: bool = True
    is_open: bool = msgspec.field(default=True, name="open")


class LeadTable(Table, frozen=True, kw_only=True):
    """``pin`` is in clear in the file and only its hash leaves it."""

    no: No
    name: str
    venue: str
    pin: str
    telephone: str = ""


class PreferencesTable(Table, frozen=True, kw_only=True):
    language: str | None = None
    large_text: bool = False
    spoken: bool = False
    low_layout: bool = False
    left_handed: bool = False
    calm: bool = False


class PartyTable(Table, frozen=True, kw_only=True):
    key: str
    name: str
    kind: PartyKind
    venue: str
    activity: str | None = None
    headcount: Quantity = 1
    adults: Quantity = 0
    preferences: PreferencesTable = PreferencesTable()


class VolunteerTable(Table, frozen=True, kw_only=True):
    key: str
    name: str
    venue: str
    activity: str | None = None
    party: str | None = None
    shift: int | None = None
    preferences: PreferencesTable = PreferencesTable()


class EventTables(Table, frozen=True, kw_only=True):
    """The whole file."""

    event: EventTable
    beneficiaries: tuple[BeneficiaryTable, ...] = ()
    items: tuple[ItemTable, ...] = ()
    venues: tuple[VenueTable, ...] = ()
    activities: tuple[ActivityTable, ...] = ()
    leads: tuple[LeadTable, ...] = ()
    parties: tuple[PartyTable, ...] = ()
    volunteers: tuple[VolunteerTable, ...] = ()

    def keys_of_people(self) -> list[str]:
        """Return the key of every party and volunteer; each becomes a reference."""
        return [*(party.key for party in self.parties), *(volunteer.key for volunteer in self.volunteers)]


class TablesFault(Exception):
    """The text is no event file; the message is a sentence with its place."""


def decode_tables(text: bytes) -> EventTables:
    """Return the tables of a TOML file's ``text``. Raises ``TablesFault`` for the first thing that does not fit."""
    try:
        # Some editors begin a file with a mark that TOML does not know.
        return msgspec.toml.decode(text.removeprefix(codecs.BOM_UTF8), type=EventTables)
    except msgspec.ValidationError as error:
        raise TablesFault(_in_plain_words(str(error))) from error
    except UnicodeDecodeError as error:
        raise TablesFault("this is no text in UTF-8. Save it as UTF-8 in your editor.") from error
    except msgspec.DecodeError as error:
        raise TablesFault(f"this is not TOML: {error}") from error
    except (RecursionError, OverflowError) as error:
        raise TablesFault("this is nested too deeply, or holds a number that is too large.") from error


_SORTS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text in quotes",
    "bool": "true or false",
    "object": "a table",
    "array": "a list",
    "date": "a day such as 2026-11-22",
    "time": "a time such as 09:30:00",
    "datetime": "a day with a time",
}


def _sort(types: str) -> str:
    """What msgspec calls ``int | null``, for somebody who edits a file."""
    return " or ".join(_SORTS.get(one, one) for one in types.split(" | ") if one != "null")


def _in_plain_words(message: str) -> str:
    """Turn msgspec's "Expected `int`, got `str` - at `$.venues[0].no`" into words with a place that a person counts from 1."""
    what, _, at = message.partition(" - at ")
    missing = re.fullmatch(r"Object missing required field `(.+)`", what)
    unknown = re.fullmatch(r"Object contains unknown field `(.+)`", what)
    wrong = re.fullmatch(r"Expected `(.+)`, got `(.+)`", what)
    bound = re.fullmatch(r"Expected `int` ([<>]= \S+)", what)
    if missing:
        what = f'"{missing[1]}" is missing'
    elif unknown:
        what = f'"{unknown[1]}" is not a key that goes here'
    elif wrong:
        what = f"needs {_sort(wrong[1])}, not {_sort(wrong[2])}"
    elif bound:
        what = f"needs a number that is {bound[1].replace('>=', 'at least').replace('<=', 'at most')}"
    return f"{_place(at.strip('`'))}: {what}."


def _place(path: str) -> str:
    """``$.venues[0].name`` → table venues, number 1, key name."""
    words = []
    for depth, (name, index) in enumerate(re.findall(r"\.(\w+)|\[([^\]]*)\]", path)):
        if name:
            words.append(f"key {name}" if depth else f"table {name}")
        elif index.isdigit():
            words.append(f"number {int(index) + 1}")
        else:
            words.append("entry")
    return ", ".join(words) or "the file"
