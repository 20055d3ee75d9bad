"""Who may see the lead's pages? Whoever knows the digits.

Promise: dots, never digits; buttons, never a text field; after too many wrong tries the pad rests and says so calmly.
"""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import DigitPressed
from kiosk.flow.pages import PinPad
from kiosk.screens.pieces.pads import NumberPad
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.patches import rounded
from kiosk.window.text import say
from kiosk.window.theme import theme

_DIGITS_MIN, _DIGITS_SHOWN_MIN = 4, 4
_SHORT_REST_MS = 3_000
"""After a slip or two the pad is back before the sentence is read: then it says what happened, and not that it rests."""


class Dots(Widget):
    """``filled`` dots of at least four."""

    filled = NumericProperty(0)

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("filled", "pos", "size"):
            self.fbind(name, self._draw_again)
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        side, gap = theme.dp(24), theme.close
        count = max(int(self.filled), _DIGITS_SHOWN_MIN)
        begin = self.center_x - (count * side + (count - 1) * gap) / 2
        self.canvas.clear()
        with self.canvas:
            for index in range(count):
                Color(rgba=theme.deed if index < self.filled else theme.track)
                x, y = round(begin + index * (side + gap)), round(self.center_y - side / 2)
                Rectangle(texture=rounded(side // 2), pos=(x, y), size=(side, side))
                if index >= self.filled:
                    rim = theme.dp(4)
                    Color(rgba=theme.paper)
                    Rectangle(texture=rounded(side // 2 - rim), pos=(x + rim, y + rim), size=(side - 2 * rim, side - 2 * rim))


load_beside(__file__, uses=(NumberPad,))


class PinPadScreen(Screen):
    hint = StringProperty("")
    heading = StringProperty("")
    can_open = BooleanProperty(False)
    is_resting = BooleanProperty(False)
    roominess = NumericProperty(2)

    def __init__(self, *outside: Any, **wanted: Any) -> None:
        super().__init__(*outside, **({"roominess": 1 if theme.large and theme.low else 2} | wanted))

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, PinPad)
        self.is_resting = page.wait_until_ms is not None and page.wait_until_ms > self.outside.now_ms()
        self.ids.pad.disabled = self.is_resting
        self.ids.dots.filled = len(page.digits)
        self.can_open = len(page.digits) >= _DIGITS_MIN and not self.is_resting
        self.heading = page.shown_name or say(language, "For the venue lead")
        rests_long = self.is_resting and (page.wait_until_ms or 0) - self.outside.now_ms() > _SHORT_REST_MS
        self.hint = _hint(language, page, rests_long=rests_long)

    def digit(self, digit: str) -> None:
        self.tell(DigitPressed(digit))


def _hint(language: str, page: PinPad, *, rests_long: bool) -> str:
    if rests_long:
        return say(language, "Too many tries. The pad rests for a moment.")
    if page.wrong:
        return say(language, "Those were not the digits. Please try again.")
    return say(language, "Your digits, please")
