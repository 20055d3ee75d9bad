"""Do you belong to somebody who comes together? A newcomer may name their party; whoever has none is not asked.

Promise: nothing is recorded here. Of a party of names they are one more; one that comes by number is asked for its number instead, as if
it had held up its card: who belongs to it is counted in it, and never beside it.
"""

from msgspec.structs import replace

from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, Press
from kiosk.flow.newcomer_pages import Consenting, Searching
from kiosk.flow.newcomers import consent
from kiosk.flow.people_events import FoundPressed
from kiosk.flow.requests import FindPeople, PrepareTap, ReceiveFound
from kiosk.flow.searching import on_searching
from kiosk.flow.turns import ask, extended, show, stay
from kiosk.flow.values import Newcomer


def open_joining(conversation: Conversation, page: Consenting, moment: Moment) -> Step:
    """I belong to a group. Where names are not looked up, those of families are not, either."""
    if conversation.asked == page.tap_id or not conversation.board.search_allowed:
        return stay(conversation)
    layout = page.newcomer.layout
    search = Searching("", layout, (), moment.tap_id, moment.now_ms, newcomer=page.newcomer)
    return show(conversation, extended(search, moment), PrepareTap(moment.tap_id), FindPeople("", parties=True))


def on_joining(conversation: Conversation, page: Searching, newcomer: Newcomer, press: Press, moment: Moment) -> Step:
    match press:
        case BackPressed():
            return consent(conversation, replace(newcomer, party=None), moment)
        case FoundPressed() if conversation.asked != page.tap_id:
            found = next((party for party in page.found if party.who == press.who), None)
            if found is None:
                return stay(conversation)
            if found.by_number:
                return ask(conversation, ReceiveFound(found.who, page.tap_id))
            return consent(conversation, replace(newcomer, party=found), moment)
        case _:
            return on_searching(conversation, page, press, moment)
