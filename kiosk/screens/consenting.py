"""May we keep your name for today? One sentence that says what is kept and until when; the deed agrees.

Promise: nothing was recorded before; the way back stands beside it.
"""

from kivy.properties import StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.newcomer_pages import Consenting
from kiosk.screens.newcomer_words import consenting_asked, what_is_kept
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say
from sync.domain.definition import in_language

load_beside(__file__, uses=(Icon,))


class KeptSign(Icon):
    """One of the signs that tell without words what becomes of the name."""


class ConsentingScreen(Screen):
    title = StringProperty("")
    place = StringProperty("")
    kept = StringProperty("")
    picture = StringProperty("")
    belongs = StringProperty("")

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Consenting)
        self.title = consenting_asked(language, page)
        place = page.newcomer.place
        self.place = in_language(place.name, language) if place else ""
        self.picture = place.picture if place else "helpers"
        self.kept = what_is_kept(language)
        party = page.newcomer.party
        self.belongs = say(language, "With {group}", group=party.shown_name) if party else say(language, "I belong to a group")
        show_when(self.ids.belong, is_wanted=conversation.board.search_allowed)
