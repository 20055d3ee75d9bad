"""What is one line of fact on the wire and on the disk?

Promise: one flat, typed, immutable value. Its id is not inside: an entry does not know its place, so the same bytes are
hashed, sealed, sent and stored on every route (S2). A field that a newer kiosk adds is kept in the bytes and passed on.
"""

from enum import IntEnum
from typing import Any

import msgspec

from sync.domain.identity import EntryId

SCHEMA_VERSION = 1


class Kind(IntEnum):
    """What happened. Numbers are on disks all over the country: they are never given a second meaning."""

    CHECK_IN = 1
    CHECK_OUT = 2
    MOVE = 3
    ITEMS_LOGGED = 4
    COUNTED = 5
    DELIVERED = 6
    RECEIVED = 7
    CORRECT = 8
    VOID = 9
    WALK_IN = 10
    SEEN_SAFE = 11
    CLOCK_EVENT = 12
    DAY_CLOSED = 13
    SYSTEM = 14


class ClockState(IntEnum):
    """How far the kiosk's wall clock could be trusted when the entry was written, weakest first."""

    UNKNOWN = 0
    RTC_ONLY = 1
    SERVER_TIME = 2
    NTP = 3


class How(IntEnum):
    """How the person was identified."""

    NOBODY = 0
    ROSTER = 1
    SIGNED_PASS = 2
    TYPED = 3
    WALK_IN = 4
    BY_LEAD = 5


class Reason(IntEnum):
    """Why a correction, a void or a note was made. A code and not a text: entries carry no free text."""

    NONE = 0
    UNDONE = 1
    MISCOUNTED = 2
    WRONG_PERSON = 3
    WRONG_ACTIVITY = 4
    DUPLICATE = 5
    FORGOTTEN = 6
    CLOSING_RULE = 7
    UNKNOWN_CODE_SHOWN = 8
    JOURNAL_SET_ASIDE = 9
    STORAGE_FULL = 10
    STARTED = 11
    HEADCOUNT_CHANGED = 12
    LOOKED_AT = 13
    RIGHT_AS_IT_IS = 14
    ASKED = 15
    ACCEPTED = 16
    PRACTICE = 17
    OTHER = 99


class Value(msgspec.Struct, frozen=True, array_like=True):
    """The whole new value that a correction gives to its target; ``None`` means: as the target said itself.

    quantity: in the item kind's unit; headcount: people; at_ms: UTC milliseconds since 1970.
    """

    quantity: int | None = None
    headcount: int | None = None
    activity: int | None = None
    at_ms: int | None = None


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One immutable line of fact; field order is the wire's order (protocol, section 2).

    ``kind``, ``clock``, ``how`` and ``reason`` are plain integers here, so that a number which this version does not know is
    stored and flagged and never refused (S4). ``wall_ms`` is the kiosk's own clock (UTC, may be wrong); ``mono_ms`` counts since
    boot number ``boot``. ``who`` is 8 bytes or none; ``quantity`` is in the item kind's unit (items, people, minutes, minor units).

    Python's garbage collector does not look at entries (``gc``): nothing in one can lead back to it, and a centre holds thousands at once.
    """

    v: int
    kind: int
    wall_ms: int
    mono_ms: int
    boot: int
    clock: int
    definition: int
    event: int
    venue: int
    who: bytes | None = None
    headcount: int = 1
    activity: int | None = None
    item: int | None = None
    quantity: int | None = None
    target: EntryId | None = None
    value: Value | None = None
    reason: int = 0
    actor: int = 0
    how: int = 0
    ext: dict[str, Any] = {}


class Stamp(msgspec.Struct, frozen=True):
    """Everything in an entry that is not the fact itself: when, where, under which rules, by whom, how identified."""

    wall_ms: int
    mono_ms: int
    boot: int
    clock: ClockState
    definition: int
    event: int
    venue: int
    actor: int = 0
    how: How = How.NOBODY


class Line(msgspec.Struct, frozen=True):
    """An entry with its id and its estimated true time (UTC ms); what the rules fold over.

    ``at_ms`` is a measurement with an error and never decides whether something counts, only the order in which it is told (S9).
    """

    id: EntryId
    at_ms: int
    entry: Entry

    @property
    def order(self) -> tuple[int, EntryId]:
        """The total order of the fold: (estimated time, stream, seq)."""
        return (self.at_ms, self.id)
