"""How is a part of an event shown as a line in a list?"""

import msgspec

from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Shift, Unit, Venue
from sync.domain.names import folded
from sync.domain.succession import Part
from sync.server.drafting.parts import Kind, part_of, parts_of
from sync.server.drafting.words import name_of
from sync.server.reading.drafts import Drafted
from sync.server.site import amounts
from sync.server.site.amounts import clock, named
from sync.server.tongues.saying import Said, apart, later, listed, say, say_many

NUMBER_DIGITS_MAX = 9
VENUES_SHOWN = 25
"""With their activities and shifts some ten screens of a desk: more is looked for by name."""
UNITS: dict[Unit, Said] = {
    Unit.ITEMS: later("counted one by one"),
    Unit.PEOPLE: later("people"),
    Unit.MINUTES: later("time"),
    Unit.MONEY: later("money"),
}


class RowShown(msgspec.Struct, frozen=True):
    """One part in a list. ``is_published``: kiosks know it; ``is_first`` and ``is_last`` among its like, for moving. ``hours``: those of
    a shift, whose name it shares with the other shifts of its activity.
    """

    kind: Kind
    no: int
    name: str
    picture: str
    says: str
    is_open: bool
    is_published: bool
    is_first: bool = False
    is_last: bool = False
    hours: str = ""

    @property
    def called(self) -> str:
        """What tells it from its like where it is only heard."""
        return _in_a_line(self.name, self.hours)


class VenueShown(msgspec.Struct, frozen=True):
    """A venue with its activities, and each activity with its shifts."""

    row: RowShown
    activities: tuple[tuple[RowShown, tuple[RowShown, ...]], ...]


class VenuesPage(msgspec.Struct, frozen=True):
    """One page of the venues that were found. ``count``: how many were found; ``pages``: on how many pages they stand."""

    venues: tuple[VenueShown, ...]
    count: int
    page: int
    pages: int
    wanted: str = ""

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def row_of(drafted: Drafted, kind: Kind, no: int) -> RowShown | None:
    """Return one part as a line; none for the event itself."""
    part = None if kind is Kind.EVENT else part_of(drafted.definition, kind, no)
    return None if part is None else _row(drafted, kind, part)


def rows_of(drafted: Drafted, kind: Kind) -> tuple[RowShown, ...]:
    """Return all parts of a kind, in the event's order."""
    return _marked(tuple(_row(drafted, kind, part) for part in parts_of(drafted.definition, kind)))


def venues_of(drafted: Drafted, wanted: str = "", page: int = 1) -> VenuesPage:
    """Return the venues of ``page`` (from 1; one that there is not: the nearest) whose name or town holds ``wanted``, with what happens
    there.
    """
    needle = folded(wanted)
    rows = [row for row in rows_of(drafted, Kind.VENUE) if needle in folded(f"{row.name} {row.says}")]
    pages = max(1, -(-len(rows) // VENUES_SHOWN))
    page = min(max(1, page), pages)
    here = rows[(page - 1) * VENUES_SHOWN : page * VENUES_SHOWN]
    return VenuesPage(tuple(_venue_shown(drafted, row) for row in here), len(rows), page, pages, wanted)


def _venue_shown(drafted: Drafted, row: RowShown) -> VenueShown:
    activities = _marked(tuple(_row(drafted, Kind.ACTIVITY, activity) for activity in drafted.definition.activities_at(row.no)))
    shifts: dict[int, list[RowShown]] = {activity.no: [] for activity in activities}
    for shift in drafted.definition.shifts:
        if shift.activity in shifts:
            shifts[shift.activity].append(_row(drafted, Kind.SHIFT, shift))
    return VenueShown(row, tuple((activity, _marked(tuple(shifts[activity.no]))) for activity in activities))


def owner_of(text: str) -> int | None:
    """Return the number in an address; none when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS_MAX else None


def _marked(rows: tuple[RowShown, ...]) -> tuple[RowShown, ...]:
    last = len(rows) - 1
    return tuple(msgspec.structs.replace(row, is_first=at == 0, is_last=at == last) for at, row in enumerate(rows))


def _row(drafted: Drafted, kind: Kind, part: Part) -> RowShown:
    is_published = drafted.published is not None and part_of(drafted.published, kind, part.no) is not None
    picture = part.picture if isinstance(part, Activity | ItemKind) else ""
    hours = _hours(drafted.definition, part) if isinstance(part, Shift) else ""
    name, says = name_of(drafted.definition, part), _says(drafted.definition, part)
    return RowShown(kind, part.no, name, picture, says, part.is_open, is_published, hours=hours)


def _says(definition: Definition, part: Part) -> str:
    match part:
        case Venue():
            return _in_a_line(part.town, named(part.door))
        case ItemKind():
            steps = listed(amounts.figure(step, part, definition.event) for step in part.steps)
            also = [say_many("kit of {count} part", "kit of {count} parts", len(part.parts))] if part.parts else []
            also += [say_many("{count} outcome", "{count} outcomes", len(part.outcomes))] if part.outcomes else []
            return " · ".join([str(UNITS[part.unit]), say("buttons {steps}", steps=steps), *also])
        case Beneficiary():
            return named(part.need)
        case Activity():
            return _in_a_line(named(part.where), _makes(definition, part), _places(part.places))
        case Shift():
            return _in_a_line(_hours(definition, part), _places(part.places))


def _hours(definition: Definition, shift: Shift) -> str:
    day = amounts.long_day(shift.starts_ms, definition.event)
    return _in_a_line(day, f"{clock(shift.starts_ms, definition.event)}–{clock(shift.ends_ms, definition.event)}")


def _in_a_line(*said: str) -> str:
    """What there is of it, each keeping its own direction."""
    return " · ".join(apart(each) for each in said if each)


def _makes(definition: Definition, activity: Activity) -> str:
    said = []
    for output in activity.outputs:
        item = definition.item(output.item)
        if item is not None:
            said.append(name_of(definition, item) if output.target is None else amounts.amount(output.target, item, definition.event))
    return listed(said) or say("makes nothing that is counted")


def _places(places: int | None) -> str:
    return "" if places is None else say_many("{count} place", "{count} places", places)
