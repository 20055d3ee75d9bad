"""What does a finger do on the pages of a visit: greeting, choosing, present, thanks?

Promise: nothing is recorded but by a button that says so, and a button that was pressed twice records once.
"""

from kiosk.flow.amounts import open_log
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, ChangePressed, DeedPressed, LeavePressed, LogPressed, PlaceChosen, Press, UndoPressed
from kiosk.flow.leaving import on_leave
from kiosk.flow.newcomer_pages import PassShown
from kiosk.flow.newcomers import before_choice, chosen
from kiosk.flow.pages import Choosing, Greeting, Present, Thanks
from kiosk.flow.parties import adjust_headcount
from kiosk.flow.people_events import CardAgainPressed, HeadcountPressed, OnwardPressed
from kiosk.flow.requests import OfferMove, RecordArrival, RecordHeadcount, RecordMove, RecordParty, ShowPass
from kiosk.flow.taking_back import take_back
from kiosk.flow.turns import ask, show_present, stay, welcome
from kiosk.flow.values import Visitor


def on_greeting(conversation: Conversation, page: Greeting, press: Press, moment: Moment) -> Step:
    """The greeting asks nothing; who is quick may go on from it."""
    match press:
        case UndoPressed():
            return take_back(conversation, moment)
        case LogPressed():
            return open_log(conversation, page.visitor, press.item, moment)
        case ChangePressed():
            return _offer_move(conversation, page.visitor, moment)
        case OnwardPressed() if page.visitor.can_be_asked:
            return show_present(conversation, page.visitor, moment)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def on_choosing(conversation: Conversation, page: Choosing, press: Press, moment: Moment) -> Step:
    match press:
        case PlaceChosen():
            return _choose(conversation, page, press.no, moment)
        case BackPressed() if page.newcomer:
            return before_choice(conversation, page.newcomer, moment)
        case BackPressed() if page.moving:
            return show_present(conversation, page.visitor, moment)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def _choose(conversation: Conversation, page: Choosing, no: int, moment: Moment) -> Step:
    """A place that looks full is not refused: the figure may be old, and the door stays open."""
    if conversation.asked == page.tap_id or all(place.no != no for place in page.places):
        return stay(conversation)
    if page.newcomer:
        return chosen(conversation, page.newcomer, no, moment)
    who = page.visitor.who
    if page.members:
        return ask(conversation, RecordParty(who, page.members, no, page.tap_id))
    if page.heads:
        return ask(conversation, RecordHeadcount(who, page.heads, no, page.tap_id))
    request = RecordMove if page.moving else RecordArrival
    return ask(conversation, request(who=who, activity=no, tap_id=page.tap_id))


def on_present(conversation: Conversation, page: Present, press: Press, moment: Moment) -> Step:
    match press:
        case LogPressed():
            return open_log(conversation, page.visitor, press.item, moment)
        case ChangePressed():
            return _offer_move(conversation, page.visitor, moment)
        case HeadcountPressed():
            return adjust_headcount(conversation, page.visitor, moment)
        case CardAgainPressed() if page.visitor.is_newcomer and conversation.asked != page.tap_id:
            return ask(conversation, ShowPass(page.visitor.who, page.tap_id))
        case LeavePressed():
            return on_leave(conversation, page, moment)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)


def _offer_move(conversation: Conversation, visitor: Visitor, moment: Moment) -> Step:
    return ask(conversation, OfferMove(who=visitor.who, tap_id=moment.tap_id))


def on_thanks(conversation: Conversation, page: Thanks | PassShown, press: Press, moment: Moment) -> Step:
    """Also the page with a newcomer's pass, which is done when they have photographed it."""
    match press:
        case UndoPressed():
            return take_back(conversation, moment)
        case LogPressed() if page.visitor:
            return open_log(conversation, page.visitor, press.item, moment)
        case DeedPressed() if isinstance(page, PassShown):
            return welcome(conversation)
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)
