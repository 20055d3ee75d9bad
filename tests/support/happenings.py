"""Everything that can happen at a kiosk, and a watch over the conversation that holds each step to the promises.

Promise: a press, an answer or a page that is not in these lists was left out on purpose.
"""

from collections.abc import Callable

from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.flow import people_events, print_events, times
from kiosk.flow.act_events import KeepOpenPressed, LeadCardShown, TakeHomePressed, UndoCardShown
from kiosk.flow.act_pages import AnotherMat
from kiosk.flow.camera import BrightnessPressed, CameraLampPressed, CameraView, NextCameraPressed
from kiosk.flow.conversation import Conversation, Moment
from kiosk.flow.events import (
    ActivityWanted,
    ArrivalRecorded,
    BackPressed,
    ChangePressed,
    CleanPressed,
    CodeScanned,
    CountPressed,
    DeedPressed,
    DigitErased,
    DigitPressed,
    Event,
    HelpPressed,
    HowPressed,
    ItemsRecorded,
    KeypadPressed,
    LanguagePressed,
    LeaveKioskPressed,
    LeavePressed,
    LogPressed,
    MakingsRefreshed,
    MatShown,
    MoveOffered,
    NotTaken,
    PinAccepted,
    PinRefused,
    PlaceChosen,
    SectionPressed,
    StaffPressed,
    StaffToldCarried,
    StaffToldFindings,
    StaffToldHere,
    StaffToldTally,
    StepPressed,
    TimePassed,
    TryScannerPressed,
    UndoPressed,
    UndoRecorded,
    VisitorRecognised,
    WishesPressed,
    WishPressed,
)
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.newcomer_pages import Consenting, Introducing, Searching
from kiosk.flow.news import BoardChanged, EnrolmentMoved
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Gathering,
    Headcount,
    HeadsField,
    Logging,
    Look,
    Section,
    Staff,
    Welcome,
)
from kiosk.flow.people_events import (
    FoundPressed,
    GroupPressed,
    HasLeftPressed,
    HeadcountPressed,
    HeadcountWanted,
    HeadsStepped,
    HeadsTouched,
    LayoutPressed,
    LetterErased,
    LetterPressed,
    MemberPressed,
    MorePressed,
    NewHerePressed,
    NoCardPressed,
    PartyWanted,
    PeopleFound,
    PlacesTold,
    WalkInRecorded,
)
from kiosk.flow.requests import (
    CheckPin,
    OfferMove,
    PrepareTap,
    ReceiveCode,
    ReceiveFound,
    RecordArrival,
    RecordCount,
    RecordDeparture,
    RecordHeadcount,
    RecordItems,
    RecordMove,
    RecordParty,
    RecordSignOff,
    RecordUndo,
    RecordWalkIn,
    Request,
)
from kiosk.flow.step import step
from kiosk.flow.turns import beneath, is_half_done
from kiosk.flow.values import Carried, TallyRow, Wish
from tests.support.acts import act_of
from tests.support.openings import OPENINGS, PLACES, Happening, farewell
from tests.support.talk import (
    AHMED,
    BOARD,
    CARD,
    CLASS_4B,
    FAMILY,
    HATS,
    KNITTING,
    LOST,
    MAT,
    MIRIAM,
    NEWCOMER,
    OBJECTS,
    PENCE,
    SEVEN_HATS,
    entry_no,
)

WITH_PRINTER = replace(BOARD, printer=True, prints=True, view=CameraView(has_lamp=True, has_brightness=True))
PRESSES: tuple[Event, ...] = (
    *(CodeScanned(text) for text in (CARD, MAT, "JUNK", "")),
    *(PlaceChosen(no) for no in (1, 2, 9)),
    *(LogPressed(item) for item in (None, PENCE.item, 9)),
    *(people_events.OutcomeChosen(item) for item in (LOST.item, 9)),
    *(StepPressed(by) for by in (1, 10, -5, 300, 10**7)),
    *(DigitPressed(digit) for digit in ("0", "1", "7", "00", "x")),
    *(MemberPressed(who) for who in (FAMILY[0].who, FAMILY[1].who, b"stranger")),
    *(HeadsStepped(field, by) for field in HeadsField for by in (1, -50)),
    *(HeadsTouched(field) for field in HeadsField),
    MorePressed(),
    people_events.CardAgainPressed(),
    people_events.OnwardPressed(),
    people_events.BelongPressed(),
    PeopleFound("", (replace(FAMILY[0], by_number=True), FAMILY[1]), parties=True),
    people_events.ShowCardPressed(MIRIAM.who),
    NoCardPressed(),
    *(LetterPressed(letter) for letter in ("m", "ם", " ", "-", "no", "!")),
    LetterErased(),
    LayoutPressed("ar"),
    *(FoundPressed(member.who) for member in FAMILY[:2]),
    *(PeopleFound(typed, FAMILY) for typed in ("m", "mm", "ם")),
    PeopleFound("m", FAMILY, lead=1),
    HeadcountPressed(),
    GroupPressed(),
    NewHerePressed(),
    *(PlacesTold(places) for places in ((), (KNITTING,), PLACES)),
    *(SectionPressed(section) for section in Section),
    *(CountPressed(row) for row in (-1, 0, 7)),
    *(StaffToldTally(rows) for rows in ((), (TallyRow(KNITTING.name, HATS),))),
    TimePassed(),
    KeepOpenPressed(),
    TakeHomePressed(),
    TryScannerPressed(),
    NextCameraPressed(),
    CameraLampPressed(),
    BrightnessPressed(),
    print_events.PrintByNamePressed(),
    print_events.PrintSlipPressed(),
    print_events.TryPrintingPressed(),
    print_events.ThrowPrintsPressed(),
    *(press(who) for press in (print_events.PrintPressed, print_events.PrintLabelPressed) for who in (FAMILY[0].who, b"stranger")),
    ChangePressed(),
    CleanPressed(),
    *(HasLeftPressed(who) for who in (FAMILY[0].who, b"stranger")),
    LeavePressed(),
    KeypadPressed(),
    DigitErased(),
    DeedPressed(),
    UndoPressed(),
    BackPressed(),
    HelpPressed(),
    LanguagePressed("he"),
    WishesPressed(),
    HowPressed(),
    *(WishPressed(wish) for wish in Wish),
    StaffPressed(),
    LeaveKioskPressed(),
    StaffToldHere(()),
    StaffToldCarried(Carried(0, 0, 0, 0)),
    StaffToldFindings(()),
    MakingsRefreshed((HATS,), MIRIAM.who),
    BoardChanged(WITH_PRINTER),
    EnrolmentMoved("waiting"),
    EnrolmentMoved("waiting", done=True),
)


ANSWERS: tuple[Callable[[bytes], Event], ...] = (
    lambda tap: ArrivalRecorded(MIRIAM, (entry_no(1),), tap),
    lambda tap: ArrivalRecorded(AHMED, (), tap),
    lambda tap: people_events.PassTold(NEWCOMER, "MH1W", tap),
    lambda tap: VisitorRecognised(replace(NEWCOMER, is_newcomer=True), tap),
    lambda tap: WalkInRecorded(NEWCOMER, (entry_no(4),), "MH1W", tap),
    lambda tap: ActivityWanted(NEWCOMER, PLACES, tap),
    lambda tap: VisitorRecognised(MIRIAM, tap),
    lambda tap: VisitorRecognised(AHMED, tap),
    lambda tap: VisitorRecognised(replace(AHMED, makings=(OBJECTS,)), tap),
    lambda tap: VisitorRecognised(CLASS_4B, tap),
    lambda tap: PartyWanted(MIRIAM, FAMILY, (FAMILY[0].who,), (), tap),
    lambda tap: PartyWanted(MIRIAM, FAMILY, (), PLACES, tap),
    lambda tap: HeadcountWanted(CLASS_4B, (), tap),
    lambda tap: HeadcountWanted(CLASS_4B, PLACES, tap),
    lambda tap: MoveOffered(MIRIAM, PLACES, tap),
    lambda tap: MatShown(SEVEN_HATS, True, tap),
    lambda tap: MatShown(SEVEN_HATS, False, tap),
    lambda tap: ItemsRecorded(MIRIAM, SEVEN_HATS, (entry_no(2),), tap),
    lambda tap: ItemsRecorded(None, SEVEN_HATS, (entry_no(2),), tap),
    farewell,
    UndoRecorded,
    lambda tap: people_events.SignedOff((entry_no(5),), tap),
    lambda tap: UndoCardShown(b"", tap),
    lambda tap: LeadCardShown(1, "Ruth B.", tap),
    lambda tap: NotTaken(Look.UNKNOWN, tap),
    lambda tap: NotTaken(Look.TRY_AGAIN, tap),
    lambda tap: PinAccepted(1, tap),
    lambda tap: PinRefused(0, tap),
    lambda tap: PinRefused(60_000, tap),
    lambda tap: StaffToldTally((TallyRow(KNITTING.name, HATS),), tap),
)
HAPPENINGS: st.SearchStrategy[list[Happening]] = st.builds(
    lambda opening, happenings: [*opening, *happenings],
    st.sampled_from(tuple(OPENINGS.values())),
    st.lists(
        st.tuples(
            st.sampled_from((0, 10, 2_999, 3_000, 9_999, 60_000, 130_000)),
            st.one_of(st.sampled_from(PRESSES), st.tuples(st.sampled_from(ANSWERS), st.sampled_from((0, 0, 0, 1, 5)))),
        ),
        max_size=40,
    ),
)
RECORDS = (
    RecordArrival
    | RecordParty
    | RecordHeadcount
    | RecordMove
    | RecordDeparture
    | RecordSignOff
    | RecordItems
    | RecordUndo
    | RecordCount
    | RecordWalkIn
)


class Watch:
    """Plays happenings and holds every step to the promises."""

    def __init__(self) -> None:
        self.conversation = Conversation(page=Welcome(), board=WITH_PRINTER)
        self.now_ms = 1_000_000
        self.made: list[bytes] = [b""]
        self.awaited: list[bytes] = []
        self.acts: dict[bytes, object] = {}

    def play(self, happening: Happening) -> None:
        later_ms, what = happening
        self.now_ms += later_ms
        event = what[0](self._seen(what[1])) if isinstance(what, tuple) else what
        moment = Moment(self.now_ms, len(self.made).to_bytes(8, "big"))
        before = self.conversation
        stepped = step(before, event, moment)
        self.conversation = stepped.conversation
        self.made.append(moment.tap_id)
        self._check_asked_first(before, event)
        for request in stepped.requests:
            self._check_cause(request, event, before)
            if isinstance(request, RecordWalkIn):
                # By the deed of the page that says what is kept, and nothing else: never a name, or a number, that nobody gave.
                assert isinstance(event, DeedPressed)
                assert isinstance(before.page, Introducing if request.heads else Consenting)
                assert request.heads.people if request.heads else request.name
            self._check_tap(request)
        self._check_bounds()

    def _seen(self, back: int) -> bytes:
        return self.awaited[-1 - back] if back < len(self.awaited) else b"stranger"

    def _check_cause(self, request: Request, event: Event, before: Conversation) -> None:
        """Nobody is recorded without a valid card or a confirming tap."""
        match request:
            case ReceiveCode():
                again = isinstance(event, DeedPressed) and isinstance(before.page, AnotherMat)
                assert isinstance(event, CodeScanned) or again
            case RecordArrival() | RecordMove():
                assert isinstance(event, PlaceChosen)
            case ReceiveFound():
                assert isinstance(event, FoundPressed)
                assert isinstance(before.page, Searching)
                assert request.who in [member.who for member in before.page.found]
            case RecordParty():
                assert isinstance(event, DeedPressed | PlaceChosen)
                assert isinstance(before.page, Gathering if isinstance(event, DeedPressed) else Choosing)
                assert request.members == (before.page.ticked if isinstance(before.page, Gathering) else before.page.members) != ()
            case RecordHeadcount():
                assert isinstance(event, DeedPressed | PlaceChosen)
                assert isinstance(before.page, Headcount if isinstance(event, DeedPressed) else Choosing)
                assert request.heads == before.page.heads
                assert 0 < request.heads.people <= 2 * times.HEADS_MAX
            case RecordDeparture():
                assert isinstance(event, LeavePressed)
            case RecordUndo():
                assert isinstance(event, UndoPressed)
            case RecordCount() | RecordSignOff():
                assert isinstance(event, DeedPressed)
                assert isinstance(before.page, Staff if isinstance(request, RecordCount) else SigningOff)
            case RecordItems():
                pressed = isinstance(event, DeedPressed | KeepOpenPressed) and isinstance(before.page, Logging | AskWho)
                card_after_mat = isinstance(event, ArrivalRecorded | VisitorRecognised) and event.tap_id == before.asked != b""
                assert pressed or card_after_mat
            case _:
                pass

    def _check_tap(self, request: Request) -> None:
        """A tap id is fresh, or the same act again."""
        if not isinstance(request, RECORDS | ReceiveCode | ReceiveFound | OfferMove | CheckPin | PrepareTap):
            return
        assert request.tap_id in self.made[1:]
        if isinstance(request, PrepareTap):
            assert request.tap_id == self.made[-1]
            return
        self.awaited.append(request.tap_id)
        assert self.acts.setdefault(request.tap_id, act_of(request)) == act_of(request)

    def _check_asked_first(self, before: Conversation, event: Event) -> None:
        """The clock alone never drops half-done work: its owner is asked first."""
        if isinstance(event, TimePassed) and is_half_done(before.page):
            after = beneath(self.conversation.page)
            assert after == before.page

    def _check_bounds(self) -> None:
        page = self.conversation.page
        if isinstance(page, Logging | Staff):
            assert 0 <= page.amount <= times.AMOUNT_MAX
        if isinstance(page, Staff) and page.counting is not None:
            assert 0 <= page.counting < len(page.tally)
        assert len(self.conversation.heard) <= times.HEARD_MAX


def played(happenings: list[Happening]) -> Watch:
    watch = Watch()
    for happening in happenings:
        watch.play(happening)
    return watch
