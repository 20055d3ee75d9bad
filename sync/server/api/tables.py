"""Which tables can a program read, and what stands in each of their columns?

Promise: those of the exports keep their columns' names and meanings here; nothing in them is about one person. The description that
programs read is made from here.
"""

from typing import Any

import msgspec

from sync.server.exports.columns import CUTS, EVENT, ITEM, MADE, PEOPLE, VENUE, Column, totals_by

Json = dict[str, Any]


class ApiTable(msgspec.Struct, frozen=True):
    """One address below ``/api/v1/``. ``keys`` are the columns that rows are ordered by; ``asks`` what may stand in its query."""

    name: str
    address: str
    about: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    asks: frozenset[str] = frozenset()

    @property
    def is_of_event(self) -> bool:
        return "{event}" in self.address


def _columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(*pair) for pair in pairs)


_CHANGED = _columns(("changed_at", "when the newest entry came in; empty: none yet"))
_NUMBERS = _columns(("here", "people here now"), ("arrived", "people who came"), ("minutes", "people × minutes so far"))
_TAKEN = _columns(("entries", "entries received"), ("waiting", "entries that kiosks said they still hold"))
_BY_EVENT = "/api/v1/events/{event}"

EVENTS = ApiTable(
    "events",
    "/api/v1/events",
    "The events that the token opens",
    (
        *EVENT,
        *_columns(
            ("opens_at", "by the event's clock"),
            ("closes_at", "by the event's clock"),
            ("timezone", "the event's own, as in the tz database"),
            ("currency", "of money"),
            ("version", "of what was published; it grows with every publication"),
        ),
        *_CHANGED,
    ),
    ("event",),
)
SUMMARY = ApiTable(
    "summary",
    f"{_BY_EVENT}/summary",
    "One event in one row: when it last changed, who is there, how many venues have reported",
    (
        *EVENT,
        *_columns(("version", "of what was published; it grows with every publication")),
        *_CHANGED,
        *_NUMBERS,
        *_columns(("venues", "how many there are"), ("venues_reporting", "how many have sent anything yet")),
        *_TAKEN,
    ),
    ("event",),
)
TOTALS = ApiTable(
    "totals",
    f"{_BY_EVENT}/totals",
    "What was made, handed over and confirmed, cut as you choose",
    totals_by(CUTS).columns,
    (*CUTS, "item"),
    frozenset({"by", "venue"}),
)
PEOPLE_TABLE = ApiTable(
    "people",
    f"{_BY_EVENT}/people",
    "How many came to the event, to each venue and to each activity. No names, no references",
    PEOPLE.columns,
    ("scope", "venue", "activity"),
    frozenset({"venue"}),
)
VENUES = ApiTable(
    "venues",
    f"{_BY_EVENT}/venues",
    "Which venues have reported, and when they were last heard",
    (
        *VENUE,
        *_columns(
            ("is_reporting", "1: something came in"),
            ("contact", "in touch, silent, never heard or no device"),
            ("heard_at", "when any of its kiosks was last heard, by the event's clock; empty: never"),
            ("newest_at", "when its newest entry happened, by the event's clock; empty: none yet"),
        ),
        *_TAKEN,
        *_NUMBERS,
    ),
    ("venue",),
    frozenset({"venue"}),
)
PROGRESS = ApiTable(
    "progress",
    f"{_BY_EVENT}/progress",
    "Each item kind against what was hoped for",
    (*ITEM, *MADE, *_columns(("percent", "of the target, rounded down; empty: no target"))),
    ("item",),
    frozenset({"venue"}),
)

API_TABLES = (EVENTS, SUMMARY, TOTALS, PEOPLE_TABLE, VENUES, PROGRESS)

_TEXT: Json = {"type": "string"}
_WHOLE: Json = {"type": "integer"}
_WHOLE_OR_NONE: Json = {"type": ["integer", "null"]}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_MOMENT_OR_NONE: Json = {"type": ["string", "null"], "format": "date-time"}
_SURE = dict.fromkeys(("event", "version", "item", "venues", "venues_reporting", "is_reporting"), _WHOLE)
_TEXTS = {"unit", "currency", "outcome", "scope", "contact", "timezone"}
_MOMENTS = {"opens_at": _MOMENT, "closes_at": _MOMENT, "hour": _MOMENT}


def schema_of(column: str) -> Json:
    """Return what a column holds in JSON."""
    if column in _SURE:
        return _SURE[column]
    if column in _TEXTS or column.endswith("_name"):
        return _TEXT
    return _MOMENTS.get(column, _MOMENT_OR_NONE if column.endswith("_at") else _WHOLE_OR_NONE)
