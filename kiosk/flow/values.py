"""What does a page speak about? The plain values that the desk gives to the conversation and the screens draw.

Promise: immutable, complete, no look-ups left to do: a screen that has the page needs nothing else.
"""

from enum import StrEnum

import msgspec

from kiosk.flow.camera import CameraView
from kiosk.flow.findings import LinkTrouble
from sync.domain.definition import Part, Texts, Unit
from sync.domain.identity import EntryId
from sync.domain.roster import Preferences


class Wish(StrEnum):
    """What somebody can ask of the kiosk with a finger; each is the field of ``Preferences`` with that name."""

    LARGE = "large_text"
    LOW = "low_layout"
    SPOKEN = "spoken"
    CALM = "calm"


class Place(msgspec.Struct, frozen=True):
    """An activity as a volunteer sees it: what it is, where to go, its picture, places left (none: no limit)."""

    no: int
    name: Texts
    where: Texts
    picture: str
    places_left: int | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of some of a making: the number it is logged under, its words, how many so far, and its picture."""

    item: int
    name: Texts
    made: int = 0
    picture: str = ""


class Asked(msgspec.Struct, frozen=True):
    """What a beneficiary asks for: in words, what they have enough of, how many (none: no number), and whether they still take any."""

    need: Texts
    enough: Texts
    wanted: int | None = None
    is_open: bool = True


class Making(msgspec.Struct, frozen=True):
    """An item kind being made at an activity, with what stands so far. Quantities are in ``unit`` (money: minor units).

    ``parts``: one of them is a kit of these. ``outcomes``: what can become of one; ``whole`` is the item kind that this is an outcome of
    (none: it is none), and what stands is of the whole in any case.
    """

    activity: int
    item: int
    one: Texts
    many: Texts
    unit: Unit
    picture: str
    steps: tuple[int, ...]
    sensible_max: int
    made: int
    target: int | None = None
    beneficiary: Texts | None = None
    asked: Asked | None = None
    currency: str = "GBP"
    parts: tuple[Part, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    whole: int | None = None

    @property
    def is_full(self) -> bool:
        """Is what was hoped for reached?"""
        return bool(self.target) and self.made >= (self.target or 0)

    @property
    def still_wanted(self) -> int:
        """How many are still needed; 0 where nobody named a number, where it is reached, and where they take no more."""
        hoped = self.target or (self.asked.wanted if self.asked else None) or 0
        return max(hoped - self.made, 0) if self.asked is None or self.asked.is_open else 0


class Heads(msgspec.Struct, frozen=True):
    """How many people of a party that comes by number."""

    children: int
    adults: int = 0

    @property
    def people(self) -> int:
        return self.children + self.adults


DIGITS_LAYOUT = "digits"
"""The keyboard's layout of digits; every other is named by its language."""


class Member(msgspec.Struct, frozen=True):
    """Somebody of a party, as the card shows them; or a party that was looked for, which may come ``by_number``."""

    who: bytes
    shown_name: str
    is_here: bool = False
    by_number: bool = False


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody who was never registered, as far as they have said: a person, or with ``heads`` a group that comes by number. ``typed`` is
    their name as typed in ``layout``; ``places`` none: not told yet; ``activity`` is the chosen one, or the only one.
    ``party``: whom a person says that they belong to, a party of names.
    """

    typed: str = ""
    layout: str = "en"
    heads: Heads | None = None
    places: tuple[Place, ...] | None = None
    activity: int | None = None
    party: Member | None = None

    @property
    def must_choose(self) -> bool:
        return self.places is not None and len(self.places) > 1

    @property
    def place(self) -> Place | None:
        """Where they go, as far as they have chosen."""
        return next((place for place in self.places or () if place.no == self.activity), None)

    @property
    def group_name(self) -> str:
        """The group's name with capitals; groups have no initials."""
        return " ".join(word[:1].upper() + word[1:] for word in self.typed.split())


class Expected(msgspec.Struct, frozen=True):
    """Where or on which day (ISO date) somebody is expected who came here today. They are as welcome here."""

    venue: Texts | None = None
    day: str = ""


class Visitor(msgspec.Struct, frozen=True):
    """The person or party at the kiosk. ``place`` none: not chosen yet. ``makings`` are what can be logged there. ``heads``: a party that
    comes by number, as it is now, else as it is expected. ``has_logged``: something today, as far as the desk looked.
    ``is_newcomer``: this kiosk gave them a card to photograph, and can show it again.
    """

    who: bytes
    shown_name: str
    place: Place | None = None
    makings: tuple[Making, ...] = ()
    preferences: Preferences = Preferences()
    headcount: int = 1
    heads: Heads | None = None
    has_logged: bool = False
    expected: Expected | None = None
    is_newcomer: bool = False

    @property
    def can_be_asked(self) -> bool:
        """Whether *What now?* has an answer: for one person or a party by number, at an activity. Families are asked by their own page."""
        return self.place is not None and (self.headcount == 1 or self.heads is not None)


class Board(msgspec.Struct, frozen=True):
    """What the welcome page knows of the day: up to three makings with the most to celebrate, people helping now, and the lamp.

    ``needed`` is what is asked for most: of what somebody described, the making that is furthest from its target.
    ``lamp`` is for the lead alone: ``steady`` all is handed on, ``waiting`` entries wait, ``look`` something needs a look.
    ``view``: how the camera looks, where one is set up here.
    ``printer``: one is set up, so that a lead may print; ``prints``: and nothing is wrong with it, so that paper is offered to volunteers.
    """

    venue: Texts
    event: Texts
    makings: tuple[Making, ...] = ()
    helping: int = 0
    lamp: str = "steady"
    camera: bool = False
    camera_sleeps: bool = False
    printer: bool = False
    prints: bool = False
    languages: tuple[str, ...] = ("en",)
    search_allowed: bool = True
    needed: Making | None = None
    view: CameraView | None = None


class Undo(msgspec.Struct, frozen=True):
    """What the last act recorded and until when (monotonic ms) a tap takes it back; ``tap_id`` is that of the tap."""

    entries: tuple[EntryId, ...]
    shown_ms: int
    until_ms: int
    tap_id: bytes = b""


class Added(msgspec.Struct, frozen=True):
    """What was just logged, with the making as it stands after it."""

    making: Making
    quantity: int


class PersonHere(msgspec.Struct, frozen=True):
    """One row of who is in the building. ``can_print``: there is a printer, and the code of their card is known.
    ``is_newcomer``: their card can be shown on the screen again.
    """

    who: bytes
    shown_name: str
    place: Texts | None
    since_ms: int
    headcount: int = 1
    adults: int = 0
    can_print: bool = False
    is_newcomer: bool = False


class TallyRow(msgspec.Struct, frozen=True):
    """Made and counted side by side for one item kind at one activity."""

    place: Texts
    making: Making
    counted: int | None = None


class Carried(msgspec.Struct, frozen=True):
    """Sent, waiting and flagged always add up to recorded (promise 3). Times are UTC ms; none: never. ``note`` says why nothing goes, with
    the number of entries that it is about.
    """

    recorded: int
    sent: int
    waiting: int
    flagged: int
    last_contact_ms: int | None = None
    note: LinkTrouble | None = None
    note_count: int = 0


class Manner(msgspec.Struct, frozen=True):
    """How a scanner typed a code. None of it does harm; a lead who tries the scanner is told."""

    without_enter: bool = False
    small_letters: bool = False
    other_layout: bool = False
    caps_lock: bool = False
    key_is_stuck: bool = False
