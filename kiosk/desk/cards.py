"""Who stands there, what is made here, where can one go? Builds what the conversation speaks about.

Promise: complete values in every language of the event; the screens look nothing up. A name is shown as the card shows it.
"""

from kiosk.desk.ports import Sums, Told
from kiosk.flow.values import Added, Board, Making, Place, TallyRow, Visitor
from sync.domain.definition import Activity, Definition, ItemKind, Output
from sync.domain.roster import Party, Preferences, Volunteer

BOARD_MAKINGS_MAX = 3
"""Three rings can be read from across the room."""


class Cards:
    """Values about people and work at one venue, as of now."""

    def __init__(self, told: Told, sums: Sums) -> None:
        self._told = told
        self._sums = sums

    def visitor(self, who: bytes, activity: int | None = None) -> Visitor:
        """Return ``who`` with the place where they are, else with ``activity``."""
        row = self._told.volunteer(who) or self._told.party(who)
        stay = self._sums.stay(who)
        found = self._told.definition.activity(stay.activity if stay else activity)
        return Visitor(
            who=who,
            shown_name=row.shown_name if row else "",
            place=self.place(found) if found else None,
            makings=self.makings(found) if found else (),
            preferences=row.preferences if row else Preferences(),
            headcount=stay.headcount if stay else headcount_of(row),
        )

    def name(self, who: bytes) -> str:
        """Return the name of ``who`` as the card shows it; empty for somebody whom only a signed pass speaks for."""
        row = self._told.volunteer(who) or self._told.party(who)
        return row.shown_name if row else ""

    def places(self, *, other_than: int | None = None) -> tuple[Place, ...]:
        """Return where one can go at this venue."""
        activities = self._told.definition.activities_at(self._told.venue)
        return tuple(self.place(activity) for activity in activities if activity.no != other_than)

    def place(self, activity: Activity) -> Place:
        left = None if activity.places is None else max(0, activity.places - self._sums.people_at(activity.no))
        return Place(activity.no, activity.name, activity.where, activity.picture, left)

    def makings(self, activity: Activity) -> tuple[Making, ...]:
        """Return what is made at ``activity``, the first output first."""
        definition = self._told.definition
        found = ((output, definition.item(output.item)) for output in activity.outputs)
        return tuple(self._making(activity.no, output, item) for output, item in found if item)

    def making(self, activity: int, item: int) -> Making | None:
        """Return one item kind at one activity, also when the activity does not name it; none: the event knows no such thing."""
        definition = self._told.definition
        work, kind = definition.activity(activity), definition.item(item)
        if work is None or kind is None:
            return None
        output = next((output for output in work.outputs if output.item == item), Output(item))
        return self._making(activity, output, kind)

    def _making(self, activity: int, output: Output, item: ItemKind) -> Making:
        definition = self._told.definition
        beneficiary = definition.beneficiary(output.beneficiary)
        return Making(
            activity=activity,
            item=item.no,
            one=item.one,
            many=item.many,
            unit=item.unit,
            picture=item.picture,
            steps=item.steps,
            sensible_max=item.sensible_max,
            made=self._sums.made(activity, item.no),
            target=output.target,
            beneficiary=beneficiary.name if beneficiary else None,
            need=beneficiary.need if beneficiary else None,
            currency=definition.event.currency,
        )

    def made_by(self, who: bytes) -> tuple[Added, ...]:
        """Return what ``who`` made today."""
        found = ((self.making(*key), quantity) for key, quantity in self._sums.made_by(who).items())
        return tuple(Added(making, quantity) for making, quantity in found if making and quantity > 0)

    def tally(self) -> tuple[TallyRow, ...]:
        """Return made and counted side by side, in the order of the definition, so that a row keeps its place."""
        activities = self._told.definition.activities_at(self._told.venue)
        return tuple(
            TallyRow(activity.name, making, self._sums.counted(activity.no, making.item))
            for activity in activities
            for making in self.makings(activity)
        )

    def board(self, lamp: str, language: str = "", *, camera: bool) -> Board:
        """Return what the welcome page knows of the day."""
        definition = self._told.definition
        venue = definition.venue(self._told.venue)
        return Board(
            venue=venue.name if venue else {"en": ""},
            event=definition.event.name,
            makings=self._to_celebrate(),
            helping=self._sums.helping(),
            lamp=lamp,
            camera=camera,
            languages=_languages(definition, self._told.venue, language),
        )

    def _to_celebrate(self) -> tuple[Making, ...]:
        makings = [row.making for row in self.tally()]
        return tuple(sorted(makings, key=_celebrated, reverse=True)[:BOARD_MAKINGS_MAX])


def headcount_of(row: Volunteer | Party | None) -> int:
    """Return how many people a card brings, as far as the roster knows."""
    return max(1, row.expected_headcount) if isinstance(row, Party) else 1


def _celebrated(making: Making) -> tuple[bool, float, int]:
    """What was begun comes first, then what is nearest to its target, then what there is most of."""
    share = min(1.0, making.made / making.target) if making.target else 0.0
    return (making.made > 0, share, making.made)


def _languages(definition: Definition, venue_no: int, spoken: str) -> tuple[str, ...]:
    venue = definition.venue(venue_no)
    first = (*((spoken,) if spoken else ()), *(venue.languages if venue else ()))
    return tuple(dict.fromkeys((*first, *definition.event.languages, "en")))
