"""Which tables are there, and what does each column say?

Promise: a column's name never changes and never gets a second meaning, because spreadsheets elsewhere are built on it; new columns come
at the end. The page of exports and `README.md` of this folder are made from here, and a test holds the document to it.
"""

from collections.abc import Iterable

import msgspec

from sync.server.tongues.saying import Said, in_english, later


class Column(msgspec.Struct, frozen=True):
    """One column; ``about`` is a sentence without its full stop."""

    name: str
    about: Said


class Table(msgspec.Struct, frozen=True):
    """One table. ``named`` are columns that are there only when names were asked for, by somebody who may see them."""

    name: str
    title: Said
    about: Said
    columns: tuple[Column, ...]
    named: tuple[Column, ...] = ()
    is_about_people: bool = False

    def header(self, *, with_names: bool = False) -> tuple[str, ...]:
        """Return the names of the columns in their order."""
        return tuple(column.name for column in (*self.columns, *(self.named if with_names else ())))


def _columns(*pairs: tuple[str, Said]) -> tuple[Column, ...]:
    return tuple(Column(*pair) for pair in pairs)


EVENT = _columns(("event", later("the event's number")), ("event_name", later("what it is called")))
VENUE = _columns(("venue", later("the venue's number")), ("venue_name", later("what it is called")))
ACTIVITY = _columns(("activity", later("the activity's number; empty: none chosen")), ("activity_name", later("what it is called")))
ITEM = _columns(
    ("item", later("the item kind's number")),
    ("item_name", later("what is counted")),
    ("unit", later("what quantities are: items, people, minutes or money (in the currency's smallest unit, pence)")),
    ("currency", later("of money; empty otherwise")),
)
OUTCOME = _columns(("outcome", later("what became of it; empty: not said, or the item kind has no outcomes")))
BENEFICIARY = _columns(
    ("beneficiary", later("the beneficiary's number; empty: for nobody in particular")), ("beneficiary_name", later("who it is for"))
)
HOUR = _columns(
    ("hour", later("the hour in which it was logged, by the event's clock; corrected figures stand in the hour of the first entry"))
)
MADE = _columns(
    ("made", later("what was logged at the kiosks")),
    ("delivered", later("what was handed over")),
    ("received", later("what beneficiaries confirmed")),
    ("counted", later("what leads counted by hand; empty: nobody did, or the cut is finer than a count")),
    ("target", later("what was hoped for; empty: no target, or the cut is finer than a target")),
)
PERSON = _columns(("person", later("a reference that says nothing about the person and is the same in every table of this event")))

CUTS = {"event": EVENT, "venue": VENUE, "activity": ACTIVITY, "outcome": OUTCOME, "beneficiary": BENEFICIARY, "hour": HOUR}
"""What totals can be cut by. The item kind is always there: hats and pounds do not add up."""


def totals_by(cuts: Iterable[str]) -> Table:
    """Return the table of totals cut by ``cuts``, whose columns stand in the order of ``CUTS``, whichever way they were asked for."""
    chosen = set(cuts)
    cut = tuple(column for name, columns in CUTS.items() if name in chosen for column in columns)
    return Table("totals", later("Totals"), later("What was made, handed over and confirmed, cut as you choose."), (*cut, *ITEM, *MADE))


TOTALS = totals_by(("venue", "activity"))

BOXES = Table(
    "counts",
    later("Made beside counted"),
    later("Each item kind at each activity: what was logged beside what the lead counted. Both are kept."),
    (*VENUE, *ACTIVITY, *ITEM, *MADE, *_columns(("difference", later("counted less made; empty: nobody counted"))), *BENEFICIARY),
)
PEOPLE = Table(
    "people",
    later("People in numbers"),
    later("How many came to each venue and activity, and for how long. No names, no references."),
    (
        *_columns(("scope", later("event, venue or activity; each person is counted once in each row"))),
        *VENUE,
        *ACTIVITY,
        *_columns(("here", later("people here now")), ("arrived", later("people who came")), ("minutes", later("people × minutes so far"))),
    ),
)
ATTENDANCE = Table(
    "attendance",
    later("Attendance with times"),
    later("A row for each time that somebody was at an activity."),
    (
        *PERSON,
        *VENUE,
        *ACTIVITY,
        *_columns(
            ("arrived_at", later("by the event's clock")),
            ("left_at", later("by the event's clock; empty: still here")),
            ("is_estimated", later("1: nobody checked out, the closing rule did")),
            ("people", later("more than one for a party")),
            ("minutes", later("people × minutes so far")),
        ),
    ),
    _columns(("name", later("as the card shows it")), ("group", later("the family, class or group that they belong to"))),
    is_about_people=True,
)
HOURS = Table(
    "hours",
    later("Hours of each volunteer"),
    later("A row for each person or party that came."),
    (
        *PERSON,
        *_columns(
            ("sort", later("volunteer, party, or unknown: not on the roster")),
            ("first_arrived_at", later("by the event's clock")),
            ("last_left_at", later("by the event's clock; empty: still here")),
            ("people", later("the most that were here at once; 1 for a person")),
            ("minutes", later("people × minutes so far")),
            ("is_estimated", later("1: an end was given by the closing rule")),
            ("venues", later("the numbers of the venues, with spaces between")),
        ),
    ),
    _columns(("name", later("as the card shows it")), ("group", later("the family, class or group that they belong to"))),
    is_about_people=True,
)
GROUPS = Table(
    "groups",
    later("Hours of each group"),
    later("A row for each family, class or group of which somebody came, by its own card or by its members'."),
    _columns(
        ("person", later("the group's own reference")),
        ("kind", later("family, class or group")),
        ("people", later("who came: the most at once by its own card, and its members")),
        ("minutes", later("people × minutes so far")),
    ),
    _columns(("name", later("as the card shows it"))),
    is_about_people=True,
)
DELIVERIES = Table(
    "deliveries",
    later("Deliveries with receipts"),
    later("A row for each hand-over, and for each confirmation by a beneficiary."),
    (
        *_columns(
            ("entry", later("which line of which kiosk's journal it is")),
            ("sort", later("delivered or received")),
            ("at", later("by the event's clock")),
        ),
        *VENUE,
        *ACTIVITY,
        *ITEM,
        *_columns(("quantity", later("in the unit")), ("confirms", later("of a receipt: the entry of its delivery; empty: not said"))),
        *BENEFICIARY,
    ),
)
FLAGS = Table(
    "flags",
    later("Flags"),
    later("A row for everything that a person should look at, or has looked at."),
    (
        *_columns(("flag", later("its number")), ("code", later("the number of its kind")), ("title", later("its kind in words"))),
        *VENUE,
        *_columns(
            ("entry", later("which line of which kiosk's journal it is about")),
            ("raised_at", later("by the event's clock")),
            ("settled_at", later("by the event's clock; empty: still open")),
            ("settled_by", later("who settled it")),
        ),
    ),
)

TABLES = {table.name: table for table in (TOTALS, BOXES, PEOPLE, ATTENDANCE, HOURS, GROUPS, DELIVERIES, FLAGS)}


def documented() -> str:
    """Return all tables and columns as the text of the document, in English."""
    with in_english():
        return "\n".join(line for table in TABLES.values() for line in _documented(table))


def _documented(table: Table) -> list[str]:
    lines = [f"### `{table.name}`: {table.title.lower()}", "", str(table.about), "", "| column | what it says |", "|---|---|"]
    if table is TOTALS:
        lines += [f"| `{column.name}` | {column.about} (cut by {name}) |" for name, columns in CUTS.items() for column in columns]
        lines += [f"| `{column.name}` | {column.about} |" for column in (*ITEM, *MADE)]
    else:
        lines += [f"| `{column.name}` | {column.about} |" for column in table.columns]
    return [*lines, *(f"| `{column.name}` | {column.about} (only with names) |" for column in table.named), ""]
