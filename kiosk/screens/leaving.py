"""What stands there while the program ends? A thank-you."""

from kiosk.flow.conversation import Conversation
from kiosk.screens.pieces.picture import Mark
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen

load_beside(__file__, uses=(Mark, Words))


class LeavingScreen(Screen):
    def show(self, conversation: Conversation) -> None:
        """Nothing on it depends on the conversation."""
