"""Who are you, without a card? A keyboard, and above it the names that it may be.

Promise: the first letter already shows names; never more than first name and initial, never more than a few.
"""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.flow.conversation import Conversation
from kiosk.flow.newcomer_pages import Searching
from kiosk.flow.people_events import FoundPressed, LayoutPressed, LetterPressed
from kiosk.screens.newcomer_words import search_hint, searching_asked
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.pieces.keyboard import Keys
from kiosk.screens.pieces.letters import next_layout
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.theme import theme

load_beside(__file__, uses=(FloatLayout, Keys))

_KEY_ROWS_USUAL = 4
_LOW, _LOW_UPRIGHT = 2, 3  # in one row, beside the ways or above them
_IN_ONE_ROW, _IN_TWO_ROWS, _UPRIGHT = 4, 6, 6
_LARGE = 3  # in one row; upright one above the other


class FoundTile(Tile):
    """One name that it may be."""

    who = ObjectProperty(None)
    name = StringProperty("")


class SearchingScreen(Screen):
    typed = StringProperty("")
    sign = StringProperty("")  # for whoever cannot read the question; their own letters need none
    hint = StringProperty("")
    is_volunteers = BooleanProperty(True)
    offers_new = BooleanProperty(True)
    columns = NumericProperty(3)
    key_rows = NumericProperty(_KEY_ROWS_USUAL)

    def __init__(self, *outside: Any, **wanted: Any) -> None:
        super().__init__(*outside, **wanted)
        if theme.low:
            self._come_down()

    def _come_down(self) -> None:
        """Within reach: what is typed stands above everything that is pressed, and the names beside the way back."""
        way, middle, names, typed, found, new = (self.ids[name] for name in ("way", "middle", "names", "typed", "found", "new"))
        middle.remove_widget(new)
        names.remove_widget(found)
        place = way.children.index(typed)
        way.remove_widget(typed)
        if not theme.portrait:
            way.add_widget(found, place)
        way.add_widget(new, place)
        typed.size_hint_y, typed.pos_hint = 0.5, {"x": 0, "top": 1}
        names.add_widget(typed)
        self.remove_widget(way)
        self.add_widget(way, 1)
        if theme.portrait:
            found.size_hint_y, found.height = None, theme.touch_least
            self.add_widget(found, 2)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Searching)
        self.typed = page.typed or searching_asked(language, page)
        self.is_volunteers = page.lead is None
        self.offers_new = self.is_volunteers and page.newcomer is None
        self.sign = "" if page.typed else "badge"
        keys = self.ids.letters
        keys.show(language, page.layout, next_layout(page.layout, language, conversation.board.languages), only=page.digits_only)
        self.key_rows = keys.rows
        most, self.columns = _room_for_names(keys.rows)
        found = page.found[:most]
        for tile, member in zip(kept(self.ids.found, len(found), self._tile), found, strict=True):
            tile.who, tile.name = member.who, member.shown_name
        self.hint = search_hint(language, page) if not found else ""

    def letter(self, letter: str) -> None:
        self.tell(LetterPressed(letter))

    def lay_out(self, layout: str) -> None:
        self.tell(LayoutPressed(layout))

    def _tile(self) -> FoundTile:
        tile = FoundTile()
        tile.bind(on_act=lambda tile: self.tell(FoundPressed(tile.who)))
        return tile


def _room_for_names(key_rows: int) -> tuple[int, int]:
    """How many names, in how many columns."""
    if theme.large:
        most = _LOW if theme.low and not theme.portrait else _LARGE
        return most, 1 if theme.portrait and not theme.low else most
    if theme.low:
        most = _LOW_UPRIGHT if theme.portrait else _LOW
        return most, most
    if theme.portrait:
        return _UPRIGHT, 2
    return (_IN_TWO_ROWS, 3) if key_rows <= _KEY_ROWS_USUAL else (_IN_ONE_ROW, _IN_ONE_ROW)
