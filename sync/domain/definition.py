"""What is the day made of? The event as the centre published it: venues, activities, item kinds, shifts, beneficiaries.

Promise: one immutable value with a version that only grows; ``faults_of`` names everything that does not fit together,
in plain words, before it is published.
"""

from collections.abc import Iterator
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


class Part(msgspec.Struct, frozen=True):
    """A kit holds ``quantity`` of ``name``."""

    name: Texts
    quantity: int


class ItemKind(msgspec.Struct, frozen=True):
    """What is counted. ``one`` and ``many`` are its noun; ``steps`` the quantities of its step buttons (in its unit), each of which has a
    mat too; ``packs`` are the quantities of further mats, for what lies ready in tens;
    ``sensible_max`` the quantity above which the kiosk asks "really?" and the centre flags; ``picture`` a name in assets/pictures.
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

    @property
    def mat_quantities(self) -> tuple[int, ...]:
        """How much the mats of this kind log, without repeats."""
        return tuple(dict.fromkeys((*self.steps, *self.packs)))


class Beneficiary(msgspec.Struct, frozen=True):
    """Who is given what was made; ``need`` is what they ask for, in words for volunteers."""

    no: int
    name: Texts
    need: Texts = msgspec.field(default_factory=untold)


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


class Shift(msgspec.Struct, frozen=True):
    """A piece of time at an activity, UTC milliseconds since 1970, with places."""

    no: int
    activity: int
    starts_ms: int
    ends_ms: int
    places: int | None = None


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

    def activity(self, no: int | None) -> Activity | None:
        return self._activity_by_no.get(no)

    def item(self, no: int | None) -> ItemKind | None:
        return self._item_by_no.get(no)

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
        return {item.no: item for item in self.items}

    @cached_property
    def _beneficiary_by_no(self) -> dict[int | None, Beneficiary]:
        return {beneficiary.no: beneficiary for beneficiary in self.beneficiaries}

    def activities_at(self, venue: int) -> tuple[Activity, ...]:
        return tuple(activity for activity in self.activities if activity.venue == venue)


def faults_of(definition: Definition) -> tuple[str, ...]:
    """Return every way in which the parts do not fit together, each a sentence for the coordinator; empty means sound."""
    return tuple(_faults(definition))


def _faults(definition: Definition) -> Iterator[str]:
    yield from _repeated_numbers(definition)
    if definition.event.closes_ms <= definition.event.opens_ms:
        yield "The event closes before it opens."
    yield from _faults_of_activities(definition)
    for item in definition.items:
        if not item.steps or min(item.steps) < 1:
            yield f"Item kind {item.no} ({item.many['en']}) needs at least one step button, each of 1 or more."
        if min(item.packs, default=1) < 1:
            yield f"Item kind {item.no} ({item.many['en']}) has a pack of less than 1."
    for shift in definition.shifts:
        if definition.activity(shift.activity) is None:
            yield f"Shift {shift.no} belongs to activity {shift.activity}, which is not in the event."
        if shift.ends_ms <= shift.starts_ms:
            yield f"Shift {shift.no} ends before it starts."


def _faults_of_activities(definition: Definition) -> Iterator[str]:
    for activity in definition.activities:
        which = f"Activity {activity.no} ({activity.name['en']})"
        if definition.venue(activity.venue) is None:
            yield f"{which} is at venue {activity.venue}, which is not in the event."
        for output in activity.outputs:
            if definition.item(output.item) is None:
                yield f"{which} makes item kind {output.item}, which is not in the event."
            if output.beneficiary is not None and definition.beneficiary(output.beneficiary) is None:
                yield f"{which} gives to beneficiary {output.beneficiary}, which is not in the event."


def _repeated_numbers(definition: Definition) -> Iterator[str]:
    kinds = {
        "Venue": [venue.no for venue in definition.venues],
        "Activity": [activity.no for activity in definition.activities],
        "Item kind": [item.no for item in definition.items],
        "Beneficiary": [beneficiary.no for beneficiary in definition.beneficiaries],
        "Shift": [shift.no for shift in definition.shifts],
    }
    for word, numbers in kinds.items():
        for number in sorted({number for number in numbers if numbers.count(number) > 1}):
            yield f"{word} number {number} is given twice."
