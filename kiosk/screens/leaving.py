"""What stands there while the program ends? A thank-you."""

from kiosk.flow.conversation import Conversation
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen

load_beside(__file__)


class LeavingScreen(Screen):
    def show(self, conversation: Conversation) -> None:
        """Nothing on it depends on the conversation."""
