"""How does somebody leave? One kind question before, what they gave today, and a slip to take home.

Promise: nobody is asked twice, and nobody is kept: the question goes to who is at something that makes things and has logged nothing, and
*I am leaving* is one touch from everywhere in it. What they log on the way out is thanked for where they stand.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import TakeHomePressed
from kiosk.flow.act_pages import BeforeLeaving, TakeHome
from kiosk.flow.amounts import open_log
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, LeavePressed, LogPressed, Press, UndoPressed
from kiosk.flow.pages import Farewell, Present
from kiosk.flow.print_events import PrintSlipPressed
from kiosk.flow.print_requests import PrintSlip
from kiosk.flow.requests import PrepareTap, RecordDeparture
from kiosk.flow.taking_back import take_back
from kiosk.flow.turns import ask, extended, show, show_present, stay, welcome
from kiosk.flow.values import Added, Undo, Visitor


def on_leave(conversation: Conversation, page: Present, moment: Moment) -> Step:
    """Somebody said that they are leaving."""
    if page.visitor.makings and not page.visitor.has_logged:
        return before_leaving(conversation, page.visitor, moment)
    return ask(conversation, RecordDeparture(who=page.visitor.who, tap_id=page.tap_id))


def before_leaving(
    conversation: Conversation, visitor: Visitor, moment: Moment, added: Added | None = None, undo: Undo | None = None
) -> Step:
    """Anything to log before you go? With ``added``: anything else?"""
    page = BeforeLeaving(visitor, moment.tap_id, moment.now_ms, added, undo)
    return show(replace(conversation, leaving=visitor.who), extended(page, moment), PrepareTap(moment.tap_id))


def on_before_leaving(conversation: Conversation, page: BeforeLeaving, press: Press, moment: Moment) -> Step:
    match press:
        case BackPressed():
            return show_present(conversation, page.visitor, moment)
        case LeavePressed():
            return ask(conversation, RecordDeparture(who=page.visitor.who, tap_id=page.tap_id))
        case LogPressed() if conversation.asked != page.tap_id:
            return open_log(conversation, page.visitor, press.item, moment)
        case UndoPressed():
            return take_back(conversation, moment)
        case _:
            return stay(conversation)


def on_farewell(conversation: Conversation, page: Farewell, press: Press, moment: Moment) -> Step:
    match press:
        case UndoPressed():
            return take_back(conversation, moment)
        case TakeHomePressed() if page.slip:
            return show(conversation, TakeHome(page.slip, moment.now_ms + times.TAKE_HOME_MS))
        case PrintSlipPressed() if page.slip and conversation.board.prints and not page.is_printed:
            return _print_slip(conversation, page)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def _print_slip(conversation: Conversation, page: Farewell) -> Step:
    """It is on its way; the page stays as long as it was to."""
    slip = PrintSlip(
        page.visitor.who, page.minutes, page.made, conversation.language, page.slip, page.undo.entries[0] if page.undo.entries else None
    )
    return Step(replace(conversation, page=replace(page, is_printed=True)), (slip,))


def on_take_home(conversation: Conversation, press: Press) -> Step:
    return welcome(conversation) if isinstance(press, DeedPressed | BackPressed) else stay(conversation)
