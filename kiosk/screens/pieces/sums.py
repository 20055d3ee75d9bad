"""Does it add up? Sent, flagged and waiting as one bar as long as everything recorded.

Promise: the parts are as long as their figures, and together they are the whole.
"""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import BorderImage, Color
from kivy.uix.widget import Widget

from kiosk.flow.values import Carried
from kiosk.window.patches import border, rounded
from kiosk.window.theme import theme

_HEIGHT_DP = 24


class SumBar(Widget):
    """The bar of the page *handed on*; takes no room on the others."""

    def __init__(self, **wanted: Any) -> None:
        self._carried: Carried | None = None
        super().__init__(**wanted)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("pos", "size"):
            self.fbind(name, self._draw_again)

    def show(self, _language: str, carried: Carried | None) -> None:
        self._carried = carried
        self.height = theme.dp(_HEIGHT_DP) if carried and carried.recorded else 0
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.clear()
        carried = self._carried
        if carried is None or not carried.recorded or not self.height:
            return
        radius = round(self.height / 2)
        with self.canvas:
            # From the whole to its parts, each on top, so that every one has a round end.
            for count, colour in (
                (carried.recorded, theme.track),
                (carried.sent + carried.flagged, theme.marigold),
                (carried.sent, theme.deed),
            ):
                width = max(self.width * count / carried.recorded, 2 * radius) if count else 0
                Color(rgba=colour)
                x = self.right - width if theme.right_to_left else self.x
                BorderImage(texture=rounded(radius), border=border(radius), pos=(x, self.y), size=(width, self.height))
