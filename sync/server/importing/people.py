"""Whom does one row of a list mean?

Promise: a row is somebody, or nobody on purpose, or a fault that names the column and says what would do; what a list says about
somebody's identity leaves here as a keyed hash only.
"""

import datetime as dt
import difflib
import hashlib
import re
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from sync.domain.definition import Activity, Definition, Shift, Venue
from sync.domain.identity import WHO_BYTES
from sync.domain.names import first_and_initial, folded
from sync.domain.roster import PartyKind, Preferences
from sync.protocol.limits import NAME_CHARACTERS_MAX
from sync.server.importing.columns import PARTIES, WISHES, WORDS, Field
from sync.server.tongues.saying import english

_Thing = TypeVar("_Thing")
_BETWEEN = "\x1f"

HEADCOUNT_MAX = 500
"""The largest class or group that one pass lets in; more is a slip of the finger."""

_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "oui", "tak", "ie", "כן", "نعم", "ہاں", "checked", "ja"})
_NOT_COMING = frozenset({"cancelled", "canceled", "deleted", "refunded", "expired", "declined", "no", "not attending", "not coming"})
_KINDS = {Field.FAMILY: PartyKind.FAMILY, Field.CLASS: PartyKind.CLASS, Field.GROUP: PartyKind.GROUP}


class Fault(Exception):
    """One cell cannot be used: ``column`` as the page calls the field, and a sentence."""

    def __init__(self, field: Field, said: str) -> None:
        super().__init__(said)
        self.field = field


class Person(msgspec.Struct, frozen=True):
    """What a row says. ``name`` empty: a party by number. ``activity`` none: chosen at the door; ``shift`` none: any. ``wishes``: only
    what the list speaks of.

    ``token`` tells people apart within the event: a keyed hash of what the list says, for a party of its name and venue; ``is_certain``
    when the list itself has something that tells people apart.
    """

    token: bytes
    name: str
    venue: int
    activity: int | None
    party: str = ""
    party_kind: PartyKind | None = None
    headcount: int = 0
    wishes: dict[str, str | bool | None] = {}
    is_certain: bool = False
    shift: int | None = None

    def preferences(self, before: Preferences) -> Preferences:
        """Return ``before`` with what the list says."""
        return msgspec.structs.replace(before, **self.wishes)


class Reader:
    """Reads rows of one list. ``fields`` says what each column is."""

    def __init__(
        self, definition: Definition, fields: Sequence[Field], secret: bytes, *, venue: int | None = None, is_short: bool = True
    ) -> None:
        self._definition = definition
        self._places = [(place, field) for place, field in enumerate(fields) if field is not Field.IGNORED]
        self._secret = secret[:64]
        self._venue = venue if venue is not None else self._only_venue()
        self._is_short = is_short
        self._activities: dict[int, dict[str, Activity]] = {}
        self._zone = zoneinfo.ZoneInfo(definition.event.timezone)
        self._venues = _by_name(definition.venues, lambda one: (*one.name.values(), str(one.no)))
        self._languages = _by_name(definition.event.languages, lambda one: (one, *_LANGUAGE_NAMES.get(one, ())))

    def person(self, row: Sequence[str]) -> Person | None:
        """Return whom ``row`` means; none for an empty one and for somebody who does not come. Raises ``Fault``."""
        cells = self._cells(row)
        if not any(cells.values()) or folded(cells.get(Field.STATUS, "")) in _NOT_COMING:
            return None
        venue = self._venue_of(cells)
        activity, shift = self._place_of(cells, venue)
        if venue is None and activity is not None:
            venue = activity.venue
        if venue is None:
            raise Fault(Field.VENUE, f"Say which venue: one of {_listed(self._definition.venues)}.")
        kind = next((_KINDS[field] for field in PARTIES if cells.get(field)), None)
        party = next((cells[field] for field in PARTIES if cells.get(field)), "")[:NAME_CHARACTERS_MAX]
        name = self._name_of(cells)
        if not name and not party:
            raise Fault(Field.NAME, "There is no name in this row. Write one, or remove the row.")
        return Person(
            self._token(cells, venue, party),
            name,
            venue,
            None if activity is None else activity.no,
            party,
            kind,
            self._headcount(cells),
            self._wishes(cells),
            bool(cells.get(Field.IDENTIFIER)),
            None if shift is None else shift.no,
        )

    def party_token(self, venue: int, party: str) -> bytes:
        """Return what a party is known by: its name at its venue."""
        return self._hashed(f"party\x1f{venue}\x1f{folded(party)}")

    def name_hash(self, name: str, venue: int) -> bytes:
        """Return what two people of the same name at the same venue have in common."""
        return self._hashed(f"name\x1f{venue}\x1f{folded(name)}")

    def again(self, token: bytes, turn: int) -> bytes:
        """Return another token for somebody who cannot be told from somebody else in the same list."""
        return self._hashed(f"again\x1f{token.hex()}\x1f{turn}")

    def _cells(self, row: Sequence[str]) -> dict[Field, str]:
        cells: dict[Field, str] = {}
        for place, field in self._places:
            cell = row[place] if place < len(row) else ""
            cells[field] = f"{cells[field]}{_BETWEEN}{cell}" if cells.get(field) and cell else cells.get(field) or cell
        return cells

    def _name_of(self, cells: dict[Field, str]) -> str:
        name = cells.get(Field.NAME) or f"{cells.get(Field.FIRST_NAME, '')} {cells.get(Field.LAST_NAME, '')}"
        name = " ".join(name.split())
        return (first_and_initial(name) if name and self._is_short else name)[:NAME_CHARACTERS_MAX]

    def _token(self, cells: dict[Field, str], venue: int, party: str) -> bytes:
        whole = folded(cells.get(Field.NAME) or f"{cells.get(Field.FIRST_NAME, '')} {cells.get(Field.LAST_NAME, '')}")
        identifier = cells.get(Field.IDENTIFIER, "").casefold()
        if not whole:
            return self.party_token(venue, party)
        numbers = [part for part in identifier.split(_BETWEEN) if "@" not in part]
        if identifier and not numbers:  # a mother registers all of her children with her own address
            return self._hashed(f"mail\x1f{identifier}\x1f{whole}")
        if identifier:
            return self._hashed(f"id\x1f{_BETWEEN.join(numbers)}")
        return self._hashed(f"person\x1f{venue}\x1f{folded(party)}\x1f{whole}")

    def _hashed(self, text: str) -> bytes:
        event = self._definition.event.no
        return hashlib.blake2b(f"import\x1f{event}\x1f{text}".encode(), key=self._secret, digest_size=WHO_BYTES).digest()

    def _only_venue(self) -> int | None:
        return self._definition.venues[0].no if len(self._definition.venues) == 1 else None

    def _venue_of(self, cells: dict[Field, str]) -> int | None:
        said = cells.get(Field.VENUE, "")
        if not said:
            return None if cells.get(Field.ACTIVITY) and self._venue is None else self._venue
        found = self._venues.get(folded(said))
        if found is None:
            raise Fault(Field.VENUE, _unknown("venue", said, _spelt(self._definition.venues), _listed(self._definition.venues)))
        return found.no

    def _place_of(self, cells: dict[Field, str], venue: int | None) -> tuple[Activity | None, Shift | None]:
        """Return for what and for which piece of time somebody comes."""
        said, shift = cells.get(Field.ACTIVITY, ""), cells.get(Field.SHIFT, "")
        here = self._activities_at(venue)
        there = list({one.no: one for one in here.values()}.values())
        if said and folded(said) not in here:
            raise Fault(Field.ACTIVITY, _unknown("activity", said, _spelt(there), _listed(there)))
        activity = here[folded(said)] if said else None
        if not shift:
            return activity, None
        found = self._shift_of(shift, activity, {one.no for one in there})
        return activity or self._definition.activity(found.activity), found

    def _shift_of(self, said: str, activity: Activity | None, there: set[int]) -> Shift:
        mine = [one for one in self._definition.shifts if one.activity in there and (activity is None or one.activity == activity.no)]
        wanted = [one for one in mine if self._means(said, one)]
        if not wanted:
            where = activity.name["en"] if activity is not None and "en" in activity.name else "this venue"
            raise Fault(Field.SHIFT, f"There is no shift “{said}” for {where}. Write when it begins, like 10:00.")
        if len({one.activity for one in wanted}) > 1:
            raise Fault(Field.SHIFT, f"Several activities have a shift “{said}”. Say which activity.")
        if len(wanted) > 1:
            numbers = ", ".join(str(one.no) for one in wanted)
            raise Fault(Field.SHIFT, f"Several shifts begin at “{said}”. Write its number instead: {numbers}.")
        return wanted[0]

    def _activities_at(self, venue: int | None) -> dict[str, Activity]:
        at = -1 if venue is None else venue
        if at not in self._activities:
            there = [one for one in self._definition.activities if venue is None or one.venue == venue]
            self._activities[at] = _by_name(there, lambda one: (*one.name.values(), str(one.no)))
        return self._activities[at]

    def _means(self, said: str, shift: Shift) -> bool:
        """Whether the first time in ``said`` is the local one at which the shift begins, or ``said`` is its number."""
        starts = dt.datetime.fromtimestamp(shift.starts_ms / 1000, self._zone)
        begin = re.search(r"\b(\d{1,2})[:.](\d\d)\b", said)
        if begin is None:
            return said == str(shift.no)
        return (int(begin[1]), int(begin[2])) == (starts.hour, starts.minute)

    def _headcount(self, cells: dict[Field, str]) -> int:
        said = cells.get(Field.HEADCOUNT, "")
        if not said:
            return 0
        if not said.isdecimal() or not 0 < int(said) <= HEADCOUNT_MAX:
            raise Fault(Field.HEADCOUNT, f"“{said}” is no number of people. Write a number from 1 to {HEADCOUNT_MAX}.")
        return int(said)

    def _wishes(self, cells: dict[Field, str]) -> dict[str, str | bool | None]:
        wishes: dict[str, str | bool | None] = {field.value: folded(cells[field]) in _YES for field in WISHES if field in cells}
        said = cells.get(Field.LANGUAGE, "")
        if said:
            language = self._languages.get(folded(said))
            if language is None:
                raise Fault(
                    Field.LANGUAGE,
                    _unknown("language", said, {one: one for one in self._languages}, ", ".join(self._definition.event.languages)),
                )
            wishes["language"] = language
        return wishes


_LANGUAGE_NAMES = {
    "en": ("english", "anglais", "saesneg", "אנגלית"),
    "he": ("hebrew", "עברית", "iw"),
    "ar": ("arabic", "العربية", "عربي"),
    "ur": ("urdu", "اردو"),
    "cy": ("welsh", "cymraeg"),
    "pl": ("polish", "polski"),
    "fr": ("french", "francais", "français"),
}


def _by_name(things: Iterable[_Thing], names: Callable[[_Thing], Iterable[str]]) -> dict[str, _Thing]:
    found: dict[str, _Thing] = {}
    for thing in things:
        for name in names(thing):
            found.setdefault(folded(name), thing)
    return found


def _unknown(what: str, said: str, known: dict[str, str], listed: str) -> str:
    near = difflib.get_close_matches(folded(said), list(known), 1)
    hint = f"Did you mean “{known[near[0]]}”?" if near else f"There are: {listed}."
    return f"There is no {what} “{said}” here. {hint}"


def _spelt(things: Iterable[Venue] | Iterable[Activity]) -> dict[str, str]:
    """Return the names as they are written, by how they are compared."""
    return {folded(name): name for thing in things for name in thing.name.values()}


def _listed(things: Sequence[Venue] | Sequence[Activity]) -> str:
    names = [one.name.get("en") or next(iter(one.name.values()), str(one.no)) for one in things]
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")  # noqa: PLR2004 - as many as a person reads


def field_words(field: Field) -> str:
    """Return how the page calls ``field``, short."""
    return english(WORDS[field]).split("(", maxsplit=1)[0].split(";", maxsplit=1)[0].strip()
