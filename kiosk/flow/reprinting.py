"""How does a lead print for somebody who lost their card, or is not here? By their name, as volunteers look for their own.

Promise: nobody is checked in by it; one press is one piece of paper; the way back is the way that the lead came.
"""

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, Press
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.pages import Section
from kiosk.flow.people_events import FoundPressed
from kiosk.flow.print_events import PrintLabelPressed, PrintPressed
from kiosk.flow.print_pages import Reprinting
from kiosk.flow.print_requests import PrintLabel, PrintPass
from kiosk.flow.searching import on_searching, open_lead_search
from kiosk.flow.staff import open_room
from kiosk.flow.turns import extended, show, stay, touched


def on_lead_searching(conversation: Conversation, page: Searching, press: Press, moment: Moment) -> Step:
    """The lead types somebody's name."""
    lead = page.lead
    assert lead is not None, "a volunteer's search is not a lead's"
    match press:
        case BackPressed():
            return open_room(conversation, lead, Section.HERE, moment)
        case FoundPressed():
            found = next((member for member in page.found if member.who == press.who), None)
            return show(conversation, extended(Reprinting(lead, found, moment.now_ms), moment)) if found else stay(conversation)
        case _:
            return on_searching(conversation, page, press, moment)


def on_reprinting(conversation: Conversation, page: Reprinting, press: Press, moment: Moment) -> Step:
    who = page.member.who
    match press:
        case PrintPressed() if press.who == who and not page.has_card:
            printed = touched(conversation, replace(page, has_card=True), moment)
            return replace(printed, requests=(PrintPass(who, again=True),))
        case PrintLabelPressed() if press.who == who and not page.has_label:
            printed = touched(conversation, replace(page, has_label=True), moment)
            return replace(printed, requests=(PrintLabel(who, again=True),))
        case BackPressed():
            return open_lead_search(conversation, page.lead, moment)
        case _:
            return stay(conversation)
