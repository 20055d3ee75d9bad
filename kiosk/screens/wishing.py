"""How would you like it? Every language by its own name, and what makes the kiosk easier, each a picture and two words.

Promise: what is pressed is seen at once on this very page, and can be pressed again to take it back.
"""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import Event, LanguagePressed, WishPressed
from kiosk.flow.values import Wish
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import language_name, say

load_beside(__file__)

_LANGUAGES_MAX = 8


class WishTile(Tile):
    """One language or one wish; the tick is there when it holds."""

    event = ObjectProperty(None)
    icon = StringProperty("")
    words = StringProperty("")
    is_chosen = BooleanProperty(False)


class WishingScreen(Screen):
    def show(self, conversation: Conversation) -> None:
        language, wished = conversation.language, conversation.preferences
        languages = conversation.board.languages[:_LANGUAGES_MAX]
        named: list[tuple[str, str, Event, bool]] = [
            ("", language_name(each), LanguagePressed(each), each == language) for each in languages
        ]
        wishes: list[tuple[str, str, Event, bool]] = [
            (icon, words, WishPressed(wish), getattr(wished, wish.value)) for wish, icon, words in _wishes(language)
        ]
        self._show_tiles("languages", named)
        self._show_tiles("wishes", wishes)

    def _show_tiles(self, name: str, choices: list[tuple[str, str, Event, bool]]) -> None:
        tiles = kept(self.ids[name], len(choices), self._tile)
        for tile, (icon, words, event, is_chosen) in zip(tiles, choices, strict=True):
            tile.icon, tile.words, tile.event, tile.is_chosen = icon, words, event, is_chosen

    def _tile(self) -> WishTile:
        tile = WishTile()
        tile.bind(on_act=lambda tile: self.tell(tile.event))
        return tile


def _wishes(language: str) -> tuple[tuple[Wish, str, str], ...]:
    return (
        (Wish.LARGE, "text_increase", say(language, "Larger letters")),
        (Wish.LOW, "accessible", say(language, "Easier to reach")),
        (Wish.SPOKEN, "record_voice_over", say(language, "Read aloud")),
        (Wish.CALM, "potted_plant", say(language, "Calm, without movement")),
    )
