"""Who stands there, what is made here, where can one go? Builds what the conversation speaks about.

Promise: complete values in every language of the event; the screens look nothing up. A name is shown as the card shows it.
"""

from collections.abc import Callable

from msgspec.structs import replace

from kiosk.desk.local_day import local_day
from kiosk.desk.ports import Eye, Sums, Told
from kiosk.flow.values import Added, Asked, Board, Expected, Heads, Making, Outcome, Place, TallyRow, Visitor
from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Output
from sync.domain.judge import Accepted, Note, expected_time
from sync.domain.party import adults_with
from sync.domain.presence import Stay
from sync.domain.roster import Party, Preferences, Volunteer

BOARD_MAKINGS_MAX = 3
"""Three rings can be read from across the room."""


class Cards:
    """Values about people and work at one venue, as of now."""

    def __init__(self, told: Told, sums: Sums, is_newcomer: Callable[[bytes], bool]) -> None:
        self._told = told
        self._sums = sums
        self.is_newcomer = is_newcomer
        self._described_by: Definition | None = None
        self._described: dict[tuple[int, Output, int], Making] = {}
        """What the definition alone says of what is made; no more of them than it has."""

    def visitor(self, who: bytes, activity: int | None = None) -> Visitor:
        """Return ``who`` with the place where they are, else with ``activity``."""
        row = self._told.volunteer(who) or self._told.party(who)
        stays = self._stays(who, row)
        stay = stays[0] if stays else None
        found = self._told.definition.activity(stay.activity if stay else activity)
        people = sum(stay.headcount for stay in stays)
        return Visitor(
            who=who,
            shown_name=row.shown_name if row else "",
            place=self.place(found) if found else None,
            makings=self.makings(found) if found else (),
            preferences=row.preferences if row else Preferences(),
            headcount=people or headcount_of(row),
            heads=self._heads(row) if isinstance(row, Party) and not self._told.members(who) else None,
            is_newcomer=self.is_newcomer(who),
        )

    def expected(self, accepted: Accepted) -> Expected | None:
        """Return where or when they are expected, if that is not here and now."""
        event = self._told.definition.event
        row = accepted.volunteer or accepted.party
        venue = self._told.definition.venue(row.venue) if row and Note.EXPECTED_ELSEWHERE in accepted.notes else None
        began_ms, _ = expected_time(accepted.volunteer, self._told.definition)
        day = local_day(began_ms, event.timezone).isoformat() if Note.ANOTHER_DAY in accepted.notes else ""
        return Expected(venue.name if venue else None, day) if venue or day else None

    def _stays(self, who: bytes, row: Volunteer | Party | None) -> tuple[Stay, ...]:
        """Return the open stays of ``who``, or of everybody whom a party's card stands for."""
        members = (member.who for member in self._told.members(who)) if isinstance(row, Party) else ()
        everybody = (who, adults_with(who), *members) if isinstance(row, Party) else (who,)
        return tuple(stay for stay in map(self._sums.stay, everybody) if stay)

    def _heads(self, party: Party) -> Heads:
        children, adults = self._sums.stay(party.who), self._sums.stay(adults_with(party.who))
        if children is None and adults is None:
            return expected_heads(party)
        return Heads(children.headcount if children else 0, adults.headcount if adults else 0)

    def name(self, who: bytes) -> str:
        """Return the name of ``who`` as the card shows it; empty for somebody whom only a signed pass speaks for."""
        row = self._told.volunteer(who) or self._told.party(who)
        return row.shown_name if row else ""

    def party_name(self, who: bytes) -> str:
        """Return the name of the party of ``who``, else their own."""
        row = self._told.volunteer(who)
        return (self.name(row.party) if row and row.party else "") or self.name(who)

    def places(self, *, other_than: int | None = None) -> tuple[Place, ...]:
        """Return where one can go at this venue."""
        activities = self._told.definition.open_activities_at(self._told.venue)
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
        whole = definition.whole_of(item)
        output = next((output for output in work.outputs if output.item == whole), Output(whole))
        return self._making(activity, output, kind)

    def _making(self, activity: int, output: Output, item: ItemKind) -> Making:
        """``item`` is what ``output`` names, or an outcome of it; what stands is of the whole."""
        definition = self._told.definition
        if definition is not self._described_by:
            self._described_by, self._described = definition, {}
        key = (activity, output, item.no)
        if key not in self._described:
            self._described[key] = _described(definition, activity, output, item)
        described, made = self._described[key], self._sums.made(activity, output.item)
        kinds = definition.outcomes_of(output.item)
        if not kinds:
            return replace(described, made=made)
        of_kinds = [self._sums.made(activity, kind.no) for kind in kinds]
        outcomes = tuple(replace(outcome, made=of_kind) for outcome, of_kind in zip(described.outcomes, of_kinds, strict=False))
        return replace(described, made=made + sum(of_kinds), outcomes=outcomes)

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

    def board(self, lamp: str, language: str = "", *, eye: Eye | None) -> Board:
        """Return what the welcome page knows of the day."""
        definition = self._told.definition
        venue = definition.venue(self._told.venue)
        return Board(
            venue=venue.name if venue else {"en": ""},
            event=definition.event.name,
            makings=self._to_celebrate(),
            helping=self._sums.helping(),
            lamp=lamp,
            camera=eye is not None,
            camera_sleeps=eye is not None and eye.sleeps,
            view=eye.view if eye else None,
            search_allowed=venue is None or venue.search_allowed,
            languages=_languages(definition, self._told.venue, language),
            needed=self._most_needed(),
        )

    def _most_needed(self) -> Making | None:
        """Return what is furthest from its target, of what somebody asked for in words."""
        described = [row.making for row in self.tally() if row.making.asked and any(row.making.asked.need.values())]
        wanting = [making for making in described if making.still_wanted]
        return max(wanting, key=lambda making: making.still_wanted / (making.made + making.still_wanted), default=None)

    def _to_celebrate(self) -> tuple[Making, ...]:
        makings = [row.making for row in self.tally()]
        return tuple(sorted(makings, key=_celebrated, reverse=True)[:BOARD_MAKINGS_MAX])


def _described(definition: Definition, activity: int, output: Output, item: ItemKind) -> Making:
    """Everything about a ``Making`` but how much stands there."""
    beneficiary = definition.beneficiary(output.beneficiary)
    whole = definition.item(output.item)
    words = whole.outcomes if whole else ()
    outcomes = tuple(Outcome(kind.no, name, 0, kind.picture) for kind, name in zip(definition.outcomes_of(output.item), words, strict=True))
    return Making(
        activity=activity,
        item=item.no,
        one=item.one,
        many=item.many,
        unit=item.unit,
        picture=item.picture,
        steps=item.steps,
        sensible_max=item.sensible_max,
        made=0,
        target=output.target,
        beneficiary=beneficiary.name if beneficiary else None,
        asked=_asked(beneficiary, output.item) if beneficiary else None,
        currency=definition.event.currency,
        parts=item.parts,
        outcomes=outcomes if item.no == output.item else (),
        whole=output.item if item.no != output.item else None,
    )


def _asked(beneficiary: Beneficiary, item: int) -> Asked:
    return Asked(beneficiary.need, beneficiary.enough, beneficiary.wants(item), beneficiary.is_open)


def expected_heads(party: Party) -> Heads:
    """Return how many of each the roster expects."""
    adults = min(max(0, party.expected_adults), headcount_of(party))
    return Heads(headcount_of(party) - adults, adults)


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
