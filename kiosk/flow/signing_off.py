"""How does a lead take somebody off the list of who is in the building, who left without saying so?

Promise: an ordinary departure, asked about once, in the lead's name; ten seconds to take it back. Nothing is ever deleted: the list is
right again because one more thing is known.
"""

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, Press, UndoPressed
from kiosk.flow.lead_pages import SigningOff
from kiosk.flow.pages import Section
from kiosk.flow.people_events import SignedOff
from kiosk.flow.requests import RecordSignOff
from kiosk.flow.staff import open_room
from kiosk.flow.taking_back import acted, take_back
from kiosk.flow.turns import ask, show, stay


def on_signing_off(conversation: Conversation, page: SigningOff, press: Press, moment: Moment) -> Step:
    match press:
        case BackPressed():
            return open_room(conversation, page.lead, Section.HERE, moment)
        case UndoPressed():
            return take_back(conversation, moment)
        case DeedPressed() if page.undo is None and conversation.asked != page.tap_id:
            return ask(conversation, RecordSignOff(page.lead, page.person.who, page.tap_id))
        case _:
            return stay(conversation)


def signed_off(conversation: Conversation, answer: SignedOff, moment: Moment) -> Step:
    """They are off the list."""
    page = conversation.page
    if not isinstance(page, SigningOff) or page.tap_id != answer.tap_id:
        return stay(conversation)
    conversation, undo = acted(replace(conversation, asked=b""), answer.entries, None, moment)
    return show(conversation, replace(page, undo=undo, until_ms=undo.until_ms))
