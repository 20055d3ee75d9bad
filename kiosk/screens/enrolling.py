"""What stands on the screen before the machine is one of ours? Six digits to compare, and what to do with them.

Promise: nothing secret; the same digits as on the coordinator's page, large enough to be read aloud across a room.
"""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Enrolling
from kiosk.screens.pieces.card import Card
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say

load_beside(__file__)


class DigitCard(Card):
    """One digit."""

    words = StringProperty("")


class EnrollingScreen(Screen):
    title = StringProperty("")
    hint = StringProperty("")
    centre = StringProperty("")
    has_digits = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page = conversation.page
        assert isinstance(page, Enrolling)
        self.title, self.hint = _words(conversation.language, page.stage)
        self.centre = page.centre
        digits = page.digits if page.stage == "waiting" else ""
        self.has_digits = bool(digits)
        self.ids.digits.clear_widgets()
        for digit in digits:
            self.ids.digits.add_widget(DigitCard(words=digit))


def _words(language: str, stage: str) -> tuple[str, str]:
    known = {
        "asking": (
            say(language, "Getting ready"),
            say(language, "We are asking the centre to let this kiosk in. This takes a moment."),
        ),
        "waiting": (
            say(language, "Are these the digits?"),
            say(language, "The coordinator sees the same six digits, chooses the venue and lets this kiosk in."),
        ),
        "expired": (
            say(language, "Ten minutes have passed"),
            say(language, "New digits are on their way. Please tell the coordinator."),
        ),
        "unreachable": (
            say(language, "We can’t reach the centre yet"),
            say(language, "Please check the network cable or the Wi-Fi of this kiosk. We keep trying by ourselves."),
        ),
        "no-centre": (
            say(language, "No centre is named yet"),
            say(language, "Please write its address into this kiosk’s settings, at centre.address, and start the kiosk again."),
        ),
    }
    return known.get(stage, known["asking"])
