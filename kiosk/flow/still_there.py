"""Is somebody still there? The question before half-done work goes.

Promise: an amount that was typed, a party that was unticked, a name that was begun or a mat that waits for its owner is never dropped by
the clock alone; one touch brings the page back as it was. Nothing is ever recorded by it, and whoever holds up a card is served meanwhile.
"""

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, Press
from kiosk.flow.pages import Asking, Staff, StillThere
from kiosk.flow.turns import extended, stay, welcome


def ask_first(conversation: Conversation, page: Asking | Staff, moment: Moment) -> Step:
    """Lay the question over ``page``; who waited for an answer there still does."""
    return Step(replace(conversation, page=StillThere(page, moment.now_ms + times.STILL_THERE_MS)))


def on_still_there(conversation: Conversation, page: StillThere, press: Press, moment: Moment) -> Step:
    match press:
        case DeedPressed():
            return Step(replace(conversation, page=extended(page.over, moment)))
        case BackPressed():
            return welcome(conversation)
        case _:
            return stay(conversation)
