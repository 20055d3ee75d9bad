"""Which tables are there, and what does each column say?

Promise: a column's name never changes and never gets a second meaning, because spreadsheets elsewhere are built on it; new columns come
at the end. The page of exports and `README.md` of this folder are made from here, and a test holds the document to it.
"""

from collections.abc import Iterable

import msgspec


class Column(msgspec.Struct, frozen=True):
    """One column; ``about`` is a sentence without its full stop."""

    name: str
    about: str


class Table(msgspec.Struct, frozen=True):
    """One table. ``named`` are columns that are there only when names were asked for, by somebody who may see them."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    named: tuple[Column, ...] = ()
    is_about_people: bool = False

    def header(self, *, with_names: bool = False) -> tuple[str, ...]:
        """Return the names of the columns in their order."""
        return tuple(column.name for column in (*self.columns, *(self.named if with_names else ())))


def _columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(*pair) for pair in pairs)


EVENT = _columns(("event", "the event's number"), ("event_name", "what it is called"))
VENUE = _columns(("venue", "the venue's number"), ("venue_name", "what it is called"))
ACTIVITY = _columns(("activity", "the activity's number; empty: none chosen"), ("activity_name", "what it is called"))
ITEM = _columns(
    ("item", "the item kind's number"),
    ("item_name", "what is counted"),
    ("unit", "what quantities are: items, people, minutes or money (in the currency's smallest unit, pence)"),
    ("currency", "of money; empty otherwise"),
)
OUTCOME = _columns(("outcome", "what became of it; empty: not said, or the item kind has no outcomes"))
BENEFICIARY = _columns(("beneficiary", "the beneficiary's number; empty: for nobody in particular"), ("beneficiary_name", "who it is for"))
HOUR = _columns(("hour", "the hour in which it was logged, by the event's clock; corrected figures stand in the hour of the first entry"))
MADE = _columns(
    ("made", "what was logged at the kiosks"),
    ("delivered", "what was handed over"),
    ("received", "what beneficiaries confirmed"),
    ("counted", "what leads counted by hand; empty: nobody did, or the cut is finer than a count"),
    ("target", "what was hoped for; empty: no target, or the cut is finer than a target"),
)
PERSON = _columns(("person", "a reference that says nothing about the person and is the same in every table of this event"))

CUTS = {"event": EVENT, "venue": VENUE, "activity": ACTIVITY, "outcome": OUTCOME, "beneficiary": BENEFICIARY, "hour": HOUR}
"""What totals can be cut by. The item kind is always there: hats and pounds do not add up."""


def totals_by(cuts: Iterable[str]) -> Table:
    """Return the table of totals cut by ``cuts``, whose columns stand in the order of ``CUTS``, whichever way they were asked for."""
    chosen = set(cuts)
    cut = tuple(column for name, columns in CUTS.items() if name in chosen for column in columns)
    return Table("totals", "Totals", "What was made, handed over and confirmed, cut as you choose.", (*cut, *ITEM, *MADE))


TOTALS = totals_by(("venue", "activity"))

BOXES = Table(
    "counts",
    "Made beside counted",
    "Each item kind at each activity: what was logged beside what the lead counted. Both are kept.",
    (*VENUE, *ACTIVITY, *ITEM, *MADE, *_columns(("difference", "counted less made; empty: nobody counted")), *BENEFICIARY),
)
PEOPLE = Table(
    "people",
    "People in numbers",
    "How many came to each venue and activity, and for how long. No names, no references.",
    (
        *_columns(("scope", "event, venue or activity; each person is counted once in each row")),
        *VENUE,
        *ACTIVITY,
        *_columns(("here", "people here now"), ("arrived", "people who came"), ("minutes", "people × minutes so far")),
    ),
)
ATTENDANCE = Table(
    "attendance",
    "Attendance with times",
    "A row for each time that somebody was at an activity.",
    (
        *PERSON,
        *VENUE,
        *ACTIVITY,
        *_columns(
            ("arrived_at", "by the event's clock"),
            ("left_at", "by the event's clock; empty: still here"),
            ("is_estimated", "1: nobody checked out, the closing rule did"),
            ("people", "more than one for a party"),
            ("minutes", "people × minutes so far"),
        ),
    ),
    _columns(("name", "as the card shows it"), ("group", "the family, class or group that they belong to")),
    is_about_people=True,
)
HOURS = Table(
    "hours",
    "Hours of each volunteer",
    "A row for each person or party that came.",
    (
        *PERSON,
        *_columns(
            ("sort", "volunteer, party, or unknown: not on the roster"),
            ("first_arrived_at", "by the event's clock"),
            ("last_left_at", "by the event's clock; empty: still here"),
            ("people", "the most that were here at once; 1 for a person"),
            ("minutes", "people × minutes so far"),
            ("is_estimated", "1: an end was given by the closing rule"),
            ("venues", "the numbers of the venues, with spaces between"),
        ),
    ),
    _columns(("name", "as the card shows it"), ("group", "the family, class or group that they belong to")),
    is_about_people=True,
)
GROUPS = Table(
    "groups",
    "Hours of each group",
    "A row for each family, class or group of which somebody came, by its own card or by its members'.",
    _columns(
        ("person", "the group's own reference"),
        ("kind", "family, class or group"),
        ("people", "who came: the most at once by its own card, and its members"),
        ("minutes", "people × minutes so far"),
    ),
    _columns(("name", "as the card shows it")),
    is_about_people=True,
)
DELIVERIES = Table(
    "deliveries",
    "Deliveries with receipts",
    "A row for each hand-over, and for each confirmation by a beneficiary.",
    (
        *_columns(
            ("entry", "which line of which kiosk's journal it is"),
            ("sort", "delivered or received"),
            ("at", "by the event's clock"),
        ),
        *VENUE,
        *ACTIVITY,
        *ITEM,
        *_columns(("quantity", "in the unit"), ("confirms", "of a receipt: the entry of its delivery; empty: not said")),
        *BENEFICIARY,
    ),
)
FLAGS = Table(
    "flags",
    "Flags",
    "A row for everything that a person should look at, or has looked at.",
    (
        *_columns(("flag", "its number"), ("code", "the number of its kind"), ("title", "its kind in words")),
        *VENUE,
        *_columns(
            ("entry", "which line of which kiosk's journal it is about"),
            ("raised_at", "by the event's clock"),
            ("settled_at", "by the event's clock; empty: still open"),
            ("settled_by", "who settled it"),
        ),
    ),
)

TABLES = {table.name: table for table in (TOTALS, BOXES, PEOPLE, ATTENDANCE, HOURS, GROUPS, DELIVERIES, FLAGS)}


def documented() -> str:
    """Return all tables and columns as the text of the document."""
    parts = []
    for table in TABLES.values():
        parts += [f"### `{table.name}`: {table.title.lower()}", "", table.about, "", "| column | what it says |", "|---|---|"]
        if table is TOTALS:
            parts += [f"| `{column.name}` | {column.about} (cut by {name}) |" for name, columns in CUTS.items() for column in columns]
            parts += [f"| `{column.name}` | {column.about} |" for column in (*ITEM, *MADE)]
        else:
            parts += [f"| `{column.name}` | {column.about} |" for column in table.columns]
        parts += [f"| `{column.name}` | {column.about} (only with names) |" for column in table.named]
        parts.append("")
    return "\n".join(parts)
