"""How would you like it? What somebody asks of the kiosk with a finger before they hold up a card.

Promise: it holds for that person and nobody after them; what their card asks for is never taken away by it.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, LanguagePressed, Press, WishPressed
from kiosk.flow.pages import ShowingHow, Welcome, Wishing
from kiosk.flow.turns import extended, forget, show, stay, touched
from kiosk.flow.values import Wish


def open_wishes(conversation: Conversation, moment: Moment) -> Step:
    """Who asks on the welcome page is somebody new."""
    return show(forget(conversation), extended(Wishing(until_ms=moment.now_ms), moment))


def speaking(conversation: Conversation, press: LanguagePressed, moment: Moment) -> Step:
    """Who chooses a language on the welcome page is somebody new; elsewhere it is the person who is there."""
    page = conversation.page
    if isinstance(page, Welcome):
        conversation = forget(conversation)
    chosen = replace(conversation, language=press.language, language_until_ms=moment.now_ms + times.LANGUAGE_MS)
    return touched(chosen, page, moment) if isinstance(page, Wishing) else stay(chosen)


def on_wishing(conversation: Conversation, page: Wishing | ShowingHow, press: Press, moment: Moment) -> Step:
    match press:
        case WishPressed() if isinstance(page, Wishing):
            return touched(_wished(conversation, press.wish, moment), page, moment)
        case BackPressed() | DeedPressed():
            # Not `welcome`, which is neutral: what was chosen waits there for its person's card.
            return show(conversation, Welcome())
        case _:
            return stay(conversation)


def show_how(conversation: Conversation, moment: Moment) -> Step:
    """The steps as pictures. What was chosen on the welcome page stays chosen."""
    return show(conversation, extended(ShowingHow(until_ms=moment.now_ms), moment))


def _wished(conversation: Conversation, wish: Wish, moment: Moment) -> Conversation:
    wished = replace(conversation.wished, **{wish.value: not getattr(conversation.wished, wish.value)})
    return replace(conversation, wished=wished, preferences=wished, language_until_ms=moment.now_ms + times.LANGUAGE_MS)
