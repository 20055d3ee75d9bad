"""How does it go, for somebody who reads none of our languages? The visit as four pictures, in the order of reading.

Promise: with all words hidden the page says the same; the pictures are those that stand on the pages they lead to.
"""

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.screens.pieces.card import Sheet
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say
from kiosk.window.theme import theme

load_beside(__file__, uses=(Icon, Sheet))


class HowTile(Sheet):
    """One step: its number, its picture, what the hand does, and the same in words."""

    no = NumericProperty(1)
    picture = StringProperty("")
    icons = ListProperty()
    words = StringProperty("")
    is_tight = BooleanProperty(False)  # the picture beside the number, in place of the signs: a low page has no room for both

    def on_icons(self, _tile: object, icons: list[str]) -> None:
        for icon, name in zip(kept(self.ids.icons, len(icons), HowIcon), icons, strict=True):
            icon.icon = name


class HowIcon(Icon):
    """One of the small signs below the picture."""


class ShowingHowScreen(Screen):
    def show(self, conversation: Conversation) -> None:
        language = conversation.language
        steps = (
            ("welcome-card", ["qr_code_2"], say(language, "Hold up your card")),
            ("accepted", ["check_circle"], say(language, "Green: you are in")),
            ("adding", ["qr_code_2", "add_circle"], say(language, "Hold it up again and add what you made")),
            ("goodbye", ["qr_code_2", "waving_hand"], say(language, "Hold it up again when you leave")),
        )
        tiles = kept(self.ids.steps, len(steps), HowTile)
        for no, (tile, (picture, icons, words)) in enumerate(zip(tiles, steps, strict=True), start=1):
            tile.no, tile.picture, tile.words, tile.is_tight = no, picture, words, theme.low
            tile.icons = [] if theme.low else icons
