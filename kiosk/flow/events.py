"""What can happen at the kiosk? Everything a person, a scanner, the clock, the desk or the network can say to the conversation.

Promise: past tense, plain values. Answers of the desk are events too: the conversation never waits.
"""

import msgspec

from kiosk.flow.act_events import ActPress, CardShown
from kiosk.flow.camera import CameraPress
from kiosk.flow.findings import Finding
from kiosk.flow.news import News
from kiosk.flow.pages import Look, Section
from kiosk.flow.people_events import HeadcountWanted, PartyWanted, PassTold, PeopleFound, PeoplePress, PlacesTold, SignedOff, WalkInRecorded
from kiosk.flow.print_events import PrintPress
from kiosk.flow.values import Added, Carried, Making, Manner, PersonHere, Place, TallyRow, Visitor, Wish
from sync.domain.identity import EntryId

# From a person's hands ---------------------------------------------------------------------------------------------------


class CodeScanned(msgspec.Struct, frozen=True):
    """A scanner or the camera read ``text``; at most ``CODE_CHARACTERS_MAX`` of it are looked at."""

    text: str
    manner: Manner = Manner()


class PlaceChosen(msgspec.Struct, frozen=True):
    no: int


class LogPressed(msgspec.Struct, frozen=True):
    """``item`` which of the place's makings; none: the first."""

    item: int | None = None


class ChangePressed(msgspec.Struct, frozen=True):
    pass


class LeavePressed(msgspec.Struct, frozen=True):
    pass


class StepPressed(msgspec.Struct, frozen=True):
    """+ or − by ``by`` in the making's unit; the amount never goes below zero."""

    by: int


class KeypadPressed(msgspec.Struct, frozen=True):
    """The number was touched: open or close the keypad."""


class DigitPressed(msgspec.Struct, frozen=True):
    """``digit`` 0–9, or ``00`` on the till's keypad as 100."""

    digit: str


class DigitErased(msgspec.Struct, frozen=True):
    pass


class DeedPressed(msgspec.Struct, frozen=True):
    """The one thing to do on this page (Add 7 hats; save the count; leave the program)."""


class UndoPressed(msgspec.Struct, frozen=True):
    pass


class BackPressed(msgspec.Struct, frozen=True):
    pass


class HelpPressed(msgspec.Struct, frozen=True):
    """Please come and help."""


class LanguagePressed(msgspec.Struct, frozen=True):
    language: str


class WishesPressed(msgspec.Struct, frozen=True):
    """How would you like it?"""


class HowPressed(msgspec.Struct, frozen=True):
    """Show me in pictures how it goes."""


class WishPressed(msgspec.Struct, frozen=True):
    """Turn ``wish`` on, or off again."""

    wish: Wish


class StaffPressed(msgspec.Struct, frozen=True):
    pass


class SectionPressed(msgspec.Struct, frozen=True):
    section: Section


class CountPressed(msgspec.Struct, frozen=True):
    """Count row number ``row`` of the tally by hand."""

    row: int


class TryScannerPressed(msgspec.Struct, frozen=True):
    """Let me try the scanner."""


class CleanPressed(msgspec.Struct, frozen=True):
    """Let me wipe the screen."""


class LeaveKioskPressed(msgspec.Struct, frozen=True):
    pass


class TimePassed(msgspec.Struct, frozen=True):
    """The moment that the page waited for may have come."""


# From the desk -------------------------------------------------------------------------------------------------------------
# ``tap_id`` is that of the request that it answers: an answer that comes when somebody else has the floor is known by it.


class ArrivalRecorded(msgspec.Struct, frozen=True):
    """Durable: the visitor is here. ``entries`` empty: they were here already, a moment ago."""

    visitor: Visitor
    entries: tuple[EntryId, ...]
    tap_id: bytes = b""


class ActivityWanted(msgspec.Struct, frozen=True):
    """Known, welcome, and must choose what to do; nothing is recorded yet."""

    visitor: Visitor
    places: tuple[Place, ...]
    tap_id: bytes = b""


class VisitorRecognised(msgspec.Struct, frozen=True):
    """Somebody who is here held up their card again, more than a moment after arriving."""

    visitor: Visitor
    tap_id: bytes = b""


class MoveOffered(msgspec.Struct, frozen=True):
    visitor: Visitor
    places: tuple[Place, ...]
    tap_id: bytes = b""


class MatShown(msgspec.Struct, frozen=True):
    """A mat without a card before it."""

    added: Added
    for_table: bool
    tap_id: bytes = b""


class ItemsRecorded(msgspec.Struct, frozen=True):
    """Durable: the items count."""

    visitor: Visitor | None
    added: Added
    entries: tuple[EntryId, ...]
    tap_id: bytes = b""


class DepartureRecorded(msgspec.Struct, frozen=True):
    """Durable: the visitor has left. ``minutes`` and ``made`` are of today, ``slip`` is the text that they may take home."""

    visitor: Visitor
    minutes: int
    made: tuple[Added, ...]
    entries: tuple[EntryId, ...]
    tap_id: bytes = b""
    slip: str = ""


class UndoRecorded(msgspec.Struct, frozen=True):
    """Durable: the act no longer counts."""

    tap_id: bytes = b""


class NotTaken(msgspec.Struct, frozen=True):
    """The desk refused, or the machine could not do it now; nothing was recorded."""

    look: Look
    tap_id: bytes = b""


class PinAccepted(msgspec.Struct, frozen=True):
    lead: int
    tap_id: bytes = b""


class PinRefused(msgspec.Struct, frozen=True):
    """``wait_ms`` > 0: too many wrong tries, the pad rests that long."""

    wait_ms: int = 0
    tap_id: bytes = b""


class StaffToldHere(msgspec.Struct, frozen=True):
    rows: tuple[PersonHere, ...]


class StaffToldTally(msgspec.Struct, frozen=True):
    rows: tuple[TallyRow, ...]
    tap_id: bytes = b""


class StaffToldCarried(msgspec.Struct, frozen=True):
    carried: Carried


class StaffToldFindings(msgspec.Struct, frozen=True):
    findings: tuple[Finding, ...]


class MakingsRefreshed(msgspec.Struct, frozen=True):
    """The makings of the visitor at the kiosk, as they stand now."""

    makings: tuple[Making, ...]
    who: bytes = b""


Press = (
    PlaceChosen
    | PeoplePress
    | ActPress
    | PrintPress
    | LogPressed
    | ChangePressed
    | LeavePressed
    | StepPressed
    | KeypadPressed
    | DigitPressed
    | DigitErased
    | DeedPressed
    | UndoPressed
    | BackPressed
    | HelpPressed
    | LanguagePressed
    | WishesPressed
    | HowPressed
    | WishPressed
    | StaffPressed
    | SectionPressed
    | CountPressed
    | TryScannerPressed
    | CleanPressed
    | LeaveKioskPressed
    | CameraPress
)
"""What a finger can say."""

ToVisitor = (
    ArrivalRecorded
    | WalkInRecorded
    | PassTold
    | ActivityWanted
    | PartyWanted
    | HeadcountWanted
    | VisitorRecognised
    | MoveOffered
    | MatShown
    | ItemsRecorded
    | DepartureRecorded
    | UndoRecorded
    | CardShown
    | NotTaken
)
"""What the desk can say to a person at the kiosk."""

StaffTold = StaffToldHere | StaffToldTally | StaffToldCarried | StaffToldFindings
"""What the desk can say to a lead's room."""

Answer = ToVisitor | PeopleFound | PlacesTold | PinAccepted | PinRefused | StaffTold | MakingsRefreshed | SignedOff
"""What the desk can say."""

Event = CodeScanned | TimePassed | Press | Answer | News
