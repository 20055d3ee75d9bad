"""How is the last act taken back? By the button on its page, or by the venue's undo card.

Promise: ten seconds, and never anybody else's act: the card means what stood on the screen when it was held up, also when welcome has come
back in between; once somebody else has the floor it takes back nothing.
"""

from msgspec.structs import replace

from kiosk.flow.act_events import UndoCardShown
from kiosk.flow.conversation import Conversation, Done, Moment, Step
from kiosk.flow.pages import Farewell, Greeting, Look, Page, Thanks, Welcome
from kiosk.flow.requests import RecordUndo
from kiosk.flow.turns import ask, forget, meet, please_look, show_present, stay, welcome
from kiosk.flow.values import Undo, Visitor


def acted(conversation: Conversation, undo: Undo | None, who: bytes | None) -> Conversation:
    """Remember what was just done; somebody who was greeted again did nothing that could be taken back."""
    return replace(conversation, done=Done(undo, who) if undo else None)


def done_on(conversation: Conversation, moment: Moment) -> Done | None:
    """Return the act that can be taken back now: the one whose page this is, or whose page was the last before welcome."""
    done = conversation.done
    if done is None or not done.undo.entries or moment.now_ms >= done.undo.until_ms:
        return None
    return done if _is_on(conversation.page, done) else None


def _is_on(page: Page, done: Done) -> bool:
    return isinstance(page, Welcome) or (isinstance(page, Greeting | Thanks | Farewell) and page.undo == done.undo)


def take_back(conversation: Conversation, undo: Undo | None, visitor: Visitor | None, moment: Moment) -> Step:
    """The button was pressed."""
    if undo is None or not undo.entries or moment.now_ms >= undo.until_ms:
        return stay(conversation)
    return ask(conversation, RecordUndo(undo.entries, undo.tap_id, visitor.who if visitor else None))


def by_card(conversation: Conversation, answer: UndoCardShown, moment: Moment) -> Step:
    """The card was held up in time, if it meant anything; the page may have gone since, the act is still the last one."""
    done = conversation.done
    if done is None or not answer.shown or done.undo.tap_id != answer.shown or not _is_on(conversation.page, done):
        return please_look(conversation, Look.NOTHING_TO_UNDO, moment)
    return ask(conversation, RecordUndo(done.undo.entries, done.undo.tap_id, done.who))


def taken_back(conversation: Conversation, moment: Moment) -> Step:
    """The act no longer counts. Who came in by it is not here; who logged or left by it is."""
    page = conversation.page
    conversation = replace(conversation, done=None)
    if isinstance(page, Thanks | Farewell) and page.visitor:
        return show_present(meet(conversation, page.visitor, moment), page.visitor, moment)
    if isinstance(page, Welcome):
        return please_look(forget(conversation), Look.TAKEN_BACK, moment)
    return welcome(forget(conversation))
