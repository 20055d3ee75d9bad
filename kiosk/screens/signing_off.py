"""Has somebody of the list left the building? A lead is asked once, and told that the list is right again.

Promise: what stands there is true of the list as it is now; ten seconds to take it back.
"""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.lead_pages import SigningOff
from kiosk.screens.pieces.buttons import UndoButton
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.screens.staff_words import name_here
from kiosk.window.text import say

load_beside(__file__, uses=(UndoButton,))


class SigningOffScreen(Screen):
    title = StringProperty("")
    hint = StringProperty("")
    is_asked = BooleanProperty(True)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, SigningOff)
        name = name_here(language, page.person)
        self.is_asked = page.undo is None
        if page.undo is None:
            self.title = say(language, "Has {name} left the building?", name=name)
            self.hint = say(language, "They come off the list of who is here. What they made stays.")
        else:
            self.title = say(language, "{name} is off the list.", name=name)
            self.hint = say(language, "The list says again who is in the building.")
        can_undo = page.undo is not None and bool(page.undo.entries)
        show_when(self.ids.undo, is_wanted=can_undo)
        show_when(self.ids.deed, is_wanted=self.is_asked)
        if page.undo is not None and can_undo:
            self.ids.undo.ids.ring.run(page.undo.shown_ms, page.undo.until_ms, self.outside.now_ms)

    def leave(self) -> None:
        self.ids.undo.ids.ring.rest()
