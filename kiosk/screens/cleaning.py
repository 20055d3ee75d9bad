"""What stands there while the screen is wiped? That it takes no touches, and how long yet.

Promise: the ring moves once a second; nothing on the page can be pressed.
"""

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Cleaning
from kiosk.screens.pieces.ring import Countdown
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen

load_beside(__file__, uses=(Countdown,))


class CleaningScreen(Screen):
    def show(self, conversation: Conversation) -> None:
        page = conversation.page
        assert isinstance(page, Cleaning)
        self.ids.ring.run(page.shown_ms, page.until_ms, self.outside.now_ms)

    def leave(self) -> None:
        self.ids.ring.rest()
