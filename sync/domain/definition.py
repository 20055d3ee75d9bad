"""What is the day made of? The event as the centre published it: venues, activities, item kinds, shifts, beneficiaries.

Promise: one immutable value with a version that only grows; `sync.domain.soundness` names what does not fit together in it. What was
published never vanishes: a venue, activity, item kind or shift that is not ``is_open`` is offered no more, and stays for what was recorded.
"""

from enum import StrEnum
from functools import cached_property

import msgspec

Texts = dict[str, str]
"""A text for people by language (``en``, ``he``, ``ar``, ``ur``, ``cy``, ``pl``, ``fr``); ``en`` is always there."""


def untold() -> Texts:
    """Return the text of something that nobody has described: empty, in English."""
    return {"en": ""}


def in_language(texts: Texts, language: str) -> str:
    """Return the text in ``language``, else in English."""
    return texts.get(language) or texts["en"]


class Unit(StrEnum):
    """What one of an item kind's quantity is. Money counts in the minor unit of the event's currency (pence)."""

    ITEMS = "items"
    PEOPLE = "people"
    MINUTES = "minutes"
    MONEY = "money"


class Venue(msgspec.Struct, frozen=True):
    """A place. ``door`` says where to go in; ``town`` is shown beside the name. ``children_per_adult``: the most that one adult looks
    after where children come by number (none: the venue has no rule); the lead is told when it is broken, and nobody is turned away.
    """

    no: int
    name: Texts
    town: str = ""
    door: Texts = msgspec.field(default_factory=untold)
    languages: tuple[str, ...] = ("en",)
    search_allowed: bool = True
    children_per_adult: int | None = None
    is_open: bool = True


class Part(msgspec.Struct, frozen=True):
    """A kit holds ``quantity`` of ``name``."""

    name: Texts
    quantity: int


class ItemKind(msgspec.Struct, frozen=True):
    """What is counted. ``one`` and ``many`` are its noun; ``steps`` the quantities of its step buttons (in its unit), each of which has a
    mat too; ``packs`` are the quantities of further mats, for what lies ready in tens;
    ``sensible_max`` the quantity above which the kiosk asks "really?" and the centre flags; ``picture`` a name in assets/pictures.
    ``parts``: it is a kit, and what one is made of. ``outcomes``: what can become of one; each is counted apart (see `outcome_no`).
    ``outcome_pictures``: a drawing for each, in their order; empty or left out: the one of its place (see `outcome_picture`).
    """

    no: int
    one: Texts
    many: Texts
    unit: Unit
    picture: str
    steps: tuple[int, ...] = (1, 5, 10)
    sensible_max: int = 1000
    parts: tuple[Part, ...] = ()
    outcomes: tuple[Texts, ...] = ()
    packs: tuple[int, ...] = ()
    is_open: bool = True
    outcome_pictures: tuple[str, ...] = ()

    @property
    def mat_quantities(self) -> tuple[int, ...]:
        """How much the mats of this kind log, without repeats."""
        return tuple(dict.fromkeys((*self.steps, *self.packs)))


OUTCOMES_MAX = 8
"""As many choices as one screen offers."""

OUTCOMES_FROM = 10_000
"""Item kinds of an event have smaller numbers; from here on they are outcomes."""


def outcome_no(item: int, index: int) -> int:
    """Return the number under which outcome ``index`` (from 0) of item kind ``item`` stands in entries and mats."""
    return OUTCOMES_FROM + item * OUTCOMES_MAX + index


def outcome_picture(item: ItemKind, index: int) -> str:
    """Return the drawing of outcome ``index`` (from 0): the one it was given; else the first is mended, the last could not be, and what
    lies between became something else.
    """
    given = item.outcome_pictures[index] if index < len(item.outcome_pictures) else ""
    if given or index == 0:
        return given or "mended"
    return "not-mended" if index == len(item.outcomes) - 1 else "made-new"


class Wanted(msgspec.Struct, frozen=True):
    """``quantity`` of an item kind (in its unit) is what a beneficiary asked for."""

    item: int
    quantity: int


class Beneficiary(msgspec.Struct, frozen=True):
    """Who is given what was made, and what they ask for, in words for volunteers: ``need`` is what they would like, ``enough`` what
    they have enough of or cannot take, ``wanted`` how many of what. Not ``is_open``: they have all that they can use.
    """

    no: int
    name: Texts
    need: Texts = msgspec.field(default_factory=untold)
    enough: Texts = msgspec.field(default_factory=untold)
    wanted: tuple[Wanted, ...] = ()
    is_open: bool = True

    def wants(self, item: int) -> int | None:
        """Return how many of ``item`` they asked for; none: they named no number."""
        return next((wanted.quantity for wanted in self.wanted if wanted.item == item), None)


class Output(msgspec.Struct, frozen=True):
    """What an activity makes: an item kind, how many are hoped for (none: no target), and for whom."""

    item: int
    target: int | None = None
    beneficiary: int | None = None


class Activity(msgspec.Struct, frozen=True):
    """A kind of work at one venue; ``where`` is the room; the first output is the one that the log page opens with."""

    no: int
    venue: int
    name: Texts
    picture: str
    where: Texts = msgspec.field(default_factory=untold)
    outputs: tuple[Output, ...] = ()
    places: int | None = None
    logs_for_table: bool = True
    is_open: bool = True


class Shift(msgspec.Struct, frozen=True):
    """A piece of time at an activity, UTC milliseconds since 1970, with places."""

    no: int
    activity: int
    starts_ms: int
    ends_ms: int
    places: int | None = None
    is_open: bool = True


class Event(msgspec.Struct, frozen=True):
    """The day. Times are UTC ms; ``closes_ms`` is when a presence without a check-out ends by rule; ``timezone`` an IANA name;
    ``currency`` an ISO 4217 code whose minor unit money is counted in.
    """

    no: int
    name: Texts
    opens_ms: int
    closes_ms: int
    timezone: str = "Europe/London"
    currency: str = "GBP"
    languages: tuple[str, ...] = ("en",)


class Definition(msgspec.Struct, frozen=True, dict=True):
    """Everything published about one event. ``version`` only grows. Parts are found by number at once, however large the event is."""

    version: int
    event: Event
    venues: tuple[Venue, ...] = ()
    activities: tuple[Activity, ...] = ()
    items: tuple[ItemKind, ...] = ()
    beneficiaries: tuple[Beneficiary, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def venue(self, no: int | None) -> Venue | None:
        return self._venue_by_no.get(no)

    def shift(self, no: int | None) -> Shift | None:
        return next((shift for shift in self.shifts if shift.no == no), None)

    def activity(self, no: int | None) -> Activity | None:
        return self._activity_by_no.get(no)

    def item(self, no: int | None) -> ItemKind | None:
        """Return an item kind, or an outcome of one, which is counted as if it were an item kind of its own."""
        return self._item_by_no.get(no)

    def outcomes_of(self, item: int) -> tuple[ItemKind, ...]:
        """Return what can become of one of ``item``, each as the item kind that it is counted as."""
        return self._outcomes_by_item.get(item, ())

    def whole_of(self, item: int) -> int:
        """Return the item kind that ``item`` is an outcome of, else ``item`` itself."""
        return self._whole_by_outcome.get(item, item)

    def logged_as(self, item: int) -> tuple[ItemKind, ...]:
        """Return as what one of ``item`` is logged: by its outcome where it has any."""
        kind = self.item(item)
        return self.outcomes_of(item) or ((kind,) if kind else ())

    def beneficiary(self, no: int | None) -> Beneficiary | None:
        return self._beneficiary_by_no.get(no)

    @cached_property
    def _venue_by_no(self) -> dict[int | None, Venue]:
        return {venue.no: venue for venue in self.venues}

    @cached_property
    def _activity_by_no(self) -> dict[int | None, Activity]:
        return {activity.no: activity for activity in self.activities}

    @cached_property
    def _item_by_no(self) -> dict[int | None, ItemKind]:
        outcomes = (one for kinds in self._outcomes_by_item.values() for one in kinds)
        return {item.no: item for item in (*outcomes, *self.items)}

    @cached_property
    def _outcomes_by_item(self) -> dict[int, tuple[ItemKind, ...]]:
        return {item.no: _outcomes(item) for item in self.items if item.outcomes}

    @cached_property
    def _whole_by_outcome(self) -> dict[int, int]:
        return {one.no: item for item, kinds in self._outcomes_by_item.items() for one in kinds}

    @cached_property
    def _beneficiary_by_no(self) -> dict[int | None, Beneficiary]:
        return {beneficiary.no: beneficiary for beneficiary in self.beneficiaries}

    def activities_at(self, venue: int) -> tuple[Activity, ...]:
        return tuple(activity for activity in self.activities if activity.venue == venue)

    def open_activities_at(self, venue: int) -> tuple[Activity, ...]:
        """Return where a volunteer can go at ``venue``."""
        return tuple(activity for activity in self.activities_at(venue) if activity.is_open)


def _outcomes(item: ItemKind) -> tuple[ItemKind, ...]:
    return tuple(
        msgspec.structs.replace(
            item,
            no=outcome_no(item.no, index),
            one=_with(item.one, outcome),
            many=_with(item.many, outcome),
            picture=outcome_picture(item, index),
            outcomes=(),
            outcome_pictures=(),
            parts=(),
        )
        for index, outcome in enumerate(item.outcomes)
    )


_ARABIC_COMMA = frozenset({"ar", "ur"})


def with_outcome(noun: Texts, outcome: Texts, language: str) -> str:
    """``objects, mended``, with the comma of the language's letters."""
    comma = "،" if language in _ARABIC_COMMA else ","
    return f"{in_language(noun, language)}{comma} {in_language(outcome, language)}"


def _with(noun: Texts, outcome: Texts) -> Texts:
    """The words of both, in every language that either has."""
    return {language: with_outcome(noun, outcome, language) for language in {**noun, **outcome}}
