"""Anything to log before you go? One kind question for who has logged nothing, and thanks for what they log on the way out.

Promise: leaving is one touch away, in the corner where the deed always stands.
"""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.act_pages import BeforeLeaving
from kiosk.flow.conversation import Conversation
from kiosk.screens.pieces.buttons import UndoButton
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.making import deed_of
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import amount
from kiosk.window.text import say

load_beside(__file__, uses=(UndoButton,))


class BeforeLeavingScreen(Screen):
    title = StringProperty("")
    hint = StringProperty("")
    log = StringProperty("")
    picture = StringProperty("")
    has_added = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, BeforeLeaving)
        added = page.added
        self.title = thanks_and_question(language, page)
        if added:
            self.hint = deed_of(language, added.making, amount(language, added.making, added.quantity))
            self.log = say(language, "Log more")
        else:
            self.hint = say(language, "Whatever you made counts, small things too.")
            self.log = say(language, "Log what I made")
        self.picture = added.making.picture if added else page.visitor.makings[0].picture if page.visitor.makings else "goodbye"
        self.has_added = added is not None
        show_when(self.ids.undo, is_wanted=page.undo is not None)
        if page.undo:
            self.ids.undo.ids.ring.run(page.undo.shown_ms, page.undo.until_ms, self.outside.now_ms)

    def leave(self) -> None:
        self.ids.undo.ids.ring.rest()


def thanks_and_question(language: str, page: BeforeLeaving) -> str:
    """Return the question of the page."""
    return say(language, "Thank you! Anything else?") if page.added else say(language, "Anything to log before you go?")
