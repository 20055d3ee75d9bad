"""When does a page go away by itself, and what then?

Promise: with enough time every page of a working kiosk leads to welcome; half-done work is never recorded by waiting, and never goes
without the question whether its owner is still there. Where nothing waits there is no next moment, so that an idle kiosk costs nothing.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.pages import Asking, Enrolling, Leaving, PinPad, PleaseLook, Section, ShowingHow, Staff, StillThere, Welcome, Wishing
from kiosk.flow.staff import open_room
from kiosk.flow.still_there import ask_first
from kiosk.flow.taking_back import running, until_ms
from kiosk.flow.turns import after_look, forget, hold_ms, is_half_done, neutral, stay, welcome


def next_moment_ms(conversation: Conversation) -> int | None:
    """Return the monotonic ms at which ``TimePassed`` is due; none: nothing waits."""
    page = conversation.page
    match page:
        case Enrolling() | Leaving():
            return None
        case Welcome():
            return min(_remembered_until_ms(conversation), default=None)
        case PinPad():
            return page.until_ms if page.wait_until_ms is None else min(page.until_ms, page.wait_until_ms)
        case Wishing() | ShowingHow() | PleaseLook() | StillThere():
            return page.until_ms + _more_ms(conversation, page)
        case _ if isinstance(page, Asking):
            return page.until_ms + _more_ms(conversation, page)
        case _:
            return page.until_ms


def _more_ms(conversation: Conversation, page: Wishing | ShowingHow | PleaseLook | StillThere | Asking) -> int:
    """How much longer a page waits for who needs it: as the venue is set, and as the person before it asked for."""
    match page:
        case PleaseLook():
            hold = times.PLEASE_LOOK_MS
        case StillThere():
            hold = times.STILL_THERE_MS
        case _:
            hold = hold_ms(page)
    return hold * (_percent(conversation) - times.PATIENCE_PERCENT) // times.PATIENCE_PERCENT


def _percent(conversation: Conversation) -> int:
    wishes = conversation.preferences
    is_unhurried = wishes.large_text or wishes.spoken or wishes.calm
    return conversation.patience_percent * times.UNHURRIED_PERCENT // 100 if is_unhurried else conversation.patience_percent


def _remembered_until_ms(conversation: Conversation) -> tuple[int, ...]:
    """What the welcome page remembers of somebody, and until when: a language that was chosen, whoever held up the last card, what may
    be taken back.
    """
    language = (conversation.language_until_ms,) if conversation.language_until_ms > 0 else ()
    visitor = (conversation.visitor_until_ms,) if conversation.visitor is not None else ()
    return language + visitor + until_ms(conversation)


def _forgetting(conversation: Conversation, moment: Moment) -> Conversation:
    if 0 < conversation.language_until_ms <= moment.now_ms:
        conversation = neutral(conversation)
    conversation = replace(conversation, done=running(conversation, moment.now_ms))
    return forget(conversation) if conversation.visitor_until_ms <= moment.now_ms else conversation


def pass_time(conversation: Conversation, moment: Moment) -> Step:
    """Let the page go whose time has come."""
    due_ms = next_moment_ms(conversation)
    if due_ms is None or moment.now_ms < due_ms:
        return stay(conversation)
    page = conversation.page
    match page:
        case Welcome():
            return stay(_forgetting(conversation, moment))
        case PinPad() if moment.now_ms < page.until_ms:
            return stay(replace(conversation, page=replace(page, wait_until_ms=None)))
        case PleaseLook():
            return after_look(conversation, moment)
        case SigningOff() if page.undo is not None:
            return open_room(conversation, page.lead, Section.HERE, moment)
        case _ if isinstance(page, Asking | Staff) and is_half_done(page):
            return ask_first(conversation, page, moment)
        case _:
            return welcome(conversation)
