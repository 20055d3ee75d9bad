"""What is printed for somebody whom a lead found by name? Their card, or a label to wear.

Promise: what was asked for says so and is not asked for twice.
"""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.print_pages import Reprinting
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say

load_beside(__file__)


class PaperTile(Tile):
    """One piece of paper that can be printed."""

    icon = StringProperty("")
    words = StringProperty("")
    is_printed = BooleanProperty(False)


class ReprintingScreen(Screen):
    title = StringProperty("")
    who = ObjectProperty(b"")
    has_card = BooleanProperty(False)
    has_label = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Reprinting)
        self.title = say(language, "Print for {name}", name=page.member.shown_name)
        self.who = page.member.who
        self.has_card, self.has_label = page.has_card, page.has_label
