"""What do we say when a code is not what we hoped for? A picture of what is seen, one of what is wanted, and one way on.

Promise: never a cross, never red, never a word of blame; a new `Look` does not type-check until it has its words here.
"""

from typing import assert_never

import msgspec
from kivy.properties import StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Look, PleaseLook
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say

load_beside(__file__)


class Sight(msgspec.Struct, frozen=True):
    """``seen`` and ``wanted`` are pictures (``wanted`` may be none); then the words."""

    seen: str
    wanted: str
    title: str
    sentence: str
    way_on: str


class PleaseLookScreen(Screen):
    seen = StringProperty("")
    wanted = StringProperty("")
    title = StringProperty("")
    sentence = StringProperty("")
    way_on = StringProperty("")
    helper = StringProperty("")

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, PleaseLook)
        sight = sight_of(language, page.look)
        self.seen, self.wanted = sight.seen, sight.wanted
        self.title, self.sentence, self.way_on = sight.title, sight.sentence, sight.way_on
        self.helper = say(language, "A helper is on the way") if page.lead_told and page.look is not Look.HELP_WANTED else ""


def sight_of(language: str, look: Look) -> Sight:  # noqa: C901, PLR0911, PLR0912 - one row for each look: that makes it exhaustive
    """Everything that the page shows for ``look``."""
    again = say(language, "Try again")
    fine = say(language, "All right")
    match look:
        case Look.UNKNOWN:
            title, words = say(language, "We don’t know this card yet"), say(language, "Let’s find your name together.")
            return Sight("unknown-card", "helper-coming", title, words, fine)
        case Look.NOT_OURS:
            title, words = say(language, "This code is not one of ours"), say(language, "Please hold up the card with your name on it.")
            return Sight("unknown-card", "welcome-card", title, words, again)
        case Look.WEB_ADDRESS:
            title, words = say(language, "That is a web address"), say(language, "Please hold up the card with your name on it.")
            return Sight("unknown-card", "welcome-card", title, words, again)
        case Look.PRODUCT:
            title, words = say(language, "That is a code from a shop"), say(language, "Please hold up the card with your name on it.")
            return Sight("gift", "welcome-card", title, words, again)
        case Look.DAMAGED:
            title, words = say(language, "We can’t quite read this card"), say(language, "Hold it flat and a little further away.")
            return Sight("unknown-card", "welcome-card", title, words, again)
        case Look.ANOTHER_EVENT:
            title, words = say(language, "This card is from another day"), say(language, "Do you have a card for today?")
            return Sight("unknown-card", "welcome-card", title, words, again)
        case Look.REPLACED:
            title, words = say(language, "You have a newer card"), say(language, "Please use the new one. This one has done its work.")
            return Sight("unknown-card", "welcome-card", title, words, again)
        case Look.REVOKED:
            title, words = (
                say(language, "This card needs a helper"),
                say(language, "Please talk to somebody at the desk. They will sort it out."),
            )
            return Sight("unknown-card", "helpers", title, words, fine)
        case Look.OTHER_VENUE_MAT:
            title, words = say(language, "This mat belongs to another place"), say(language, "Please use the mat on your own table.")
            return Sight("mat", "knitting", title, words, again)
        case Look.HELP_WANTED:
            title, words = say(language, "A helper is on the way"), say(language, "You are very welcome here. Please wait a moment.")
            return Sight("helper-coming", "", title, words, fine)
        case Look.TRY_AGAIN:
            title, words = say(language, "That did not quite work"), say(language, "Nothing is lost. Please do it once more.")
            return Sight("welcome-card", "", title, words, again)
        case Look.NO_ROOM:
            title, words = (
                say(language, "Please ask a helper to write it down"),
                say(language, "This kiosk needs a little care before it goes on."),
            )
            return Sight("letter", "helper-coming", title, words, fine)
        case Look.NO_LEAD:
            title, words = say(language, "Nobody has the digits here yet"), say(language, "Please tell the coordinator.")
            return Sight("helpers", "", title, words, fine)
    assert_never(look)
