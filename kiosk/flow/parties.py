"""Who came together? A party by its members, or a class by its number.

Promise: nobody is checked in but by the deed button of a page that shows who or how many; whoever is here already is shown and left
alone; a number is never below zero and always fits its page.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.amounts import changed_digits
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, DigitErased, DigitPressed, Press
from kiosk.flow.newcomers import numbered
from kiosk.flow.pages import Choosing, Gathering, Headcount, HeadsField
from kiosk.flow.people_events import HeadcountWanted, HeadsStepped, HeadsTouched, MemberPressed, MorePressed, PartyWanted
from kiosk.flow.requests import PrepareTap, RecordHeadcount, RecordParty
from kiosk.flow.turns import ask, extended, show, show_present, stay, touched, welcome
from kiosk.flow.values import Heads, Place, Visitor
from sync.domain.roster import Preferences


def open_gathering(conversation: Conversation, answer: PartyWanted, moment: Moment) -> Step:
    page = Gathering(answer.visitor, answer.members, answer.ticked, answer.places, moment.tap_id, moment.now_ms)
    return show(conversation, extended(page, moment), PrepareTap(moment.tap_id))


def on_gathering(conversation: Conversation, page: Gathering, press: Press, moment: Moment) -> Step:
    match press:
        case BackPressed():
            return welcome(conversation)
        case _ if conversation.asked == page.tap_id:
            return stay(conversation)
        case MemberPressed():
            return touched(conversation, replace(page, ticked=_toggled(page, press.who), changed=True), moment)
        case MorePressed():
            first = page.first + members_a_page(conversation.preferences)
            return touched(conversation, replace(page, first=first if first < len(page.members) else 0), moment)
        case DeedPressed() if page.ticked and page.places:
            choosing = Choosing(page.visitor, page.places, moving=False, tap_id=moment.tap_id, until_ms=0, members=page.ticked)
            return _choose(conversation, choosing, moment)
        case DeedPressed() if page.ticked:
            return ask(conversation, RecordParty(page.visitor.who, page.ticked, None, page.tap_id))
        case _:
            return stay(conversation)


def members_a_page(wished: Preferences) -> int:
    """How many names stand on a page: fewer, where they are to be larger."""
    return times.MEMBERS_MAX_LARGE if wished.large_text else times.MEMBERS_MAX


def _toggled(page: Gathering, who: bytes) -> tuple[bytes, ...]:
    """In the order of the page, so that the entries stand in the order of the names."""
    wanted = set(page.ticked) ^ {who}
    return tuple(member.who for member in page.members if member.who in wanted and not member.is_here)


def _choose(conversation: Conversation, choosing: Choosing, moment: Moment) -> Step:
    """Which activity, before anybody is recorded; a mat that waits for its owner waits on."""
    step = show(conversation, extended(choosing, moment), PrepareTap(choosing.tap_id))
    return replace(step, conversation=replace(step.conversation, kept=conversation.kept))


def open_headcount(conversation: Conversation, answer: HeadcountWanted, moment: Moment) -> Step:
    return _headcount(conversation, answer.visitor, moment, places=answer.places)


def adjust_headcount(conversation: Conversation, visitor: Visitor, moment: Moment) -> Step:
    """The class is here; more came, or some left."""
    return _headcount(conversation, visitor, moment, is_here=True) if visitor.heads else stay(conversation)


def _headcount(
    conversation: Conversation, visitor: Visitor, moment: Moment, *, places: tuple[Place, ...] = (), is_here: bool = False
) -> Step:
    heads = visitor.heads or Heads(visitor.headcount)
    page = Headcount(visitor, heads, places, is_here, moment.tap_id, moment.now_ms)
    return show(conversation, extended(page, moment), PrepareTap(moment.tap_id))


def on_headcount(conversation: Conversation, page: Headcount, press: Press, moment: Moment) -> Step:
    match press:
        case BackPressed():
            return _back(conversation, page, moment)
        case _ if conversation.asked == page.tap_id:
            return stay(conversation)
        case HeadsStepped():
            return touched(conversation, _with(page, press.field, _number(page, press.field) + press.by), moment)
        case HeadsTouched():
            return touched(conversation, _with_keypad(page, press.field), moment)
        case DigitPressed() | DigitErased() if page.keypad:
            return touched(
                conversation, _with(page, page.keypad, changed_digits(_number(page, page.keypad), press, times.HEADS_MAX)), moment
            )
        case DeedPressed() if page.heads.people and page.newcomer:
            return numbered(conversation, page, page.newcomer, moment)
        case DeedPressed() if page.heads.people and page.places:
            choosing = Choosing(page.visitor, page.places, moving=False, tap_id=moment.tap_id, until_ms=0, heads=page.heads)
            return _choose(conversation, choosing, moment)
        case DeedPressed() if page.heads.people:
            return ask(conversation, RecordHeadcount(page.visitor.who, page.heads, None, page.tap_id))
        case _:
            return stay(conversation)


def _back(conversation: Conversation, page: Headcount, moment: Moment) -> Step:
    if page.keypad:
        return touched(conversation, replace(page, keypad=None), moment)
    return show_present(conversation, page.visitor, moment) if page.is_here else welcome(conversation)


def _number(page: Headcount, field: HeadsField) -> int:
    return page.heads.children if field is HeadsField.CHILDREN else page.heads.adults


def _with(page: Headcount, field: HeadsField, number: int) -> Headcount:
    return replace(page, heads=replace(page.heads, **{field.value: min(max(number, 0), times.HEADS_MAX)}))


def _with_keypad(page: Headcount, field: HeadsField) -> Headcount:
    """Opening the keypad begins a new number, as on the log page."""
    return replace(page, keypad=None) if page.keypad is field else replace(_with(page, field, 0), keypad=field)
