"""What can somebody keep of today? A code that any telephone photographs and reads: the day, the hours, the things made; no name.

Promise: what the code says opens nothing and stands nowhere else.
"""

from kivy.properties import StringProperty

from kiosk.flow.act_pages import TakeHome
from kiosk.flow.conversation import Conversation
from kiosk.screens.pieces.code import CodePicture
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen

load_beside(__file__, uses=(CodePicture,))


class TakeHomeScreen(Screen):
    slip = StringProperty("")

    def show(self, conversation: Conversation) -> None:
        page = conversation.page
        assert isinstance(page, TakeHome)
        self.slip = page.slip
