"""When does a page go away by itself, and what then?

Promise: with enough time every page of a working kiosk leads to welcome, and half-done work is never recorded by waiting. Where
nothing waits there is no next moment, so that an idle kiosk costs nothing.
"""

from typing import assert_never

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.pages import (
    AskWho,
    Choosing,
    Enrolling,
    Farewell,
    Greeting,
    Leaving,
    Logging,
    PinPad,
    PleaseLook,
    Present,
    Staff,
    Thanks,
    Welcome,
)
from kiosk.flow.turns import after_look, stay, venue_language, welcome


def next_moment_ms(conversation: Conversation) -> int | None:
    """Return the monotonic ms at which ``TimePassed`` is due; none: nothing waits."""
    page = conversation.page
    match page:
        case Enrolling() | Leaving():
            return None
        case Welcome():
            return conversation.language_until_ms if conversation.language_until_ms > 0 else None
        case PinPad():
            return page.until_ms if page.wait_until_ms is None else min(page.until_ms, page.wait_until_ms)
        case Greeting() | Choosing() | Present() | Logging() | Thanks() | Farewell() | AskWho() | PleaseLook() | Staff():
            return page.until_ms
        case _:
            assert_never(page)


def pass_time(conversation: Conversation, moment: Moment) -> Step:
    """Let the page go whose time has come."""
    due_ms = next_moment_ms(conversation)
    if due_ms is None or moment.now_ms < due_ms:
        return stay(conversation)
    page = conversation.page
    match page:
        case Welcome():
            return stay(replace(conversation, language=venue_language(conversation), language_until_ms=0))
        case PinPad() if moment.now_ms < page.until_ms:
            return stay(replace(conversation, page=replace(page, wait_until_ms=None)))
        case PleaseLook():
            return after_look(conversation, moment)
        case _:
            return welcome(conversation)
