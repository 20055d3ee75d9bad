"""What is your name? A newcomer types it; a group may give itself one.

Promise: the page asks for no more than a first name and a letter; the deed waits until there is something to go on with.
"""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.newcomer_pages import Introducing
from kiosk.flow.people_events import LayoutPressed, LetterPressed
from kiosk.screens.newcomer_words import introducing_asked
from kiosk.screens.pieces.keyboard import Keys
from kiosk.screens.pieces.letters import next_layout
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say, say_many
from kiosk.window.theme import theme
from sync.domain.names import as_on_a_card

load_beside(__file__, uses=(Keys,))


KEY_ROWS_USUAL = 4


class IntroducingScreen(Screen):
    asked = StringProperty("")
    typed = StringProperty("")
    sign = StringProperty("")  # for whoever cannot read the question; their own letters need none
    hint = StringProperty("")
    deed = StringProperty("")
    icon = StringProperty("")
    can_act = BooleanProperty(False)
    is_below = BooleanProperty(False)  # so many keys leave no room above them: the name stands between the way back and the deed
    key_rows = NumericProperty(KEY_ROWS_USUAL)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Introducing)
        newcomer = page.newcomer
        self.asked = introducing_asked(language, page)
        self.typed = newcomer.group_name if newcomer.heads else _as_typed(newcomer.typed)
        self.sign = "" if self.typed else "groups" if newcomer.heads else "person_add"
        self.icon = "how_to_reg" if newcomer.heads else "check"
        if newcomer.heads:
            self.hint = say(language, "You can leave this empty. It is erased after seven days.")
            self.deed = say_many(language, "Check in {count} person", "Check in {count} people", newcomer.heads.people)
            self.can_act = True
        else:
            self.hint = say(language, "First name, a space, and the first letter of your last name.")
            self.deed = say(language, "That is me")
            self.can_act = as_on_a_card(newcomer.typed) != ""
        keys = self.ids.letters
        keys.show(language, newcomer.layout, next_layout(newcomer.layout, language, conversation.board.languages))
        self.key_rows = keys.rows
        self.is_below = keys.rows > KEY_ROWS_USUAL and not theme.portrait
        if self.is_below:
            self.hint = ""

    def letter(self, letter: str) -> None:
        self.tell(LetterPressed(letter))

    def lay_out(self, layout: str) -> None:
        self.tell(LayoutPressed(layout))


def _as_typed(typed: str) -> str:
    """With capitals, and otherwise as the fingers said it: a last name is cut only when it is whole."""
    return " ".join(word[:1].upper() + word[1:] for word in typed.split(" "))
