"""What is an event made of, one part at a time?

Promise: pure; a part is found, set, moved and taken out by its kind and number, and everything else stays as it is; a new part's number
was never given before.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Shift, Venue
from sync.domain.succession import Part
from sync.eventfile.tables import NUMBER_MAX

FIRST_NO = 1


class Kind(StrEnum):
    """What a part is. The event itself is one too, and the only one without a number of its own."""

    EVENT = "event"
    VENUE = "venue"
    ITEM = "item"
    BENEFICIARY = "beneficiary"
    ACTIVITY = "activity"
    SHIFT = "shift"


NUMBERED = (Kind.VENUE, Kind.ITEM, Kind.BENEFICIARY, Kind.ACTIVITY, Kind.SHIFT)
"""In the order in which an event is prepared: what is named before it is used."""

_FIELD = {
    Kind.VENUE: "venues",
    Kind.ITEM: "items",
    Kind.BENEFICIARY: "beneficiaries",
    Kind.ACTIVITY: "activities",
    Kind.SHIFT: "shifts",
}
_TYPE: dict[Kind, type[Part]] = {
    Kind.VENUE: Venue,
    Kind.ITEM: ItemKind,
    Kind.BENEFICIARY: Beneficiary,
    Kind.ACTIVITY: Activity,
    Kind.SHIFT: Shift,
}


class NumbersUsedUp(Exception):
    """There is no further number for a part of this ``kind``."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.value)
        self.kind = kind


def parts_of(definition: Definition, kind: Kind) -> tuple[Part, ...]:
    """Return all parts of ``kind``, in the event's order."""
    found: tuple[Part, ...] = getattr(definition, _FIELD[kind])
    return found


def part_of(definition: Definition, kind: Kind, no: int) -> Part | None:
    """Return one part; none when there is none of that number."""
    return next((part for part in parts_of(definition, kind) if part.no == no), None)


def next_no(definitions: Iterable[Definition], kind: Kind, given: int = 0) -> int:
    """Return a number for a new part: above every one in ``definitions`` and above ``given``. Raises ``NumbersUsedUp``."""
    used = (part.no for definition in definitions for part in parts_of(definition, kind))
    no = max(used, default=0)
    no = max(no, given, FIRST_NO - 1) + 1
    if no > NUMBER_MAX:
        raise NumbersUsedUp(kind)
    return no


def with_part(definition: Definition, kind: Kind, part: Part) -> Definition:
    """Return the definition with ``part`` in the place of the one with its number, else as the last one."""
    parts = parts_of(definition, kind)
    known = any(each.no == part.no for each in parts)
    return _with(definition, kind, tuple(part if each.no == part.no else each for each in parts) if known else (*parts, part))


def without_part(definition: Definition, kind: Kind, no: int) -> Definition:
    """Return the definition without the part. What leads to it is left to be told by the check."""
    return _with(definition, kind, tuple(part for part in parts_of(definition, kind) if part.no != no))


def moved(definition: Definition, kind: Kind, no: int, by: int) -> Definition:
    """Return the definition with the part ``by`` places further down among its like (up: less than 0).

    Activities are listed by venue and shifts by activity: they change places with the next one there.
    """
    parts = list(parts_of(definition, kind))
    here = next((at for at, part in enumerate(parts) if part.no == no), None)
    if here is None:
        return definition
    like = [at for at, part in enumerate(parts) if _owner(part) == _owner(parts[here])]
    there = like[max(0, min(like.index(here) + by, len(like) - 1))]
    parts[here], parts[there] = parts[there], parts[here]
    return _with(definition, kind, tuple(parts))


def closed(definition: Definition, kind: Kind, no: int, *, is_open: bool = False) -> Definition:
    """Return the definition with the part closed, or opened again.

    With a venue its activities close; what is counted no more is taken off the activities that make it, so that no kiosk offers it.
    """
    part = part_of(definition, kind, no)
    if part is None:
        return definition
    now = with_part(definition, kind, msgspec.structs.replace(part, is_open=is_open))
    if is_open:
        return now
    if kind is Kind.VENUE:
        for activity in now.activities_at(no):
            now = closed(now, Kind.ACTIVITY, activity.no)
    if kind is Kind.ACTIVITY:
        for shift in (shift for shift in now.shifts if shift.activity == no):
            now = with_part(now, Kind.SHIFT, msgspec.structs.replace(shift, is_open=False))
    if kind is Kind.ITEM:
        for activity in now.activities:
            kept = tuple(output for output in activity.outputs if output.item != no)
            now = with_part(now, Kind.ACTIVITY, msgspec.structs.replace(activity, outputs=kept))
    return now


def encoded(part: object) -> bytes:
    """Return a part, or the event, for keeping."""
    return msgspec.msgpack.encode(part)


def decoded(kind: Kind, body: bytes) -> Part:
    """Return what ``encoded`` was given."""
    return msgspec.msgpack.decode(body, type=_TYPE[kind])


def _with(definition: Definition, kind: Kind, parts: tuple[Part, ...]) -> Definition:
    if kind is Kind.SHIFT:
        # Shifts stand in the order of their activities, as an event file has them.
        order: Mapping[int, int] = {activity.no: at for at, activity in enumerate(definition.activities)}
        parts = tuple(sorted(parts, key=lambda part: order.get(_owner(part), len(order))))
    now = msgspec.structs.replace(definition, **{_FIELD[kind]: parts})
    return _with(now, Kind.SHIFT, now.shifts) if kind is Kind.ACTIVITY else now


def _owner(part: Part) -> int:
    match part:
        case Activity():
            return part.venue
        case Shift():
            return part.activity
        case _:
            return 0
