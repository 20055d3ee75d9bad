"""How is a part of an event shown as a line in a list?"""

import msgspec

from sync.domain import written
from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Shift, Venue, in_language
from sync.domain.succession import Part
from sync.server.drafting.differences import moment
from sync.server.drafting.parts import Kind, name_of, part_of, parts_of
from sync.server.reading.drafts import Drafted
from sync.server.site.amounts import clock, counted

NUMBER_DIGITS_MAX = 9
UNITS = {"items": "counted one by one", "people": "people", "minutes": "time", "money": "money"}


class RowShown(msgspec.Struct, frozen=True):
    """One part in a list. ``is_published``: kiosks know it; ``is_first`` and ``is_last`` among its like, for moving."""

    kind: Kind
    no: int
    name: str
    picture: str
    says: str
    is_open: bool
    is_published: bool
    is_first: bool = False
    is_last: bool = False


class VenueShown(msgspec.Struct, frozen=True):
    """A venue with its activities, and each activity with its shifts."""

    row: RowShown
    activities: tuple[tuple[RowShown, tuple[RowShown, ...]], ...]


def row_of(drafted: Drafted, kind: Kind, no: int) -> RowShown | None:
    """Return one part as a line; none for the event itself."""
    part = None if kind is Kind.EVENT else part_of(drafted.definition, kind, no)
    return None if part is None else _row(drafted, kind, part)


def rows_of(drafted: Drafted, kind: Kind) -> tuple[RowShown, ...]:
    """Return all parts of a kind, in the event's order."""
    return _marked(tuple(_row(drafted, kind, part) for part in parts_of(drafted.definition, kind)))


def venues_of(drafted: Drafted) -> tuple[VenueShown, ...]:
    """Return the venues with what happens there."""
    definition = drafted.definition
    shifts: dict[int, list[RowShown]] = {}
    for shift in definition.shifts:
        shifts.setdefault(shift.activity, []).append(_row(drafted, Kind.SHIFT, shift))
    shown = []
    for venue, row in zip(definition.venues, rows_of(drafted, Kind.VENUE), strict=True):
        activities = _marked(tuple(_row(drafted, Kind.ACTIVITY, activity) for activity in definition.activities_at(venue.no)))
        shown.append(VenueShown(row, tuple((activity, _marked(tuple(shifts.get(activity.no, ())))) for activity in activities)))
    return tuple(shown)


def owner_of(text: str) -> int | None:
    """Return the number in an address; none when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS_MAX else None


def _marked(rows: tuple[RowShown, ...]) -> tuple[RowShown, ...]:
    last = len(rows) - 1
    return tuple(msgspec.structs.replace(row, is_first=at == 0, is_last=at == last) for at, row in enumerate(rows))


def _row(drafted: Drafted, kind: Kind, part: Part) -> RowShown:
    is_published = drafted.published is not None and part_of(drafted.published, kind, part.no) is not None
    picture = part.picture if isinstance(part, Activity | ItemKind) else ""
    return RowShown(kind, part.no, name_of(drafted.definition, part), picture, _says(drafted.definition, part), part.is_open, is_published)


def _says(definition: Definition, part: Part) -> str:
    currency = definition.event.currency
    match part:
        case Venue():
            return " · ".join(each for each in (part.town, in_language(part.door, "en")) if each)
        case ItemKind():
            steps = ", ".join(written.figure(part, step, currency) for step in part.steps)
            also = [f"kit of {len(part.parts)} parts"] if part.parts else []
            also += [counted(len(part.outcomes), "outcome", "outcomes")] if part.outcomes else []
            return " · ".join([UNITS[part.unit.value], f"buttons {steps}", *also])
        case Beneficiary():
            return in_language(part.need, "en")
        case Activity():
            return " · ".join(each for each in (in_language(part.where, "en"), _makes(definition, part), _places(part.places)) if each)
        case Shift():
            day = moment(part.starts_ms, definition.event).split(",")[0]
            return " · ".join(
                each
                for each in (
                    day,
                    f"{clock(part.starts_ms, definition.event)}–{clock(part.ends_ms, definition.event)}",
                    _places(part.places),
                )
                if each
            )


def _makes(definition: Definition, activity: Activity) -> str:
    said = []
    for output in activity.outputs:
        item = definition.item(output.item)
        if item is not None:
            said.append(
                name_of(definition, item) if output.target is None else written.amount(item, output.target, definition.event.currency)
            )
    return ", ".join(said) or "makes nothing that is counted"


def _places(places: int | None) -> str:
    return "" if places is None else counted(places, "place", "places")
