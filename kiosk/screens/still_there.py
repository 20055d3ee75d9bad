"""Is somebody still there? Asked before half-done work goes.

Promise: nobody's name and nothing of what was typed is shown: whoever comes by may read it.
"""

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import StillThere
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen

load_beside(__file__)


class StillThereScreen(Screen):
    def show(self, conversation: Conversation) -> None:
        assert isinstance(conversation.page, StillThere)
