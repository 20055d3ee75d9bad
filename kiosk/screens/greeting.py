"""How is somebody greeted? By name, with what they do today and where.

Promise: the first scan and the tenth look the same, but that who comes again can go on from here once there is nothing to take back; the
ring shows when the page goes, and nobody has to wait for it.
"""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Greeting
from kiosk.screens.expected import expected_words
from kiosk.screens.pieces.buttons import QuietButton, UndoButton
from kiosk.screens.pieces.hiding import hide, show_when, unhide
from kiosk.screens.pieces.medallion import TimedMedallion
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say, say_many
from sync.domain.definition import in_language

load_beside(__file__, uses=(QuietButton, TimedMedallion, UndoButton))


class GreetingScreen(Screen):
    greeting = StringProperty("")
    name = StringProperty("")
    place = StringProperty("")
    where = StringProperty("")
    picture = StringProperty("")
    headcount = StringProperty("")
    note = StringProperty("")
    leads_on = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Greeting)
        visitor = page.visitor
        is_party = visitor.headcount > 1
        self.greeting = say(language, "Good to see you all") if is_party else say(language, "Good to see you")
        self.name = visitor.shown_name
        self.headcount = (
            say_many(language, "{count} person is here", "{count} people are here", visitor.headcount)
            if is_party
            else say(language, "You’re in")
        )
        place = visitor.place
        self.place = in_language(place.name, language) if place else say(language, "Thank you for coming")
        self.where = in_language(place.where, language) if place else ""
        self.note = expected_words(language, visitor)
        self.picture = place.picture if place else "goodbye"
        self.ids.medallion.ring.run(page.shown_ms, page.until_ms, self.outside.now_ms)
        self.leads_on = page.undo is None and visitor.can_be_asked
        show_when(self.ids.onward, is_wanted=self.leads_on)
        if page.undo:
            unhide(self.ids.undo)
            self.ids.undo.ids.ring.run(page.undo.shown_ms, page.undo.until_ms, self.outside.now_ms)
        else:
            hide(self.ids.undo)

    def leave(self) -> None:
        self.ids.medallion.ring.rest()
        self.ids.undo.ids.ring.rest()
