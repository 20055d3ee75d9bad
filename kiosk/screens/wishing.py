"""How would you like it? Every language by its own name, and what makes the kiosk easier, each a picture and two words.

Promise: what is pressed is seen at once on this very page, and can be pressed again to take it back. Reading aloud is offered only where
there is a voice.
"""

from math import ceil

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import Event, LanguagePressed, WishPressed
from kiosk.flow.values import Wish
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import language_name, say
from kiosk.window.theme import theme

load_beside(__file__, uses=(Icon,))

_LANGUAGES_MAX = 8
_FEW, _WISHES = 2, 4


class WishTile(Tile):
    """One language or one wish; the tick is there when it holds."""

    event = ObjectProperty(None)
    icon = StringProperty("")
    words = StringProperty("")
    is_chosen = BooleanProperty(False)
    shown_icon = StringProperty("")
    is_upright = BooleanProperty(False)  # the picture above the words, where a tile is narrow


class WishingScreen(Screen):
    language_columns, wish_columns = NumericProperty(2), NumericProperty(2)
    languages_share = ListProperty((1, 1))

    def show(self, conversation: Conversation) -> None:
        language, wished = conversation.language, conversation.preferences
        languages = conversation.board.languages[:_LANGUAGES_MAX]
        named: list[tuple[str, str, Event, bool]] = [
            ("", language_name(each), LanguagePressed(each), each == language) for each in languages
        ]
        wishes: list[tuple[str, str, Event, bool]] = [
            (icon, words, WishPressed(wish), getattr(wished, wish.value))
            for wish, icon, words in _wishes(language)
            if wish is not Wish.SPOKEN or self.outside.reads_aloud
        ]
        self._share_out(len(named))
        self._show_tiles("languages", named)
        self._show_tiles("wishes", wishes)

    def _share_out(self, count: int) -> None:
        """Columns and room for so many languages: tiles of both kinds are equally high."""
        few = count <= _FEW
        if theme.low and not theme.portrait:
            self.language_columns, self.wish_columns = (count if few or theme.large else 4), 4
        elif theme.low:
            self.language_columns, self.wish_columns = (2 if few else 4 if theme.large else 3), 2
        else:
            self.language_columns, self.wish_columns = (1 if few else 3 if theme.large else 2), 2
        self.languages_share = (1, 1)
        if theme.large and not (theme.low or theme.portrait):
            self.languages_share = (1.2, 1)
        elif theme.large or (theme.low and not (few or theme.portrait)):
            self.languages_share = (1, _height(count, self.language_columns) / _height(_WISHES, self.wish_columns))

    def _show_tiles(self, name: str, choices: list[tuple[str, str, Event, bool]]) -> None:
        tiles = kept(self.ids[name], len(choices), self._tile)
        for tile, (icon, words, event, is_chosen) in zip(tiles, choices, strict=True):
            tile.icon, tile.words, tile.event, tile.is_chosen = icon, words, event, is_chosen
            tile.shown_icon = "check_circle" if is_chosen else icon
            tile.is_upright = theme.large and (theme.low or name == "wishes") and not (theme.portrait and not theme.low)

    def _tile(self) -> WishTile:
        tile = WishTile()
        tile.bind(on_act=lambda tile: self.tell(tile.event))
        return tile


def _height(count: int, columns: float) -> float:
    """How high so many tiles in so many columns are at least."""
    rows = ceil(count / columns)
    return float(rows * (theme.touch_least + theme.tight) - theme.tight)


def _wishes(language: str) -> tuple[tuple[Wish, str, str], ...]:
    return (
        (Wish.LARGE, "text_increase", say(language, "Larger letters")),
        (Wish.LOW, "accessible", say(language, "Easier to reach")),
        (Wish.SPOKEN, "record_voice_over", say(language, "Read aloud")),
        (Wish.CALM, "potted_plant", say(language, "Calm, without movement")),
    )
