"""Whose turn is it? The few moves that every page makes: stay, show, ask, go back to welcome, meet a visitor.

Promise: whoever leaves the kiosk takes their language, their preferences and their half-done page with them.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_pages import AnotherMat, BeforeLeaving, OpenTable
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.lead_pages import LeadPage, SigningOff
from kiosk.flow.newcomer_pages import Consenting, Introducing, Searching
from kiosk.flow.pages import (
    Asking,
    AskWho,
    Choosing,
    Gathering,
    Headcount,
    Logging,
    Look,
    Page,
    PinPad,
    PleaseLook,
    Present,
    ShowingHow,
    Staff,
    StillThere,
    TryingScanner,
    Welcome,
    Wishing,
)
from kiosk.flow.print_pages import Reprinting
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
    ShowPass,
)
from kiosk.flow.values import Making, Visitor, Wish
from sync.domain.definition import Unit
from sync.domain.roster import Preferences

Awaited = (
    ReceiveCode
    | ReceiveFound
    | RecordArrival
    | RecordParty
    | RecordHeadcount
    | RecordWalkIn
    | ShowPass
    | OfferMove
    | RecordMove
    | RecordDeparture
    | RecordSignOff
    | RecordItems
    | RecordUndo
    | RecordCount
    | CheckPin
)
"""Requests whose answer may change the page."""


def stay(conversation: Conversation) -> Step:
    """Nothing changes."""
    return Step(conversation)


def show(conversation: Conversation, page: Page, *requests: Request) -> Step:
    """Put ``page`` on the screen; whatever was kept under the old one goes, and whoever waited for an answer there lost the floor."""
    return Step(replace(conversation, page=page, kept=None, asked=b""), requests)


def ask(conversation: Conversation, request: Awaited) -> Step:
    """Send ``request``; its answer has the floor from now on."""
    return Step(replace(conversation, asked=request.tap_id), (request,))


def welcome(conversation: Conversation) -> Step:
    """Back to welcome in the venue's own voice."""
    return show(neutral(conversation), Welcome())


def back_to_welcome(conversation: Conversation, moment: Moment) -> Step:
    """Back to welcome: what a finger chose there still waits for its person's card. Whoever was met since has had it."""
    is_chosen = moment.now_ms < conversation.language_until_ms
    return show(conversation, Welcome()) if is_chosen else welcome(conversation)


def neutral(conversation: Conversation) -> Conversation:
    """The venue's own voice and looks: nobody's wishes are left."""
    return replace(
        conversation,
        language=venue_language(conversation),
        preferences=Preferences(),
        wished=Preferences(),
        language_until_ms=0,
        leaving=b"",
    )


def venue_language(conversation: Conversation) -> str:
    """The language that the kiosk speaks when nobody is there."""
    return next(iter(conversation.board.languages), "en")


def meet(conversation: Conversation, visitor: Visitor, moment: Moment) -> Conversation:
    """``visitor`` has the floor: their language and preferences now, and a mat logs for them for a while."""
    goes_on = conversation.visitor is None or conversation.visitor.who == visitor.who
    chosen = conversation.language if goes_on else venue_language(conversation)
    wished = conversation.wished if goes_on else Preferences()
    return replace(
        conversation,
        visitor=visitor,
        visitor_until_ms=moment.now_ms + times.VISITOR_MS,
        language=visitor.preferences.language or chosen,
        preferences=both(visitor.preferences, wished),
        wished=wished,
        language_until_ms=0,  # their card came: nothing waits for it any more, also when they have left
    )


def both(card: Preferences, wished: Preferences) -> Preferences:
    """What the card asks for and what a finger asked for."""
    wishes = {wish.value: getattr(card, wish.value) or getattr(wished, wish.value) for wish in Wish}
    return replace(card, **wishes)


def forget(conversation: Conversation) -> Conversation:
    """Nobody stands at the kiosk: the next mat asks who."""
    return replace(conversation, visitor=None, visitor_until_ms=0)


def please_look(conversation: Conversation, look: Look, moment: Moment) -> Step:
    """Ask somebody to look again; a page that asked something comes back afterwards with what was done on it."""
    page, kept = beneath(conversation.page), conversation.kept
    if isinstance(page, Asking | Staff):
        kept = page
    looking = PleaseLook(look=look, until_ms=moment.now_ms + times.PLEASE_LOOK_MS)
    return Step(replace(conversation, page=looking, kept=kept))


def after_look(conversation: Conversation, moment: Moment) -> Step:
    """The please-look page goes: back to what it covered, else to welcome."""
    if conversation.kept is None:
        return back_to_welcome(conversation, moment)
    return show(conversation, extended(conversation.kept, moment))


def show_present(conversation: Conversation, visitor: Visitor, moment: Moment) -> Step:
    page = Present(visitor=visitor, tap_id=moment.tap_id, until_ms=moment.now_ms + times.PRESENT_MS)
    return show(replace(conversation, leaving=b""), page, PrepareTap(moment.tap_id))


def opening_amount(making: Making) -> int:
    """What the log page opens with: one step, so that one hat is two taps; money and minutes are never guessed."""
    return min(making.steps, default=0) if making.unit in (Unit.ITEMS, Unit.PEOPLE) else 0


def is_half_done(page: Page) -> bool:
    """Would the page's going away lose something that a person did with their fingers?"""
    match page:
        case Logging():
            return page.outcome is not None or page.amount not in (0, opening_amount(page.making))
        case Headcount() if page.newcomer:
            return page.heads.people > 0
        case Headcount():
            return page.heads != page.visitor.heads
        case Gathering():
            return page.changed
        case Choosing():
            return page.members != () or page.heads is not None or page.newcomer is not None
        case Introducing():
            return page.newcomer.typed != "" or page.newcomer.heads is not None
        case Searching():
            return page.typed != "" or page.newcomer is not None
        case AskWho() | Consenting():
            return True
        case Staff():
            return page.counting is not None and page.amount > 0
        case _:
            return False


def hold_ms(page: Wishing | ShowingHow | Asking | PinPad | Staff | TryingScanner | LeadPage) -> int:
    """How long a page that asks something waits for a hand, in ms."""
    if is_half_done(page) and not isinstance(page, AskWho):
        # A mat that waits for its owner keeps the kiosk from nobody for long: it is asked about sooner.
        return times.HALF_DONE_MS
    return _HOLD_MS[type(page)]


_HOLD_MS: dict[type[Page], int] = {
    Wishing: times.WISHING_MS,
    ShowingHow: times.SHOWING_HOW_MS,
    Choosing: times.CHOOSING_MS,
    Gathering: times.GATHERING_MS,
    Headcount: times.HEADCOUNT_MS,
    Searching: times.SEARCHING_MS,
    Introducing: times.INTRODUCING_MS,
    Consenting: times.CONSENTING_MS,
    Present: times.PRESENT_MS,
    Logging: times.LOGGING_MS,
    AskWho: times.ASK_WHO_MS,
    AnotherMat: times.ANOTHER_MAT_MS,
    OpenTable: times.TABLE_MS,
    BeforeLeaving: times.BEFORE_LEAVING_MS,
    PinPad: times.PIN_PAD_MS,
    Staff: times.STAFF_MS,
    TryingScanner: times.STAFF_MS,
    Reprinting: times.STAFF_MS,
    SigningOff: times.STAFF_MS,
}


def is_the_leads(page: Page) -> bool:
    """Is it a page that a lead's digits opened, which closes before anybody else is served?"""
    return isinstance(page, PinPad | Staff | LeadPage) or (isinstance(page, Searching) and page.lead is not None)


def beneath(page: Page) -> Page:
    """The page that somebody was at when they were asked whether they are still there; else the page itself."""
    return page.over if isinstance(page, StillThere) else page


def extended(page: Page, moment: Moment) -> Page:
    """A page that asks something, with its time begun anew: somebody touched it, or came back to it. Rings are never lengthened."""
    if not isinstance(page, Wishing | ShowingHow | Asking | PinPad | Staff | TryingScanner | LeadPage):
        return page
    return replace(page, until_ms=moment.now_ms + hold_ms(page))


def touched(conversation: Conversation, page: Page, moment: Moment) -> Step:
    """The page changed under a finger."""
    return Step(replace(conversation, page=extended(page, moment)))
