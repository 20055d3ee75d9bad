"""A code was heard: what now?

Promise: on every page of a working kiosk a code goes to the desk, whatever a finger was doing, and types into nothing. The same code
held up for longer is one scan, and whoever was greeted by it stays welcome meanwhile; a code that the machine could not take is the same
act when it is held up again.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.act_pages import AnotherMat
from kiosk.flow.conversation import Conversation, Heard, Moment, Step
from kiosk.flow.pages import Enrolling, Greeting, Leaving, Logging, Present, Thanks
from kiosk.flow.requests import ReceiveCode
from kiosk.flow.tables import ask_whether_again, count_again, looks_like_a_doubt, table_of, waiting_mat
from kiosk.flow.taking_back import done_on
from kiosk.flow.turns import ask, beneath, extended, is_the_leads, stay, welcome
from kiosk.flow.values import Undo, Visitor


def hear(conversation: Conversation, text: str, moment: Moment) -> Step:
    """Send the code to the desk, unless it is the same scan as a moment ago.

    A machine that is not a device yet has no journal, and one that is ending takes nothing on: there a code does nothing.
    """
    text = text.strip()[: times.KEPT_CHARACTERS_MAX]
    page = conversation.page
    if isinstance(page, Enrolling | Leaving) or not text:
        return stay(conversation)
    # Letter case says nothing in a code: a scanner with Caps Lock reads the same card.
    before = next((heard for heard in conversation.heard if heard.text == text.upper()), None)
    if before and moment.now_ms - before.at_ms < times.SAME_SCAN_MS:
        # A failed one is not held back by being held up: its three seconds run from when it failed.
        if before.failed:
            return stay(conversation)
        return _welcome_on(_heard(conversation, replace(before, at_ms=moment.now_ms)), before, moment)
    if before and isinstance(page, AnotherMat) and page.text == before.text:
        return count_again(_heard(conversation, replace(before, at_ms=moment.now_ms)), page)
    if before and isinstance(page, Thanks) and page.visitor and looks_like_a_doubt(before, page.visitor, moment):
        return ask_whether_again(_heard(conversation, replace(before, at_ms=moment.now_ms)), before, page.visitor, moment)
    return _send(conversation, text, before, moment)


def _welcome_on(conversation: Conversation, heard: Heard, moment: Moment) -> Step:
    """The same scan again records nothing. Where its owner is being greeted they go on being greeted, for a while."""
    page = conversation.page
    is_theirs = isinstance(page, Greeting) and page.visitor.who == heard.who
    if not isinstance(page, Greeting) or not is_theirs or moment.now_ms - heard.since_ms >= times.GREETED_ON_MS:
        return stay(conversation)
    return stay(replace(conversation, page=greeting(page.visitor, page.undo, moment)))


def greeting(visitor: Visitor, undo: Undo | None, moment: Moment) -> Greeting:
    """Return the green page, from now on. Who is told where they are expected, or may go on from here, is given the time to read it."""
    is_read = visitor.expected is not None or (undo is None and visitor.can_be_asked)
    shown_for_ms = times.UNDO_MS if is_read else times.GREETING_MS
    return Greeting(visitor, moment.now_ms, moment.now_ms + shown_for_ms, undo)


def _send(conversation: Conversation, text: str, before: Heard | None, moment: Moment) -> Step:
    is_retry = before is not None and before.failed and moment.now_ms - before.at_ms < times.FAILED_SCAN_MS
    tap_id = before.tap_id if before and is_retry else moment.tap_id
    unanswered = conversation.asked
    # Before a lead's page closes: an undo card means what stood on the screen when it was held up.
    done = done_on(conversation, moment)
    shown = done.undo.tap_id if done else b""
    is_meant = before is not None and before.is_meant
    heard = Heard(text=text.upper(), at_ms=moment.now_ms, tap_id=tap_id, is_meant=is_meant, since_ms=moment.now_ms)
    conversation = _heard(conversation, heard)
    if is_the_leads(beneath(conversation.page)):
        # The lead's pages close before anybody else is served: names and figures are not for the queue.
        conversation = welcome(conversation).conversation
    else:
        conversation = replace(conversation, page=extended(conversation.page, moment))
    table = table_of(conversation)
    visitor = None if table else _standing_there(conversation, moment)
    # A card whose answer is still on its way decides for whom a mat counts: only the desk, which answers in order, can know.
    request = ReceiveCode(text, tap_id, visitor, after=unanswered, shown=shown, table=table.activity if table else None)
    return ask(conversation, request)


def _standing_there(conversation: Conversation, moment: Moment) -> bytes | None:
    page = beneath(conversation.page)
    if isinstance(page, Present | Logging):
        return page.visitor.who
    visitor = conversation.visitor
    return visitor.who if visitor and moment.now_ms < conversation.visitor_until_ms else None


def _heard(conversation: Conversation, heard: Heard) -> Conversation:
    others = tuple(one for one in conversation.heard if one.text != heard.text)
    return replace(conversation, heard=(*others, heard)[-times.HEARD_MAX :])


def failed(conversation: Conversation, tap_id: bytes) -> Conversation:
    """The machine could not take the code with ``tap_id``."""
    heard = tuple(replace(one, failed=True) if one.tap_id == tap_id else one for one in conversation.heard)
    return replace(conversation, heard=heard)


def came_by(conversation: Conversation, tap_id: bytes, who: bytes) -> Conversation:
    """The code with ``tap_id`` is the card of ``who``."""
    heard = tuple(replace(one, who=who) if one.tap_id == tap_id else one for one in conversation.heard)
    return replace(conversation, heard=heard)


def another_came(conversation: Conversation, tap_id: bytes) -> Conversation:
    """Somebody else has the floor: only their own code is still the same scan; a mat counts for them at once. The mat that waited for
    its owner is theirs, too.
    """
    mat = waiting_mat(conversation)
    theirs = {tap_id, mat.tap_id} if mat else {tap_id}
    return replace(conversation, heard=tuple(one for one in conversation.heard if one.tap_id in theirs))
