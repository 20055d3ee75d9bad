"""What does a mat do that is shown twice, or to a table that is kept open?

Promise: each mat is an entry of its own, made durable before it counts on the screen; a repeat is asked about only where it looks like a
doubt, and never refused; a table closes by itself, by its button, or by the next card.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_events import KeepOpenPressed
from kiosk.flow.act_pages import AnotherMat, Mark, OpenTable
from kiosk.flow.conversation import Conversation, Heard, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, ItemsRecorded, MatShown, Press, UndoPressed
from kiosk.flow.pages import AskWho
from kiosk.flow.requests import PrepareTap, ReceiveCode, RecordItems
from kiosk.flow.taking_back import acted, take_back
from kiosk.flow.turns import ask, beneath, extended, show, stay, welcome
from kiosk.flow.values import Added, Visitor

# The same mat again -------------------------------------------------------------------------------------------------------


def counted_by_mat(conversation: Conversation, answer: ItemsRecorded, moment: Moment) -> Conversation:
    """Remember for whom the mat counted that was just recorded. Items that were counted by hand had no mat."""
    heard = tuple(
        replace(one, counted_for=answer.visitor.who if answer.visitor else b"", counted=answer.added, counted_ms=moment.now_ms)
        if one.tap_id == answer.tap_id != b""
        else one
        for one in conversation.heard
    )
    return replace(conversation, heard=heard)


def looks_like_a_doubt(heard: Heard | None, visitor: Visitor | None, moment: Moment) -> bool:
    """The same mat, by the person whom it has just counted for, while the thanks for it still stand. Whoever has confirmed such a repeat
    once is working through a pile and is not asked again.
    """
    if heard is None or visitor is None or heard.counted is None or heard.is_meant:
        return False
    return heard.counted_for == visitor.who and moment.now_ms - heard.counted_ms < times.MAT_DOUBT_MS


def ask_whether_again(conversation: Conversation, heard: Heard, visitor: Visitor, moment: Moment) -> Step:
    assert heard.counted is not None, "asked only about a mat that counted"
    page = AnotherMat(visitor, heard.counted, heard.text, moment.tap_id, moment.now_ms)
    return show(conversation, extended(page, moment), PrepareTap(moment.tap_id))


def on_another_mat(conversation: Conversation, page: AnotherMat, press: Press) -> Step:
    match press:
        case DeedPressed():
            return count_again(conversation, page)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def count_again(conversation: Conversation, page: AnotherMat) -> Step:
    """By the button, or by the mat once more: the same act either way."""
    if conversation.asked == page.tap_id:
        return stay(conversation)
    heard = tuple(replace(one, tap_id=page.tap_id, is_meant=True) if one.text == page.text else one for one in conversation.heard)
    return ask(replace(conversation, heard=heard), ReceiveCode(page.text, page.tap_id, page.visitor.who))


# A mat before its owner's card --------------------------------------------------------------------------------------------


def ask_who(conversation: Conversation, answer: MatShown, moment: Moment) -> Step:
    """Whose is it? What it counts will be counted under the page's tap: held up again it is looked at as any mat that counted."""
    heard = tuple(replace(one, tap_id=moment.tap_id) if one.tap_id == answer.tap_id else one for one in conversation.heard)
    page = AskWho(answer.added, answer.for_table, moment.tap_id, moment.now_ms)
    return show(replace(conversation, heard=heard), extended(page, moment), PrepareTap(moment.tap_id))


def waiting_mat(conversation: Conversation) -> AskWho | None:
    """Return the mat that was shown before its owner's card."""
    return next((page for page in (beneath(conversation.page), conversation.kept) if isinstance(page, AskWho)), None)


# A table that is kept open ------------------------------------------------------------------------------------------------


def on_ask_who(conversation: Conversation, page: AskWho, press: Press, moment: Moment) -> Step:
    match press:
        case DeedPressed() if page.for_table:
            return items_for(conversation, page, None)
        case KeepOpenPressed() if page.for_table and conversation.asked != page.tap_id:
            return _keep_open(conversation, page, moment)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def items_for(conversation: Conversation, page: AskWho, who: bytes | None) -> Step:
    """Count what the mat said for ``who``; none: for the table."""
    making = page.added.making
    return ask(
        conversation,
        RecordItems(who=who, activity=making.activity, item=making.item, quantity=page.added.quantity, tap_id=page.tap_id),
    )


def _keep_open(conversation: Conversation, page: AskWho, moment: Moment) -> Step:
    """The mat that is there counts at once; the total grows when it is durable."""
    table = OpenTable(page.added.making.activity, (), page.tap_id, moment.now_ms)
    opened = show(conversation, extended(table, moment)).conversation
    return items_for(opened, page, None)


def table_of(conversation: Conversation) -> OpenTable | None:
    """Return the table that is open, also while something else is said for a moment."""
    return next((page for page in (conversation.page, conversation.kept) if isinstance(page, OpenTable)), None)


def counted_for_table(conversation: Conversation, table: OpenTable, answer: ItemsRecorded, moment: Moment) -> Step:
    """Durable: the total grows."""
    conversation, undo = acted(conversation, answer.entries, None, moment)
    marks = (*table.marks, Mark(answer.added, undo))[-times.MARKS_MAX :]
    page = replace(table, counted=_with(table.counted, answer.added, answer.added.quantity), marks=marks)
    asked = conversation.asked if conversation.asked != answer.tap_id else b""
    step = show(conversation, extended(page, moment))
    return replace(step, conversation=replace(step.conversation, asked=asked))


def taken_off_table(conversation: Conversation, table: OpenTable, tap_id: bytes, moment: Moment) -> Step:
    """Durable: the mat that was taken back under ``tap_id`` no longer counts, whatever was counted since."""
    undone = next((mark for mark in table.marks if mark.undo.tap_id == tap_id), None)
    if undone is None:
        return stay(conversation)
    marks = tuple(mark for mark in table.marks if mark is not undone)
    page = replace(table, counted=_with(table.counted, undone.added, -undone.added.quantity), marks=marks)
    asked = conversation.asked if conversation.asked != tap_id else b""
    return Step(replace(conversation, page=extended(page, moment), kept=None, asked=asked))


def _with(counted: tuple[Added, ...], added: Added, quantity: int) -> tuple[Added, ...]:
    """The totals with ``quantity`` more of what ``added`` is, in front."""
    same = [one for one in counted if one.making.item == added.making.item]
    total = sum(one.quantity for one in same) + quantity
    others = tuple(one for one in counted if one not in same)
    return (Added(added.making, total), *others) if total > 0 else others


def on_table(conversation: Conversation, press: Press, moment: Moment) -> Step:
    match press:
        case UndoPressed():
            return take_back(conversation, moment)
        case DeedPressed() | BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)
