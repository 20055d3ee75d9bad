"""What do we say to somebody who leaves? What they gave today.

Promise: time and every thing made, in words, and as a slip to take home; ten seconds to take leaving back.
"""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.pages import Farewell
from kiosk.screens.pieces.buttons import QuietButton, UndoButton
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.row import Row
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import duration, told
from kiosk.window.text import say, say_many
from kiosk.window.theme import theme
from sync.domain.definition import in_language

load_beside(__file__, uses=(QuietButton, UndoButton))

_ROWS_LEAST = 3  # the last of them says how many more, when there are more
_ROW_DP = 56


class MadeRow(Row):
    """One thing that was made."""

    picture = StringProperty("")
    words = StringProperty("")


class SlipButton(QuietButton):
    """What I did today, on paper."""

    is_printed = BooleanProperty(False)
    is_wanted = BooleanProperty(False)


class FarewellScreen(Screen):
    title = StringProperty("")
    time = StringProperty("")
    picture = StringProperty("goodbye")
    is_full = BooleanProperty(False)
    prints = BooleanProperty(False)
    is_printed = BooleanProperty(False)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Farewell)
        self.title = say(language, "Thank you, {name}", name=page.visitor.shown_name)
        self.time = say(language, "You gave {time} today.", time=duration(language, page.minutes)) if page.minutes else ""
        made = self.ids.made
        made.clear_widgets()
        rows = _rows_that_fit(prints=bool(page.slip) and conversation.board.prints)
        shown = page.made if len(page.made) <= rows else page.made[: rows - 1]
        self.is_full = len(page.made) >= (_ROWS_LEAST - 1 if theme.large and not theme.portrait else _ROWS_LEAST)
        for each in shown:
            written = told(language, each.making, each.quantity)
            if each.making.beneficiary:
                whom = in_language(each.making.beneficiary, language)
                written = say(language, "{amount} for {whom}", amount=written, whom=whom)
            made.add_widget(MadeRow(picture=each.making.picture, words=written))
        self.picture = "celebration" if page.made else "goodbye"
        show_when(self.ids.take_home, is_wanted=bool(page.slip))
        self.prints, self.is_printed = bool(page.slip) and conversation.board.prints, page.is_printed
        more = len(page.made) - len(shown)
        if more > 0:
            made.add_widget(MadeRow(picture="", words=say_many(language, "and {count} thing more", "and {count} things more", more)))
        self.ids.undo.ids.ring.run(page.undo.shown_ms, page.undo.until_ms, self.outside.now_ms)

    def leave(self) -> None:
        self.ids.undo.ids.ring.rest()


def _rows_that_fit(*, prints: bool) -> int:
    """How many lines of what was made stand between the thanks and the buttons of this window's page."""
    if theme.large or theme.low:
        return _ROWS_LEAST
    buttons = theme.deed_height + (theme.touch_least + theme.near if theme.portrait and prints else 0)
    room = theme.reach - theme.page_padding[1] - theme.page_padding[3] - buttons - theme.near
    thanks = theme.headline * (2.5 if theme.portrait else 1.3) + theme.title * 1.3 + 4 * theme.tight
    of_words = (room - theme.near) * 2 / 3 if theme.portrait else room
    return max(_ROWS_LEAST, int((of_words - thanks) // (theme.dp(_ROW_DP) + theme.tight)))
