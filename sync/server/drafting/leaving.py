"""What happens when a part of an event is to go?

Promise: pure; what was published is closed and stays for what was recorded; what others lead to is held until they lead elsewhere;
only the rest is removed.
"""

from collections.abc import Iterator
from enum import Enum

import msgspec

from sync.domain.definition import Definition
from sync.server.drafting.parts import Kind, closed, part_of, without_part
from sync.server.drafting.words import name_of
from sync.server.reading.drafts import Drafted


class Leaving(Enum):
    """Which way a part goes."""

    REMOVED = "removed"
    CLOSED = "closed"
    HELD = "held"


class Way(msgspec.Struct, frozen=True):
    """How a part called ``name`` would go; ``holders`` are what leads to it, each by kind, number and name."""

    name: str
    way: Leaving
    is_closed: bool
    holders: tuple[tuple[Kind, int, str], ...]


def leaving(drafted: Drafted, kind: Kind, no: int) -> Way | None:
    """Return what would happen to the part; none when there is no such part."""
    if kind is Kind.EVENT or (part := part_of(drafted.definition, kind, no)) is None:
        return None
    name, holders = name_of(drafted.definition, part), tuple(_holders(drafted.definition, kind, no))
    if drafted.published is not None and part_of(drafted.published, kind, no) is not None:
        return Way(name, Leaving.CLOSED, not part.is_open, holders)
    return Way(name, Leaving.HELD if holders else Leaving.REMOVED, not part.is_open, holders)


def put_away(drafted: Drafted, kind: Kind, no: int) -> Definition:
    """Return the draft without the part, or with it closed; as it is when the part is held or gone."""
    way = leaving(drafted, kind, no)
    if way is None or way.way is Leaving.HELD:
        return drafted.definition
    return closed(drafted.definition, kind, no) if way.way is Leaving.CLOSED else without_part(drafted.definition, kind, no)


def _holders(definition: Definition, kind: Kind, no: int) -> Iterator[tuple[Kind, int, str]]:
    for activity in definition.activities:
        outputs = activity.outputs
        is_held = (
            (kind is Kind.VENUE and activity.venue == no)
            or (kind is Kind.ITEM and any(output.item == no for output in outputs))
            or (kind is Kind.BENEFICIARY and any(output.beneficiary == no for output in outputs))
        )
        if is_held:
            yield Kind.ACTIVITY, activity.no, name_of(definition, activity)
    if kind is Kind.ITEM:
        for one in definition.beneficiaries:
            if any(definition.whole_of(wanted.item) == no for wanted in one.wanted):
                yield Kind.BENEFICIARY, one.no, name_of(definition, one)
    if kind is Kind.ACTIVITY:
        yield from ((Kind.SHIFT, shift.no, name_of(definition, shift)) for shift in definition.shifts if shift.activity == no)
