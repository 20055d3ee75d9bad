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
    Cleaning,
    Enrolling,
    Farewell,
    Gathering,
    Greeting,
    Headcount,
    Leaving,
    Logging,
    PinPad,
    PleaseLook,
    Present,
    Searching,
    Staff,
    Thanks,
    TryingScanner,
    Welcome,
    Wishing,
)
from kiosk.flow.turns import after_look, forget, neutral, stay, welcome


def next_moment_ms(conversation: Conversation) -> int | None:
    """Return the monotonic ms at which ``TimePassed`` is due; none: nothing waits."""
    page = conversation.page
    match page:
        case Enrolling() | Leaving():
            return None
        case Welcome():
            return min(_remembered_until_ms(conversation), default=None)
        case TryingScanner():
            return page.until_ms
        case PinPad():
            return page.until_ms if page.wait_until_ms is None else min(page.until_ms, page.wait_until_ms)
        case (
            Wishing()
            | Greeting()
            | Choosing()
            | Gathering()
            | Headcount()
            | Searching()
            | Present()
            | Logging()
            | Thanks()
            | Farewell()
            | AskWho()
            | PleaseLook()
            | Staff()
            | Cleaning()
        ):
            return page.until_ms
        case _:
            assert_never(page)


def _remembered_until_ms(conversation: Conversation) -> tuple[int, ...]:
    """What the welcome page remembers of somebody, and until when: a language that was chosen, whoever held up the last card."""
    language = (conversation.language_until_ms,) if conversation.language_until_ms > 0 else ()
    visitor = (conversation.visitor_until_ms,) if conversation.visitor is not None else ()
    return language + visitor


def _forgetting(conversation: Conversation, moment: Moment) -> Conversation:
    if 0 < conversation.language_until_ms <= moment.now_ms:
        conversation = neutral(conversation)
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
        case _:
            return welcome(conversation)
