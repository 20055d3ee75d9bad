"""What would you like to do? Two to eight tiles, each with picture, word and places left.

Promise: all tiles are equally large; one that is full is seen and not chosen while another has room; where none has, nobody is sent home.
"""

from math import ceil

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import PlaceChosen
from kiosk.flow.pages import Choosing
from kiosk.flow.values import Place
from kiosk.screens.expected import expected_words
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say, say_many
from kiosk.window.theme import theme
from sync.domain.definition import in_language

load_beside(__file__)

_TILES_MAX = 8
_ROW_MAX_LANDSCAPE, _ROW_MAX_PORTRAIT = 4, 2
_ROOMY_MAX = 3


class PlaceTile(Tile):
    """One activity."""

    no = NumericProperty(0)
    picture = StringProperty("")
    name = StringProperty("")
    left = StringProperty("")
    is_sideways = BooleanProperty(False)  # the picture beside the words, where a tile is wide and low
    has_left = BooleanProperty(False)
    is_roomy = BooleanProperty(False)


class ChoosingScreen(Screen):
    title = StringProperty("")
    note = StringProperty("")
    columns = NumericProperty(3)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Choosing)
        places = page.places[:_TILES_MAX]
        name = page.visitor.shown_name
        self.title = (
            say(language, "What would you like to do?")
            if not name
            else say(language, "What would you like to do now, {name}?", name=name)
            if page.moving
            else say(language, "What would you like to do, {name}?", name=name)
        )
        self.note = expected_words(language, page.visitor)
        self.columns = columns_for(len(places), is_portrait=theme.portrait)
        # Who may go elsewhere is led there; where everything is full the door stays open, and somebody finds them something to do.
        all_are_full = not any(_has_room(place) for place in places)
        for tile, place in zip(kept(self.ids.tiles, len(places), self._tile), places, strict=True):
            tile.no, tile.picture = place.no, place.picture
            tile.name, tile.left = in_language(place.name, language), _left(language, place)
            tile.can_act = all_are_full or _has_room(place)
            tile.is_sideways = theme.portrait or self.columns == _ROOMY_MAX < len(places) or (theme.low and len(places) > _ROOMY_MAX)
            # Where large tiles are low, only that one is full is said: names must be whole.
            is_crowded = theme.large and theme.low and not theme.portrait and len(places) > _ROOMY_MAX
            if is_crowded and _has_room(place):
                tile.left = ""
            tile.has_left = bool(tile.left) if is_crowded else any(each.places_left is not None for each in places)
            tile.is_roomy = len(places) <= _ROOMY_MAX

    def _tile(self) -> PlaceTile:
        tile = PlaceTile()
        tile.bind(on_act=lambda tile: self.tell(PlaceChosen(tile.no)))
        return tile


def columns_for(count: int, *, is_portrait: bool) -> int:
    """As few rows as can be, all of nearly the same length."""
    row_max = _ROW_MAX_PORTRAIT if is_portrait else _ROW_MAX_LANDSCAPE
    if is_portrait and count <= _ROOMY_MAX:
        return 1
    rows = ceil(max(count, 1) / row_max)
    return ceil(max(count, 1) / rows)


def _has_room(place: Place) -> bool:
    return place.places_left is None or place.places_left > 0


def _left(language: str, place: Place) -> str:
    if place.places_left is None:
        return ""
    if place.places_left <= 0:
        return say(language, "Full for now")
    return say_many(language, "{count} place left", "{count} places left", place.places_left)
