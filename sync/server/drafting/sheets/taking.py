"""What do the rows of a sheet change in an event?

Promise: pure; what is called the same is the same, so that taking a file in twice changes nothing; all faults are told at once, each
with its row and column, and a sheet with a fault changes nothing.
"""

from collections.abc import Mapping, Sequence

import msgspec
from django.core.exceptions import ValidationError

from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Output, Venue
from sync.domain.names import folded
from sync.server.drafting.parts import Kind, NumbersUsedUp, next_no, with_part
from sync.server.drafting.sheets.columns import COLUMNS, Column, column_of
from sync.server.drafting.sheets.reading import Rows
from sync.server.drafting.words import KINDS
from sync.server.site.written_amounts import amount_said
from sync.server.tongues.saying import say

FAULTS_MAX = 50
"""A column that was misunderstood is wrong in every row; nobody reads five hundred sentences."""

TEXT_CHARACTERS_MAX = 80
PLACES_MAX = 1_000_000
NO_ITEM_PICTURE = "helpers"


def take_rows(definition: Definition, rows: Rows, used: Sequence[Definition], given: Mapping[str, int]) -> tuple[Definition, list[str]]:
    """Return the event with what the rows say, and the faults. ``used`` and ``given``: numbers that are not free (see `next_no`)."""
    places, faults = _headings(rows[0][1])
    taking = _Taking(definition, used, given)
    if faults:
        return definition, faults
    for number, cells in rows[1:]:
        taking.row(number, {column.key: (cells[at] if at < len(cells) else "") for column, at in places})
        if len(taking.faults) >= FAULTS_MAX:
            taking.faults.append(say("There is more; put these right first."))
            break
    if len(rows) == 1:
        taking.faults.append(say("Below the headings there is no row."))
    return (definition, taking.faults) if taking.faults else (taking.definition, [])


def _headings(cells: list[str]) -> tuple[list[tuple[Column, int]], list[str]]:
    known = ", ".join(str(column.heading) for column in COLUMNS)
    faults, places = [], []
    seen: dict[str, str] = {}
    for at, cell in enumerate(cells):
        column = column_of(cell)
        if column is None and cell:
            faults.append(say("Row 1: “{heading}” is no column that is known here. These are: {known}.", heading=_short(cell), known=known))
        elif column is not None and column.key in seen:
            both = {"first": _short(cell), "second": _short(seen[column.key])}
            faults.append(say("Row 1: “{first}” and “{second}” mean the same column.", **both))
        elif column is not None:
            seen[column.key] = cell
            places.append((column, at))
    if not faults and "venue" not in seen:
        venue = str(COLUMNS[0].heading)
        faults.append(say("Row 1: there is no column “{heading}”. The first row holds the headings: {known}.", heading=venue, known=known))
    return places, faults


class _Taking:
    """A definition that grows row by row; faults are collected."""

    def __init__(self, definition: Definition, used: Sequence[Definition], given: Mapping[str, int]) -> None:
        self.definition, self.used, self.given = definition, used, given
        self.faults: list[str] = []
        self._venue: Venue | None = None

    def row(self, number: int, cells: dict[str, str]) -> None:
        """Take one row in, or say what is wrong with it."""
        before, known = len(self.faults), self.definition
        for key in ("venue", "town", "door", "activity", "where"):
            if len(cells.get(key, "")) > TEXT_CHARACTERS_MAX:
                self._fault(number, key, say("is longer than {most} letters.", most=TEXT_CHARACTERS_MAX))
        try:
            venue = self._take_venue(number, cells)
            if venue is not None and cells.get("activity"):
                self._take_activity(number, cells, venue)
            elif venue is not None and any(cells.get(key) for key in ("where", "item", "target", "beneficiary", "places")):
                self._fault(number, "activity", say("is empty, and the row says something about one."))
        except NumbersUsedUp as used:
            self.faults.append(say("Row {row}: {what}", row=number, what=KINDS[used.kind].used_up))
        if len(self.faults) > before:
            self.definition = known

    def _take_venue(self, number: int, cells: dict[str, str]) -> Venue | None:
        name = cells.get("venue", "")
        if name:
            found = next((venue for venue in self.definition.venues if folded(venue.name["en"]) == folded(name)), None)
            self._venue = found or Venue(self._next(Kind.VENUE), {"en": name}, languages=self.definition.event.languages)
        elif self._venue is None:
            self._fault(number, "venue", say("is empty, and no row above names one."))
            return None
        assert self._venue is not None, "one was found or made above"
        changed = {key: cells[key] for key in ("town",) if cells.get(key)}
        venue = msgspec.structs.replace(self._venue, **changed)
        if cells.get("door"):
            venue = msgspec.structs.replace(venue, door={**venue.door, "en": cells["door"]})
        self._venue = venue
        self.definition = with_part(self.definition, Kind.VENUE, venue)
        return venue

    def _take_activity(self, number: int, cells: dict[str, str], venue: Venue) -> None:
        name, item = cells["activity"], self._item(number, cells.get("item", ""))
        theirs = self.definition.activities_at(venue.no)
        activity = next((each for each in theirs if folded(each.name["en"]) == folded(name)), None)
        if activity is None:
            activity = Activity(self._next(Kind.ACTIVITY), venue.no, {"en": name}, item.picture if item else NO_ITEM_PICTURE)
        if cells.get("where"):
            activity = msgspec.structs.replace(activity, where={**activity.where, "en": cells["where"]})
        if cells.get("places"):
            activity = msgspec.structs.replace(activity, places=self._places(number, cells["places"]))
        if item is not None:
            activity = self._with_output(number, cells, activity, item)
        elif cells.get("target") or cells.get("beneficiary"):
            self._fault(number, "item", say("is empty, and the row says how many or for whom."))
        self.definition = with_part(self.definition, Kind.ACTIVITY, activity)

    def _with_output(self, number: int, cells: dict[str, str], activity: Activity, item: ItemKind) -> Activity:
        old = next((output for output in activity.outputs if output.item == item.no), Output(item.no))
        target, beneficiary = old.target, old.beneficiary
        if cells.get("target"):
            try:
                target = amount_said(cells["target"], item.unit, self.definition.event.currency)
            except ValidationError as fault:
                self._fault(number, "target", say("cannot be used: {why}", why=fault.message))
        if cells.get("beneficiary") and (found := self._beneficiary(number, cells["beneficiary"])):
            beneficiary = found.no
        new = Output(item.no, target, beneficiary)
        known = any(output.item == item.no for output in activity.outputs)
        outputs = tuple(new if output.item == item.no else output for output in activity.outputs) if known else (*activity.outputs, new)
        return msgspec.structs.replace(activity, outputs=outputs)

    def _item(self, number: int, name: str) -> ItemKind | None:
        if not name:
            return None
        wanted = folded(name)
        found = [item for item in self.definition.items if item.is_open and wanted in (folded(item.many["en"]), folded(item.one["en"]))]
        if not found:
            known = ", ".join(item.many["en"] for item in self.definition.items if item.is_open) or say("none yet")
            what = say(
                "says “{text}”, which is not counted at this event. Add it first, or write one of: {known}.", text=_short(name), known=known
            )
            self._fault(number, "item", what)
        return found[0] if found else None

    def _beneficiary(self, number: int, name: str) -> Beneficiary | None:
        found = next((one for one in self.definition.beneficiaries if folded(one.name["en"]) == folded(name)), None)
        if found is None:
            known = "; ".join(one.name["en"] for one in self.definition.beneficiaries) or say("none yet")
            what = say("says “{text}”, who is not known. Add them first, or write one of: {known}.", text=_short(name), known=known)
            self._fault(number, "beneficiary", what)
        return found

    def _places(self, number: int, text: str) -> int | None:
        places = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(PLACES_MAX)) else 0
        if not 1 <= places <= PLACES_MAX:
            self._fault(number, "places", say("says “{text}”: write a whole number, such as 30.", text=_short(text)))
            return None
        return places

    def _next(self, kind: Kind) -> int:
        return next_no((self.definition, *self.used), kind, self.given.get(kind, 0))

    def _fault(self, number: int, key: str, what: str) -> None:
        heading = next(str(column.heading) for column in COLUMNS if column.key == key)
        self.faults.append(say("Row {row}, column {heading}: {what}", row=number, heading=heading, what=what))


def _short(text: str) -> str:
    return text if len(text) <= TEXT_CHARACTERS_MAX else f"{text[:TEXT_CHARACTERS_MAX]}…"
