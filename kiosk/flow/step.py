"""What comes next? One step of the conversation.

Promise: pure, total and closed: every event has an answer on every page, and a new page or event does not type-check without one.
"""

from typing import assert_never

from msgspec.structs import replace

from kiosk.flow.act_pages import AnotherMat, BeforeLeaving, OpenTable, TakeHome
from kiosk.flow.amounts import on_logging
from kiosk.flow.answers import hear_answer
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import (
    BackPressed,
    CodeScanned,
    Event,
    HelpPressed,
    HowPressed,
    LanguagePressed,
    Press,
    StaffPressed,
    TimePassed,
    WishesPressed,
)
from kiosk.flow.joining import on_joining, open_joining
from kiosk.flow.lead_pages import LeadPage, SigningOff
from kiosk.flow.leaving import on_before_leaving, on_farewell, on_take_home
from kiosk.flow.newcomer_pages import Consenting, Introducing, PassShown, Searching
from kiosk.flow.newcomers import on_newcomer, open_group, open_introducing
from kiosk.flow.news import BoardChanged, EnrolmentMoved, News
from kiosk.flow.pages import (
    Asking,
    AskWho,
    Choosing,
    Cleaning,
    Enrolling,
    Farewell,
    Gathering,
    Greeting,
    Headcount,
    Leaving,
    Logging,
    Look,
    PinPad,
    PleaseLook,
    Present,
    ShowingHow,
    Staff,
    StillThere,
    Thanks,
    TryingScanner,
    Welcome,
    Wishing,
)
from kiosk.flow.parties import on_gathering, on_headcount
from kiosk.flow.people_events import BelongPressed, GroupPressed, NewHerePressed, NoCardPressed
from kiosk.flow.print_pages import Reprinting
from kiosk.flow.reprinting import on_lead_searching, on_reprinting
from kiosk.flow.requests import CallHelper, RefreshBoard, TellStaff
from kiosk.flow.scans import hear
from kiosk.flow.searching import on_searching, open_search
from kiosk.flow.signing_off import on_signing_off
from kiosk.flow.staff import on_pin_pad, on_staff, on_trying, open_pad, scanner_tried
from kiosk.flow.still_there import on_still_there
from kiosk.flow.tables import on_another_mat, on_ask_who, on_table
from kiosk.flow.taking_back import on_welcome
from kiosk.flow.turns import after_look, please_look, stay, venue_language, welcome
from kiosk.flow.visits import on_choosing, on_greeting, on_present, on_thanks
from kiosk.flow.waits import next_moment_ms, pass_time
from kiosk.flow.wishes import on_wishing, open_wishes, show_how, speaking

__all__ = ["Step", "next_moment_ms", "step"]


def step(conversation: Conversation, event: Event, moment: Moment) -> Step:
    """Return what the kiosk shows and asks for after ``event`` came at ``moment``."""
    match event:
        case CodeScanned():
            page = conversation.page
            return (
                scanner_tried(conversation, page, event, moment)
                if isinstance(page, TryingScanner)
                else hear(conversation, event.text, moment)
            )
        case TimePassed():
            return pass_time(conversation, moment)
        case BoardChanged() | EnrolmentMoved():
            return _hear_news(conversation, event)
        case _ if isinstance(event, Anywhere):
            return _press_anywhere(conversation, event, moment)
        case _:
            if isinstance(event, Press):
                return _press(conversation, event, moment)
            return hear_answer(conversation, event, moment)


def _press(conversation: Conversation, press: Press, moment: Moment) -> Step:  # noqa: PLR0912 - one row for each page
    page = conversation.page
    match page:
        case Wishing() | ShowingHow():
            return on_wishing(conversation, page, press, moment)
        case Greeting():
            return on_greeting(conversation, page, press, moment)
        case Thanks() | PassShown():
            return on_thanks(conversation, page, press, moment)
        case Farewell():
            return on_farewell(conversation, page, press, moment)
        case TryingScanner():
            return on_trying(conversation, page, press, moment)
        case Reprinting():
            return on_reprinting(conversation, page, press, moment)
        case SigningOff():
            return on_signing_off(conversation, page, press, moment)
        case PinPad():
            return on_pin_pad(conversation, page, press, moment)
        case Staff():
            return on_staff(conversation, page, press, moment)
        case PleaseLook():
            return after_look(conversation, moment) if isinstance(press, BackPressed) else stay(conversation)
        case TakeHome():
            return on_take_home(conversation, press)
        case StillThere():
            return on_still_there(conversation, page, press, moment)
        case Welcome():
            return on_welcome(conversation, press, moment)
        case Enrolling() | Cleaning() | Leaving():
            return stay(conversation)
        case _:
            return _press_asking(conversation, page, press, moment)


def _press_asking(conversation: Conversation, page: Asking, press: Press, moment: Moment) -> Step:  # noqa: PLR0912 - one row for each page
    match page:
        case Choosing():
            return on_choosing(conversation, page, press, moment)
        case Gathering():
            return on_gathering(conversation, page, press, moment)
        case Headcount():
            return on_headcount(conversation, page, press, moment)
        case Present():
            return on_present(conversation, page, press, moment)
        case Logging():
            return on_logging(conversation, page, press, moment)
        case Searching() if page.newcomer:
            return on_joining(conversation, page, page.newcomer, press, moment)
        case Searching():
            search = on_searching if page.lead is None else on_lead_searching
            return search(conversation, page, press, moment)
        case Consenting() if isinstance(press, BelongPressed):
            return open_joining(conversation, page, moment)
        case Introducing() | Consenting():
            return on_newcomer(conversation, page, press, moment)
        case AskWho():
            return on_ask_who(conversation, page, press, moment)
        case AnotherMat():
            return on_another_mat(conversation, page, press)
        case BeforeLeaving():
            return on_before_leaving(conversation, page, press, moment)
        case OpenTable():
            return on_table(conversation, press, moment)
        case _:
            assert_never(page)


Tells = Welcome | Wishing | ShowingHow | Greeting | PassShown | Thanks | Farewell | TakeHome | PleaseLook
"""Pages that ask nothing: the lead's door opens from them."""

Anywhere = HelpPressed | GroupPressed | NewHerePressed | NoCardPressed | LanguagePressed | WishesPressed | HowPressed | StaffPressed


def _press_anywhere(conversation: Conversation, press: Anywhere, moment: Moment) -> Step:
    """The quiet buttons: help, languages and the search for a name work wherever a volunteer is. The lead's door opens from welcome and
    from pages that only tell something, never over a page that asks somebody something.
    """
    page = conversation.page
    match press:
        case _ if isinstance(page, Cleaning):
            return stay(conversation)
        case LanguagePressed():
            return speaking(conversation, press, moment)
        case WishesPressed():
            return open_wishes(conversation, moment) if isinstance(page, Welcome) else stay(conversation)
        case HowPressed():
            return show_how(conversation, moment) if isinstance(page, Welcome) else stay(conversation)
        case _ if isinstance(page, Enrolling | Leaving | PinPad | Staff | TryingScanner | LeadPage):
            return stay(conversation)
        case HelpPressed():
            called = please_look(replace(conversation, asked=b""), Look.HELP_WANTED, moment)
            return replace(called, requests=(CallHelper(),))
        case NoCardPressed():
            return open_search(conversation, moment)
        case GroupPressed():
            return open_group(conversation, moment)
        case NewHerePressed():
            return open_introducing(conversation, page, moment) if isinstance(page, Searching) else stay(conversation)
        case StaffPressed() if isinstance(page, Tells):
            return open_pad(conversation, moment)
        case StaffPressed():
            return stay(conversation)
        case _:
            assert_never(press)


def _hear_news(conversation: Conversation, news: News) -> Step:
    match news:
        case BoardChanged():
            return _with_board(conversation, news)
        case EnrolmentMoved():
            return _with_enrolment(conversation, news)
        case _:
            assert_never(news)


def _with_board(conversation: Conversation, news: BoardChanged) -> Step:
    """The day moved on; a lead's open room is told again."""
    conversation = replace(conversation, board=news.board)
    page = conversation.page
    if isinstance(page, Welcome | Wishing) and conversation.language_until_ms == 0:
        conversation = replace(conversation, language=venue_language(conversation))
    if isinstance(page, Staff) and page.counting is None:
        return Step(conversation, (TellStaff(page.section),))
    return stay(conversation)


def _with_enrolment(conversation: Conversation, news: EnrolmentMoved) -> Step:
    if not isinstance(conversation.page, Enrolling):
        return stay(conversation)
    if news.done:
        done = welcome(conversation)
        return replace(done, requests=(RefreshBoard(),))
    return stay(replace(conversation, page=Enrolling(stage=news.stage, digits=news.digits, centre=news.centre)))
