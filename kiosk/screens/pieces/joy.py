"""How does a full target look joyful? Ends of wool that fly out around the ring, once.

Promise: in calm mode they lie there from the start; when they have landed nothing moves, so that joy costs no idle CPU.
"""

from math import cos, pi, sin
from typing import Any

from kivy.animation import Animation
from kivy.graphics import Color, Line
from kivy.properties import BooleanProperty, NumericProperty

from kiosk.screens.pieces.medallion import Medallion
from kiosk.window.theme import theme

_ENDS = 14
_SHRINK = 0.8  # of the ring while it is joyful: the wool needs room around it


class JoyMedallion(Medallion):
    """A medallion with ends of wool around it while ``is_joyful``."""

    is_joyful = BooleanProperty(False)
    flown = NumericProperty(0)

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self.fbind("is_joyful", self._begin)
        for name in ("flown", "pos", "size"):
            self.fbind(name, self._fly)

    def _begin(self, *_change: object) -> None:
        Animation.cancel_all(self, "flown")
        self.shrink = _SHRINK if self.is_joyful else 1.0
        self.flown = 0
        if not self.is_joyful:
            self._fly()
        elif theme.calm:
            self.flown = 1
        else:
            Animation(flown=1, duration=theme.tokens.duration.fill / 1000, transition="out_cubic").start(self)

    def _fly(self, *_change: object) -> None:
        self.canvas.after.clear()
        if not self.is_joyful or self.flown == 0:
            return
        side = min(self.size)
        near, far = side * _SHRINK / 2, side / 2
        with self.canvas.after:
            for number in range(_ENDS):
                Color(*theme.deed if number % 2 else theme.marigold)
                angle = 2 * pi * number / _ENDS
                out = near + (far - near) * self.flown * (0.72 if number % 2 else 0.98)
                start = out - (far - near) * 0.34
                Line(
                    points=[
                        self.center_x + start * sin(angle),
                        self.center_y + start * cos(angle),
                        self.center_x + out * sin(angle),
                        self.center_y + out * cos(angle),
                    ],
                    width=max(theme.dp(3), 1),
                    cap="round",
                )
