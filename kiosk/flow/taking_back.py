"""How is an act taken back? By the button on its page, by the button on the welcome page after it, or by the venue's undo card.

Promise: ten seconds for everybody, whatever became of their page: on it; on the welcome page that follows, by name, since somebody else may
stand there; and on the page that greets the same card again. Never anybody else's act: a button or a card means what stands on the screen.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import UndoCardShown
from kiosk.flow.act_pages import BeforeLeaving, OpenTable
from kiosk.flow.conversation import Conversation, Done, Moment, Step
from kiosk.flow.events import Press, UndoPressed
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.newcomer_pages import PassShown
from kiosk.flow.pages import Farewell, Greeting, Look, Section, Thanks, Welcome
from kiosk.flow.requests import RecordUndo
from kiosk.flow.staff import open_room
from kiosk.flow.turns import ask, forget, meet, please_look, show_present, stay, welcome
from kiosk.flow.values import Undo, Visitor
from sync.domain.identity import EntryId


def acted(
    conversation: Conversation, entries: tuple[EntryId, ...], visitor: Visitor | None, moment: Moment, *, came: bool = False
) -> tuple[Conversation, Undo]:
    """Remember what was just recorded; also return how it is taken back, for the page that says so."""
    undo = Undo(entries=entries, shown_ms=moment.now_ms, until_ms=moment.now_ms + times.UNDO_MS, tap_id=moment.tap_id)
    done = (*running(conversation, moment.now_ms), Done(undo, visitor, came))
    return replace(conversation, done=done[-times.DONE_MAX :]), undo


def running(conversation: Conversation, now_ms: int) -> tuple[Done, ...]:
    """Return what can still be taken back, newest last."""
    return tuple(one for one in conversation.done if now_ms < one.undo.until_ms)


def arrival_of(conversation: Conversation, who: bytes, moment: Moment) -> Undo | None:
    """Return how the arrival of ``who`` can still be taken back: their card was held up again, because their page had gone."""
    found = (one.undo for one in running(conversation, moment.now_ms) if one.came and one.visitor and one.visitor.who == who)
    return next(found, None)


def until_ms(conversation: Conversation) -> tuple[int, ...]:
    """Return when the last of it cannot be taken back any more; empty: nothing can."""
    return (max(one.undo.until_ms for one in conversation.done),) if conversation.done else ()


def done_on(conversation: Conversation, moment: Moment) -> Done | None:
    """Return the act that can be taken back now: the one whose page this is, or on the welcome page the newest."""
    done = _on_screen(conversation)
    if done is None or not done.undo.entries or moment.now_ms >= done.undo.until_ms:
        return None
    return done


def _on_screen(conversation: Conversation) -> Done | None:
    page = conversation.page
    if isinstance(page, Welcome):
        return conversation.done[-1] if conversation.done else None
    if isinstance(page, Greeting | PassShown | Thanks | Farewell | OpenTable | BeforeLeaving | SigningOff):
        return next((one for one in conversation.done if one.undo == page.undo), None)
    return None


def take_back(conversation: Conversation, moment: Moment) -> Step:
    """The button was pressed."""
    done = done_on(conversation, moment)
    return _ask_back(conversation, done) if done else stay(conversation)


def by_card(conversation: Conversation, answer: UndoCardShown, moment: Moment) -> Step:
    """The card was held up in time, if it meant anything; the page may have gone since, the act is still the last one."""
    done = _on_screen(conversation)
    if done is None or done.undo.tap_id != answer.shown:
        return please_look(conversation, Look.NOTHING_TO_UNDO, moment)
    return _ask_back(replace(conversation, taken_by_card=done.undo.tap_id), done)


def on_welcome(conversation: Conversation, press: Press, moment: Moment) -> Step:
    """The welcome page offers the newest."""
    return take_back(conversation, moment) if isinstance(press, UndoPressed) else stay(conversation)


def _ask_back(conversation: Conversation, done: Done) -> Step:
    return ask(conversation, RecordUndo(done.undo.entries, done.undo.tap_id, done.visitor.who if done.visitor else None))


def no_longer(conversation: Conversation, tap_id: bytes) -> Conversation:
    """What was taken back under ``tap_id`` cannot be again; no mat logs for whoever is not here by it."""
    undone = next((one for one in conversation.done if one.undo.tap_id == tap_id), None)
    if undone is None:
        return conversation
    conversation = replace(conversation, done=tuple(one for one in conversation.done if one is not undone))
    is_gone = undone.came and undone.visitor and conversation.visitor and undone.visitor.who == conversation.visitor.who
    return forget(conversation) if is_gone else conversation


def taken_back(conversation: Conversation, tap_id: bytes, moment: Moment) -> Step:
    """The act no longer counts. Who came in by it is not here; who logged or left by it is. Whoever held up a card for it is told so, in
    the language of the page that it was on: they pressed nothing that could spring back.
    """
    page = conversation.page
    was_by_card = tap_id != b"" and conversation.taken_by_card == tap_id
    conversation = replace(conversation, taken_by_card=b"")
    if isinstance(page, Thanks | Farewell | BeforeLeaving) and page.visitor:
        step = show_present(meet(conversation, page.visitor, moment), page.visitor, moment)
        return Step(please_look(step.conversation, Look.TAKEN_BACK, moment).conversation, step.requests) if was_by_card else step
    if isinstance(page, SigningOff):
        return open_room(conversation, page.lead, Section.HERE, moment)
    if isinstance(page, Welcome):
        # Somebody else may have the floor by now: whoever is gone was forgotten already.
        return please_look(conversation, Look.TAKEN_BACK, moment)
    conversation = forget(conversation)
    return please_look(conversation, Look.TAKEN_BACK, moment) if was_by_card else welcome(conversation)
