"""What are the numbers of an event called in a table?

Promise: a number that the definition does not know stays in the table, under an empty name; never a figure is left out for want of one.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sync.domain.definition import Definition, Unit, in_language
from sync.server.exports.cells import Cell

LANGUAGE = "en"


class Naming:
    """The words of one event's numbers, and its clock."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._zone = ZoneInfo(definition.event.timezone)
        # A table asks for the same few a million times.
        self._venues: dict[int | None, tuple[Cell, ...]] = {}
        self._activities: dict[int | None, tuple[Cell, ...]] = {}
        self._beneficiaries = {
            (activity.venue, activity.no, output.item): output.beneficiary
            for activity in definition.activities
            for output in activity.outputs
        }
        self._outcomes = {
            one.no: in_language(words, LANGUAGE)
            for item in definition.items
            for one, words in zip(definition.outcomes_of(item.no), item.outcomes, strict=True)
        }

    def event(self) -> tuple[Cell, ...]:
        return self._definition.event.no, in_language(self._definition.event.name, LANGUAGE)

    def venue(self, no: int | None) -> tuple[Cell, ...]:
        return self._venues[no] if no in self._venues else self._venues.setdefault(no, self._venue(no))

    def activity(self, no: int | None) -> tuple[Cell, ...]:
        return self._activities[no] if no in self._activities else self._activities.setdefault(no, self._activity(no))

    def _venue(self, no: int | None) -> tuple[Cell, ...]:
        found = self._definition.venue(no)
        return no, "" if found is None else in_language(found.name, LANGUAGE)

    def _activity(self, no: int | None) -> tuple[Cell, ...]:
        found = self._definition.activity(no)
        return no or None, "" if found is None else in_language(found.name, LANGUAGE)

    def item(self, no: int) -> tuple[Cell, ...]:
        found = self._definition.item(no)
        if found is None:
            return no, "", "", ""
        currency = self._definition.event.currency if found.unit is Unit.MONEY else ""
        return no, in_language(found.many, LANGUAGE), found.unit.value, currency

    def whole(self, item: int) -> int:
        """Return the item kind that ``item`` is an outcome of, else itself."""
        return self._definition.whole_of(item)

    def outcome(self, item: int) -> str:
        """Return what became of it: words, empty when ``item`` is no outcome."""
        return self._outcomes.get(item, "")

    def beneficiary_of(self, venue: int, activity: int, item: int) -> int | None:
        """Return for whom an activity makes an item kind."""
        return self._beneficiaries.get((venue, activity, self.whole(item)))

    def beneficiary(self, no: int | None) -> tuple[Cell, ...]:
        found = self._definition.beneficiary(no)
        return no, "" if found is None else in_language(found.name, LANGUAGE)

    def moment(self, at_ms: int | None) -> datetime | None:
        """Return the moment by the event's clock."""
        return None if at_ms is None else datetime.fromtimestamp(at_ms // 1000, self._zone)

    def hour(self, at_ms: int) -> datetime:
        """Return the hour in which it was."""
        return datetime.fromtimestamp(at_ms // 1000, self._zone).replace(minute=0, second=0)
