"""What can stand on the screen? Every page as a plain value; the screen of the same name draws it.

Promise: ``until_ms`` is monotonic milliseconds at which the page goes away by itself; none: it stays until somebody acts.
"""

from enum import StrEnum

import msgspec

from kiosk.flow.act_pages import AnotherMat, BeforeLeaving, OpenTable, TakeHome
from kiosk.flow.findings import Finding
from kiosk.flow.lead_pages import LeadPage
from kiosk.flow.newcomer_pages import Newcomers, PassShown, Searching
from kiosk.flow.values import (
    Added,
    Carried,
    Heads,
    Making,
    Manner,
    Member,
    Newcomer,
    Outcome,
    PersonHere,
    Place,
    TallyRow,
    Undo,
    Visitor,
)
from sync.domain.scanner_card import Judged


class Enrolling(msgspec.Struct, frozen=True):
    """No device yet. ``digits`` are compared with the coordinator's page. ``stage``: asking, waiting, expired, unreachable."""

    stage: str = "asking"
    digits: str = ""
    centre: str = ""


class Welcome(msgspec.Struct, frozen=True):
    """Hold up your card."""


class Wishing(msgspec.Struct, frozen=True):
    """How would you like it? Languages, and what makes the kiosk easier; for whoever comes next, and nobody after them."""

    until_ms: int


class ShowingHow(msgspec.Struct, frozen=True):
    """The steps of a visit as pictures, for whoever reads none of our languages."""

    until_ms: int


class Greeting(msgspec.Struct, frozen=True):
    """Checked in, now or already a moment ago: both look the same."""

    visitor: Visitor
    shown_ms: int
    until_ms: int
    undo: Undo | None = None


class Choosing(msgspec.Struct, frozen=True):
    """Which activity? ``moving`` when the person is here already and changes. ``members`` or ``heads``: who of a party comes in by it.
    ``newcomer``: somebody who says who they are for the first time.
    """

    visitor: Visitor
    places: tuple[Place, ...]
    moving: bool
    tap_id: bytes
    until_ms: int
    members: tuple[bytes, ...] = ()
    heads: Heads | None = None
    newcomer: Newcomer | None = None


class Gathering(msgspec.Struct, frozen=True):
    """Who of this party came? ``ticked`` are who is checked in by the deed; ``places`` are asked for where somebody has no activity;
    ``first`` is the first member on the page of a large party; ``changed``: somebody was ticked or unticked by hand.
    """

    visitor: Visitor
    members: tuple[Member, ...]
    ticked: tuple[bytes, ...]
    places: tuple[Place, ...]
    tap_id: bytes
    until_ms: int
    first: int = 0
    changed: bool = False


class HeadsField(StrEnum):
    """Children and adults are counted apart."""

    CHILDREN = "children"
    ADULTS = "adults"


class Headcount(msgspec.Struct, frozen=True):
    """How many came with this class? ``keypad``: which number is being typed. ``newcomer``: a group without a card."""

    visitor: Visitor
    heads: Heads
    places: tuple[Place, ...]
    is_here: bool
    tap_id: bytes
    until_ms: int
    keypad: HeadsField | None = None
    newcomer: Newcomer | None = None


class Present(msgspec.Struct, frozen=True):
    """A person who is here held up their card: log, change, leave."""

    visitor: Visitor
    tap_id: bytes
    until_ms: int


class Logging(msgspec.Struct, frozen=True):
    """How many? ``amount`` in the making's unit; ``keypad`` whether the keypad is open; ``really`` asks about a very large amount.

    Where things can become this or that, it is asked first: ``outcome`` is what was answered.
    """

    visitor: Visitor
    making: Making
    amount: int
    tap_id: bytes
    until_ms: int
    keypad: bool = False
    really: bool = False
    outcome: Outcome | None = None

    @property
    def asks_outcome(self) -> bool:
        return bool(self.making.outcomes) and self.outcome is None


class Thanks(msgspec.Struct, frozen=True):
    """What was added, with ten seconds to take it back."""

    visitor: Visitor | None
    added: Added
    shown_ms: int
    until_ms: int
    undo: Undo


class Farewell(msgspec.Struct, frozen=True):
    """Checked out, with what the person did today, and the text of their slip. ``is_printed``: they asked for it on paper."""

    visitor: Visitor
    minutes: int
    made: tuple[Added, ...]
    shown_ms: int
    until_ms: int
    undo: Undo
    slip: str = ""
    is_printed: bool = False


class AskWho(msgspec.Struct, frozen=True):
    """A mat was shown without a card: hold up a card, or count it for the table."""

    added: Added
    for_table: bool
    tap_id: bytes
    until_ms: int


class Look(StrEnum):
    """Why we ask a person to look again. Each has a picture and one friendly sentence; a new one does not type-check without them."""

    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"
    WEB_ADDRESS = "web_address"
    PRODUCT = "product"
    DAMAGED = "damaged"
    ANOTHER_EVENT = "another_event"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"
    OTHER_VENUE_MAT = "other_venue_mat"
    HELP_WANTED = "help_wanted"
    TRY_AGAIN = "try_again"
    NO_ROOM = "no_room"
    NO_LEAD = "no_lead"
    LEAD_ELSEWHERE = "lead_elsewhere"
    LEAD_CARD_ENDED = "lead_card_ended"
    SLIP = "slip"
    NOTHING_TO_UNDO = "nothing_to_undo"
    TAKEN_BACK = "taken_back"


class PleaseLook(msgspec.Struct, frozen=True):
    """Something is not as expected; never a cross, always a way on."""

    look: Look
    until_ms: int


class PinPad(msgspec.Struct, frozen=True):
    """The lead's digits as dots. ``wait_until_ms`` after too many wrong ones. ``lead``, ``shown_name``: whose, if a card said so."""

    digits: str
    until_ms: int
    wrong: bool = False
    wait_until_ms: int | None = None
    lead: int | None = None
    shown_name: str = ""


class Section(StrEnum):
    """The lead's rooms."""

    HERE = "here"
    TALLY = "tally"
    CARRIED = "carried"
    DOCTOR = "doctor"


class Staff(msgspec.Struct, frozen=True):
    """The lead's screens. Only what ``section`` needs is filled in, once the desk has ``told`` it: until then nothing is claimed, least
    of all that nobody is in the building. ``counting`` is the row being counted with the keypad; ``printed`` are
    whose cards were asked for since the room was opened.
    """

    lead: int
    section: Section
    until_ms: int
    here: tuple[PersonHere, ...] = ()
    tally: tuple[TallyRow, ...] = ()
    carried: Carried | None = None
    findings: tuple[Finding, ...] = ()
    told: bool = False
    counting: int | None = None
    amount: int = 0
    really: bool = False
    tap_id: bytes = b""
    leaving: bool = False
    printed: tuple[bytes, ...] = ()


class TryingScanner(msgspec.Struct, frozen=True):
    """The lead holds up the scanner test card; ``judged`` none: not yet. What is scanned here is not sent to the desk."""

    lead: int
    until_ms: int
    judged: Judged | None = None
    manner: Manner = Manner()


class Cleaning(msgspec.Struct, frozen=True):
    """The screen is being wiped: no touch does anything; a card does."""

    shown_ms: int
    until_ms: int


class Leaving(msgspec.Struct, frozen=True):
    """The lead asked the program to end."""


Asking = Choosing | Present | Logging | AskWho | Gathering | Headcount | Searching | Newcomers | AnotherMat | OpenTable | BeforeLeaving
"""A page that asks the person before it something."""


class StillThere(msgspec.Struct, frozen=True):
    """Half-done work waits for its owner: it is asked about before it goes. ``over`` is the page on which it was done."""

    over: Asking | Staff
    until_ms: int


Page = (
    Enrolling
    | Welcome
    | Wishing
    | ShowingHow
    | Greeting
    | Asking
    | StillThere
    | PassShown
    | Thanks
    | Farewell
    | TakeHome
    | PleaseLook
    | PinPad
    | Staff
    | TryingScanner
    | LeadPage
    | Cleaning
    | Leaving
)
