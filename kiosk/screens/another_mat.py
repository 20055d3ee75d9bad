"""Once more, or only a doubt? The same mat was shown again while its owner was being thanked for it.

Promise: it says what counted already, and what would count by saying yes; the mat held up once more says yes too.
"""

from kivy.properties import StringProperty

from kiosk.flow.act_pages import AnotherMat
from kiosk.flow.conversation import Conversation
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import amount
from kiosk.window.text import capital, say

load_beside(__file__)


class AnotherMatScreen(Screen):
    title = StringProperty("")
    hint = StringProperty("")
    deed = StringProperty("")
    picture = StringProperty("")

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, AnotherMat)
        written = amount(language, page.added.making, page.added.quantity)
        self.title = another_asked(language, page)
        self.hint = say(language, "{amount}: that much is counted already.", amount=capital(written))
        self.deed = say(language, "Add {amount}", amount=written)
        self.picture = page.added.making.picture


def another_asked(language: str, page: AnotherMat) -> str:
    """Return the question of the page."""
    return say(language, "Another {amount}?", amount=amount(language, page.added.making, page.added.quantity))
