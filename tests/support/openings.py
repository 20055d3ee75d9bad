"""How does one come to a page that chance alone seldom finds? The happenings that lead there.

Promise: each is played as it stands, from the welcome page on.
"""

from collections.abc import Callable

from kiosk.flow import print_events, times
from kiosk.flow.act_pages import BeforeLeaving
from kiosk.flow.events import (
    ActivityWanted,
    CodeScanned,
    DeedPressed,
    DepartureRecorded,
    DigitPressed,
    Event,
    LeavePressed,
    LogPressed,
    MatShown,
    PinAccepted,
    StaffPressed,
    StaffToldHere,
    VisitorRecognised,
)
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.newcomer_pages import Consenting
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Farewell,
    Gathering,
    Headcount,
    Logging,
    Page,
    Present,
    Staff,
    Welcome,
)
from kiosk.flow.people_events import (
    FoundPressed,
    HasLeftPressed,
    HeadcountWanted,
    LetterPressed,
    NewHerePressed,
    NoCardPressed,
    PartyWanted,
    PeopleFound,
    PlacesTold,
)
from kiosk.flow.print_pages import Reprinting
from kiosk.flow.values import PersonHere
from tests.support.talk import (
    AHMED,
    CARD,
    CLASS_4B,
    FAMILY,
    KITCHEN,
    KNITTING,
    MAT,
    MIRIAM,
    NEWCOMER,
    SEVEN_HATS,
    entry_no,
)

PLACES = (KNITTING, KITCHEN)


def farewell(tap: bytes) -> Event:
    return DepartureRecorded(MIRIAM, 5, (SEVEN_HATS,), (entry_no(3),), tap, "MH1SLIP")


Happening = tuple[int, Event | tuple[Callable[[bytes], Event], int]]
"""How much later, and a press or an answer to the n-th last tap id that the kiosk has seen."""

SCANNED: Happening = (0, CodeScanned(CARD))
SHOWN_HERE: tuple[Happening, ...] = (SCANNED, (0, (lambda tap: VisitorRecognised(AHMED, tap), 0)))
AS_A_LEAD: tuple[Happening, ...] = (
    (0, StaffPressed()),
    *((0, DigitPressed("1")),) * times.PIN_DIGITS_MIN,
    (0, DeedPressed()),
    (0, (lambda tap: PinAccepted(1, tap), 0)),
)
OPENINGS: dict[type[Page], tuple[Happening, ...]] = {
    Welcome: (),
    Present: SHOWN_HERE,
    Logging: (*SHOWN_HERE, (0, LogPressed())),
    BeforeLeaving: (*SHOWN_HERE, (0, LeavePressed())),
    Farewell: (*SHOWN_HERE, (0, LeavePressed()), (0, LeavePressed()), (0, (farewell, 0))),
    Choosing: (SCANNED, (0, (lambda tap: ActivityWanted(NEWCOMER, PLACES, tap), 0))),
    Gathering: (SCANNED, (0, (lambda tap: PartyWanted(MIRIAM, FAMILY, (FAMILY[0].who,), (), tap), 0))),
    Headcount: (SCANNED, (0, (lambda tap: HeadcountWanted(CLASS_4B, PLACES, tap), 0))),
    AskWho: ((0, CodeScanned(MAT)), (0, (lambda tap: MatShown(SEVEN_HATS, True, tap), 0))),
    Consenting: (
        (0, NoCardPressed()),
        (0, LetterPressed("m")),
        (0, NewHerePressed()),
        (0, PlacesTold((KNITTING,))),
        (0, DeedPressed()),
    ),
    Staff: AS_A_LEAD,
    SigningOff: (
        *AS_A_LEAD,
        (0, StaffToldHere((PersonHere(FAMILY[0].who, "Miriam K.", None, 0),))),
        (0, HasLeftPressed(FAMILY[0].who)),
    ),
    Reprinting: (
        *AS_A_LEAD,
        (0, print_events.PrintByNamePressed()),
        (0, LetterPressed("m")),
        (0, PeopleFound("m", FAMILY, lead=1)),
        (0, FoundPressed(FAMILY[0].who)),
    ),
}
"""How to come to a page that chance alone seldom finds, and what then happens there by chance."""
