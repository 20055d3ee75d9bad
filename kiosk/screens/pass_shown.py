"""What does a newcomer take along? A card for today on the screen, to photograph.

Promise: the page is the green one: they are in, whether they photograph it or not; the code is as large as the page lets it be.
"""

from kivy.properties import StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.newcomer_pages import PassShown
from kiosk.screens.newcomer_words import photographed
from kiosk.screens.pieces.buttons import UndoButton
from kiosk.screens.pieces.code import CodePicture
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import capital, say, say_many
from sync.domain.definition import in_language

load_beside(__file__, uses=(CodePicture, UndoButton))


class PassShownScreen(Screen):
    greeting = StringProperty("")
    name = StringProperty("")
    place = StringProperty("")
    photograph = StringProperty("")
    code = StringProperty("")

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, PassShown)
        visitor = page.visitor
        self.greeting = (
            say_many(language, "{count} person is here", "{count} people are here", visitor.headcount)
            if visitor.heads
            else say(language, "You’re in")
        )
        self.name = capital(visitor.shown_name)
        where = (in_language(visitor.place.name, language), in_language(visitor.place.where, language)) if visitor.place else ()
        self.place = "\n".join(text for text in where if text)
        self.photograph = photographed(language, prints=conversation.board.prints)
        self.code = page.code
        show_when(self.ids.undo, is_wanted=page.undo is not None)
        if page.undo:
            self.ids.undo.ids.ring.run(page.undo.shown_ms, page.undo.until_ms, self.outside.now_ms)

    def leave(self) -> None:
        self.ids.undo.ids.ring.rest()
