"""Whose are these? A mat was shown before a card.

Promise: a card answers by itself; where the activity allows it, the whole table may have made them, and may go on with its next mats.
"""

from kivy.properties import StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import AskWho
from kiosk.screens.pieces.beam import Beam
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import told
from kiosk.window.text import capital, say

load_beside(__file__, uses=(Beam,))


class AskWhoScreen(Screen):
    title = StringProperty("")
    hint = StringProperty("")

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, AskWho)
        written = told(language, page.added.making, page.added.quantity)
        self.title = say(language, "{amount}! Whose work is it?", amount=capital(written))
        self.hint = (
            say(language, "Hold up your card, or count it for the whole table.")
            if page.for_table
            else say(language, "Hold up your card and we thank you by name.")
        )
        show_when(self.ids.deed, is_wanted=page.for_table)
        show_when(self.ids.keep_open, is_wanted=page.for_table)
