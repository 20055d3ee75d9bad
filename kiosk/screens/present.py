"""What does somebody want who is here already? Log what they made, change activity, or leave.

Promise: three large tiles; where several things are made, one tile for each.
"""

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import ChangePressed, Event, LeavePressed, LogPressed
from kiosk.flow.pages import Present
from kiosk.flow.people_events import CardAgainPressed, HeadcountPressed
from kiosk.flow.values import Visitor
from kiosk.screens.choosing import columns_for
from kiosk.screens.pieces.buttons import Tile
from kiosk.screens.pieces.making import wish_to_log
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.text import say
from kiosk.window.theme import theme
from sync.domain.definition import in_language

load_beside(__file__)

_MAKINGS_MAX = 6  # with change and leave: eight choices, nine for a class


class ActTile(Tile):
    """One of the large tiles."""

    event = ObjectProperty(None)
    picture = StringProperty("")
    words = StringProperty("")
    is_wide = BooleanProperty(False)


class PresentScreen(Screen):
    title = StringProperty("")
    place = StringProperty("")
    columns = NumericProperty(3)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Present)
        visitor = page.visitor
        self.title = say(language, "Hello again, {name}", name=visitor.shown_name)
        self.place = in_language(visitor.place.name, language) if visitor.place else ""
        acts = _acts(language, visitor)
        self.columns = columns_for(len(acts), is_portrait=theme.portrait)
        for tile, (picture, words, event) in zip(kept(self.ids.tiles, len(acts), self._tile), acts, strict=True):
            tile.picture, tile.words, tile.event = picture, words, event
            tile.is_wide = _lies(self.columns, len(acts))

    def _tile(self) -> ActTile:
        tile = ActTile()
        tile.bind(on_act=lambda tile: self.tell(tile.event))
        return tile


def _lies(columns: int, count: int) -> bool:
    """Whether the picture stands beside the words: wherever a tile has less height than both need above each other."""
    if theme.portrait:
        return columns == 1 or count > 2 * columns or theme.low
    return columns < count or (theme.low and theme.large)


def _acts(language: str, visitor: Visitor) -> list[tuple[str, str, Event]]:
    makings = visitor.makings[: _MAKINGS_MAX - visitor.is_newcomer]
    acts: list[tuple[str, str, Event]] = []
    if len(makings) == 1:
        acts.append((makings[0].picture, say(language, "Log what I made"), LogPressed(makings[0].item)))
    else:
        acts += [(making.picture, wish_to_log(language, making), LogPressed(making.item)) for making in makings]
    if visitor.heads:
        acts.append(("helpers", say(language, "More came, or some left"), HeadcountPressed()))
    if visitor.is_newcomer:
        acts.append(("welcome-card", say(language, "Show my card again"), CardAgainPressed()))
    acts.append(("swap_horiz", say(language, "Change activity"), ChangePressed()))
    acts.append(("goodbye", say(language, "I am leaving"), LeavePressed()))
    return acts
