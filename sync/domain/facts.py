"""What does an entry say, in the words of the day?

Promise: one typed value per kind, and a pair of functions that translate between them and the flat entry without loss.
What a kind cannot mean comes back as ``Unusable`` with the flag that says why; nothing is raised for bad data of others (S4).
"""

from typing import NamedTuple

import msgspec

from sync.domain.entry import SCHEMA_VERSION, Entry, Kind, Reason, Stamp, Value
from sync.domain.flags import Flag
from sync.domain.identity import WHO_BYTES, EntryId


class Arrived(msgspec.Struct, frozen=True):
    """A volunteer, or ``headcount`` people of a party, came in to ``activity`` (none: not chosen yet)."""

    who: bytes
    activity: int | None = None
    headcount: int = 1


class Left(msgspec.Struct, frozen=True):
    """A volunteer or party went out; ``of`` is the check-in that this ends, where the desk knew it."""

    who: bytes
    of: EntryId | None = None
    headcount: int = 1


class Moved(msgspec.Struct, frozen=True):
    """Somebody who is here changed to another activity of the same venue."""

    who: bytes
    activity: int


class ItemsLogged(msgspec.Struct, frozen=True):
    """``quantity`` of an item kind was made at an activity; ``who`` is none when a table logs for everybody."""

    activity: int
    item: int
    quantity: int
    who: bytes | None = None


class Counted(msgspec.Struct, frozen=True):
    """The lead counted the box: a figure of its own beside the tally, never instead of it (S8)."""

    activity: int
    item: int
    quantity: int


class Delivered(msgspec.Struct, frozen=True):
    """What was made at an activity was handed over to its beneficiary."""

    activity: int
    item: int
    quantity: int


class Received(msgspec.Struct, frozen=True):
    """The beneficiary confirmed the delivery ``of``."""

    activity: int
    item: int
    quantity: int
    of: EntryId | None = None


class Corrected(msgspec.Struct, frozen=True):
    """The whole value of ``target`` is replaced by ``value``."""

    target: EntryId
    value: Value
    reason: int = Reason.MISCOUNTED


class Voided(msgspec.Struct, frozen=True):
    """``target`` no longer counts. A void can itself be voided."""

    target: EntryId
    reason: int = Reason.UNDONE


class WalkedIn(msgspec.Struct, frozen=True):
    """A person who was not on the roster was given a reference; the name is in a side table, never here."""

    who: bytes


class SeenSafe(msgspec.Struct, frozen=True):
    """Somebody was seen at the roll call."""

    who: bytes


class ClockStepped(msgspec.Struct, frozen=True):
    """The wall clock jumped against the monotonic clock by ``by_ms`` (signed)."""

    by_ms: int


class DayClosed(msgspec.Struct, frozen=True):
    """The lead closed the day at this venue."""


class SystemNoted(msgspec.Struct, frozen=True):
    """A machine notes something: ``reason`` says what, ``amount`` how much where that has a meaning. A kiosk notes about itself; the
    centre that somebody looked at the entry ``about``.
    """

    reason: int
    amount: int = 0
    about: EntryId | None = None


Fact = (
    Arrived
    | Left
    | Moved
    | ItemsLogged
    | Counted
    | Delivered
    | Received
    | Corrected
    | Voided
    | WalkedIn
    | SeenSafe
    | ClockStepped
    | DayClosed
    | SystemNoted
)


class Unusable(msgspec.Struct, frozen=True):
    """An entry that is kept and shown but says nothing that can be added up; ``flag`` says why."""

    flag: Flag


_KIND: dict[type[Fact], Kind] = {
    Arrived: Kind.CHECK_IN,
    Left: Kind.CHECK_OUT,
    Moved: Kind.MOVE,
    ItemsLogged: Kind.ITEMS_LOGGED,
    Counted: Kind.COUNTED,
    Delivered: Kind.DELIVERED,
    Received: Kind.RECEIVED,
    Corrected: Kind.CORRECT,
    Voided: Kind.VOID,
    WalkedIn: Kind.WALK_IN,
    SeenSafe: Kind.SEEN_SAFE,
    ClockStepped: Kind.CLOCK_EVENT,
    DayClosed: Kind.DAY_CLOSED,
    SystemNoted: Kind.SYSTEM,
}
# A fact's own words for an entry's field, where they differ.
_FIELD = {"of": "target", "about": "target", "by_ms": "quantity", "amount": "quantity"}

_MAY_BE_NONE = {(Arrived, "activity"), (Left, "of"), (ItemsLogged, "who"), (Received, "of"), (SystemNoted, "about")}


class _Shape(NamedTuple):
    """Where in an entry each field of a fact stands. Made once: the centre reads a hundred thousand entries a minute."""

    fact: type[Fact]
    fields: tuple[str, ...]
    may_be_none: tuple[bool, ...]


def _shape(fact: type[Fact]) -> _Shape:
    names = fact.__struct_fields__
    return _Shape(fact, tuple(_FIELD.get(name, name) for name in names), tuple((fact, name) in _MAY_BE_NONE for name in names))


_SHAPE: dict[int, _Shape] = {int(kind): _shape(fact) for fact, kind in _KIND.items()}

# No single entry can mean more than this; it is far above any hall and far below what 64-bit sums can overflow on.
QUANTITY_MAX = 10**12
HEADCOUNT_MAX = 100_000
AT_MS_MAX = 7_258_118_400_000
"""The year 2200. People × milliseconds of any stay within it fit into 64 bits."""


def stamped(stamp: Stamp, fact: Fact) -> Entry:
    """Return the flat entry for ``fact`` under ``stamp``; ``fact_of`` gives the fact back."""
    fields = {_FIELD.get(name, name): getattr(fact, name) for name in fact.__struct_fields__}
    return Entry(
        v=SCHEMA_VERSION,
        kind=int(_KIND[type(fact)]),
        wall_ms=stamp.wall_ms,
        mono_ms=stamp.mono_ms,
        boot=stamp.boot,
        clock=int(stamp.clock),
        definition=stamp.definition,
        event=stamp.event,
        venue=stamp.venue,
        actor=stamp.actor,
        how=int(stamp.how),
        **fields,
    )


def fact_of(entry: Entry) -> Fact | Unusable:
    """Return what ``entry`` says, or ``Unusable`` with the flag for a kind or a shape that says nothing.

    A newer schema version is read as far as this version understands it: the fields keep their places for ever.
    """
    shape = _SHAPE.get(entry.kind)
    if shape is None:
        return Unusable(Flag.UNKNOWN_KIND)
    values = [getattr(entry, field) for field in shape.fields]
    for value, may_be_none in zip(values, shape.may_be_none, strict=True):
        if value is None and not may_be_none:
            return Unusable(Flag.INCOMPLETE)
    if entry.who is not None and len(entry.who) != WHO_BYTES:
        return Unusable(Flag.INCOMPLETE)
    if not _is_plausible(entry):
        return Unusable(Flag.IMPOSSIBLE_AMOUNT)
    return shape.fact(*values)


def _is_plausible(entry: Entry) -> bool:
    if not 0 <= entry.headcount <= HEADCOUNT_MAX:
        return False
    lowest = -QUANTITY_MAX if entry.kind == Kind.CLOCK_EVENT else 0
    if entry.quantity is not None and not lowest <= entry.quantity <= QUANTITY_MAX:
        return False
    value = entry.value
    return value is None or (
        _is_within(value.quantity, QUANTITY_MAX) and _is_within(value.headcount, HEADCOUNT_MAX) and _is_within(value.at_ms, AT_MS_MAX)
    )


def _is_within(amount: int | None, most: int) -> bool:
    return amount is None or 0 <= amount <= most
