"""Who of you came? Everybody of a party as a large tile with a tick.

Promise: whoever is here already is shown as here and cannot be unticked; the deed says how many come in by it.
"""

from math import ceil
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Gathering
from kiosk.flow.parties import members_a_page
from kiosk.flow.people_events import MemberPressed
from kiosk.flow.values import Member
from kiosk.screens.expected import expected_words
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say, say_many
from kiosk.window.theme import theme

load_beside(__file__)


_ROWS_MAX, _ROWS_MAX_PORTRAIT, _ROWS_MOST_PORTRAIT = 3, 5, 6


class MemberTile(Tile):
    """One name."""

    who = ObjectProperty(None)
    name = StringProperty("")
    note = StringProperty("")
    icon = StringProperty("check_box")
    is_ticked = BooleanProperty(False)


class GatheringScreen(Screen):
    title = StringProperty("")
    note = StringProperty("")
    deed = StringProperty("")
    more = StringProperty("")
    can_act = BooleanProperty(False)
    has_more = BooleanProperty(False)
    columns = NumericProperty(3)

    def __init__(self, *outside: Any, **wanted: Any) -> None:
        super().__init__(*outside, **wanted)
        if theme.low:  # within reach: beside the way back, or where that is too narrow above it
            more = self.ids.more
            self.ids.head.remove_widget(more)
            where = self.ids.ways if theme.portrait else self.ids.feet
            where.add_widget(more, 0 if theme.portrait else len(where.children) - 1)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Gathering)
        self.title = say(language, "Who is with you today?")
        self.note = expected_words(language, page.visitor)
        most = members_a_page(conversation.preferences)
        shown = page.members[page.first : page.first + most]
        self.columns = _columns(len(shown))
        for tile, member in zip(kept(self.ids.tiles, len(shown), self._tile), shown, strict=True):
            _show_member(tile, language, member, is_ticked=member.who in page.ticked)
        count = len(page.ticked)
        self.can_act = count > 0
        self.deed = say_many(language, "Check in {count} person", "Check in {count} people", count) if count else say(language, "Check in")
        self.has_more = len(page.members) > most
        # Nobody is checked in unseen without its being said that there are more.
        self.more = say(language, "More names: {count}", count=len(page.members) - len(shown))
        show_when(self.ids.more, is_wanted=self.has_more)

    def _tile(self) -> MemberTile:
        tile = MemberTile()
        tile.bind(on_act=lambda tile: self.tell(MemberPressed(tile.who)))
        return tile


def _columns(count: int) -> int:
    """Wide tiles with large names, as long as they are high enough for a thumb."""
    rows_max = (_ROWS_MAX_PORTRAIT if count <= _ROWS_MAX_PORTRAIT else _ROWS_MOST_PORTRAIT) if theme.portrait else _ROWS_MAX
    if theme.low and theme.portrait:
        rows_max = _ROWS_MAX_PORTRAIT - 1 - theme.large
    elif theme.low and theme.large:
        rows_max = _ROWS_MAX - 1
    least = 1 if theme.portrait or count == 1 else 2
    return max(least, ceil(count / rows_max))


def _show_member(tile: MemberTile, language: str, member: Member, *, is_ticked: bool) -> None:
    tile.who, tile.name = member.who, member.shown_name
    tile.can_act = not member.is_here
    tile.is_ticked = is_ticked
    tile.note = say(language, "Here already") if member.is_here else ""
    tile.icon = "check_circle" if member.is_here else "check_box" if is_ticked else "check_box_outline_blank"
