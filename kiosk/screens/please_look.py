"""What do we say when a code is not what we hoped for? A picture of what is seen, one of what is wanted, and one way on.

Promise: never a cross, never red, never a word of blame; every `Look` has its row, and where a card cannot help any more, the way on is
the search for a name: the door stays open.
"""

from collections.abc import Callable

import msgspec
from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import BackPressed
from kiosk.flow.pages import Look, PleaseLook
from kiosk.flow.people_events import NoCardPressed
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say

load_beside(__file__)


class Sight(msgspec.Struct, frozen=True):
    """``seen`` and ``wanted`` are pictures (``wanted`` may be none); then the words. ``by_name``: the next thing to do is to find one's
    name; ``way_on`` is then beside it.
    """

    seen: str
    wanted: str
    title: str
    sentence: str
    way_on: str
    by_name: bool = False


class PleaseLookScreen(Screen):
    seen = StringProperty("")
    wanted = StringProperty("")
    title = StringProperty("")
    sentence = StringProperty("")
    way_on = StringProperty("")
    deed = StringProperty("")
    by_name = BooleanProperty(False)
    is_narrow = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, PleaseLook)
        sight = sight_of(language, page.look)
        self.seen, self.wanted = sight.seen, sight.wanted
        self.title, self.sentence, self.way_on, self.by_name = sight.title, sight.sentence, sight.way_on, sight.by_name
        self.deed = say(language, "Find my name") if sight.by_name else sight.way_on
        show_when(self.ids.back, is_wanted=sight.by_name)
        self.is_narrow = not sight.by_name

    def go_on(self) -> None:
        self.tell(NoCardPressed() if self.by_name else BackPressed())


def sight_of(language: str, look: Look) -> Sight:
    """Everything that the page shows for ``look``."""
    return _SIGHTS[look](language)


def _again(language: str, seen: str, wanted: str, title: str, sentence: str) -> Sight:
    """It may work with the next try."""
    return Sight(seen, wanted, title, sentence, say(language, "Try again"))


def _by_name(language: str, seen: str, title: str, sentence: str) -> Sight:
    """The card will not do; its owner is welcome."""
    return Sight(seen, "welcome-card", title, sentence, say(language, "Try again"), by_name=True)


def _told(language: str, seen: str, wanted: str, title: str, sentence: str) -> Sight:
    """Nothing to try again: good to know."""
    return Sight(seen, wanted, title, sentence, say(language, "All right"))


def _hold_up_your_card(language: str) -> str:
    return say(language, "Please hold up the card with your name on it.")


_SIGHTS: dict[Look, Callable[[str], Sight]] = {
    Look.UNKNOWN: lambda to: _by_name(
        to, "unknown-card", say(to, "We don’t know this card yet"), say(to, "Let’s find your name together.")
    ),
    Look.NOT_OURS: lambda to: _again(to, "unknown-card", "welcome-card", say(to, "This code is not one of ours"), _hold_up_your_card(to)),
    Look.WEB_ADDRESS: lambda to: _again(to, "unknown-card", "welcome-card", say(to, "That is a web address"), _hold_up_your_card(to)),
    Look.PRODUCT: lambda to: _again(to, "gift", "welcome-card", say(to, "That is a code from a shop"), _hold_up_your_card(to)),
    Look.DAMAGED: lambda to: _by_name(
        to, "unknown-card", say(to, "We can’t quite read this card"), say(to, "Hold it flat and a little further away.")
    ),
    Look.ANOTHER_EVENT: lambda to: _by_name(
        to, "unknown-card", say(to, "This card is from another day"), say(to, "Do you have a card for today?")
    ),
    Look.EXPIRED: lambda to: _by_name(
        to, "unknown-card", say(to, "This card was for an earlier day"), say(to, "You are welcome all the same. Let’s find your name.")
    ),
    Look.REPLACED: lambda to: _by_name(
        to, "unknown-card", say(to, "You have a newer card"), say(to, "Please use the new one. This one has done its work.")
    ),
    Look.REVOKED: lambda to: _told(
        to,
        "unknown-card",
        "helpers",
        say(to, "This card needs a helper"),
        say(to, "Please talk to somebody at the desk. They will sort it out."),
    ),
    Look.OTHER_VENUE_MAT: lambda to: _again(
        to, "mat", "knitting", say(to, "This mat belongs to another place"), say(to, "Please use the mat on your own table.")
    ),
    Look.HELP_WANTED: lambda to: _told(
        to,
        "helper-coming",
        "",
        say(to, "A helper has been asked for"),
        say(to, "You are very welcome here. A flag at this kiosk calls them."),
    ),
    Look.TRY_AGAIN: lambda to: _again(
        to, "welcome-card", "", say(to, "That did not quite work"), say(to, "Nothing is lost. Please do it once more.")
    ),
    Look.NO_ROOM: lambda to: _told(
        to,
        "letter",
        "helper-coming",
        say(to, "Please ask a helper to write it down"),
        say(to, "This kiosk needs a little care before it goes on."),
    ),
    Look.NO_LEAD: lambda to: _told(to, "helpers", "", say(to, "Nobody has the digits here yet"), say(to, "Please tell the coordinator.")),
    Look.LEAD_ELSEWHERE: lambda to: _told(
        to,
        "unknown-card",
        "helpers",
        say(to, "This lead card is for another place"),
        say(to, "Here, the venue lead of this place helps you."),
    ),
    Look.LEAD_CARD_ENDED: lambda to: _told(
        to,
        "unknown-card",
        "helpers",
        say(to, "This lead card has done its work"),
        say(to, "Please use the newer one, or ask the coordinator."),
    ),
    Look.SLIP: lambda to: _told(
        to,
        "celebration",
        "welcome-card",
        say(to, "That is your slip to keep"),
        say(to, "It says what you gave. To come in, hold up your card."),
    ),
    Look.NOTHING_TO_UNDO: lambda to: _told(
        to,
        "undo",
        "helpers",
        say(to, "There is nothing to take back now"),
        say(to, "Tell a helper: the coordinator can put older things right."),
    ),
    Look.TAKEN_BACK: lambda to: _told(
        to, "undo", "", say(to, "That was taken back"), say(to, "It does not count any more. Please do it anew.")
    ),
}
