"""How do a picture and the progress towards its target become one thing? A ring with the picture in its middle.

Promise: the picture never touches the wool; without a target there is no ring, and the picture is as large as its box.
"""

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.pieces.picture import Picture
from kiosk.screens.pieces.ring import Countdown, Ring
from kiosk.window.theme import theme


class Medallion(Widget):
    """``picture`` inside a ring at ``share``; ``is_ringed`` false: the picture alone."""

    picture = StringProperty("")
    share = NumericProperty(0)
    is_ringed = BooleanProperty(True)
    thickness = NumericProperty(1.0)  # of the ring, against the tokens'
    shrink = NumericProperty(1.0)  # of ring and picture within their box

    ring_class: type[Ring] = Ring

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self.ring = self.ring_class()
        self._picture = Picture()
        self.add_widget(self.ring)
        self.add_widget(self._picture)
        self._place_again = Clock.create_trigger(self._place, -1)
        for name in ("picture", "share", "is_ringed", "thickness", "shrink", "pos", "size"):
            self.fbind(name, self._place_again)
        self._place_again()

    def _place(self, *_change: object) -> None:
        side = round(min(self.size) * self.shrink)
        corner = (round(self.center_x - side / 2), round(self.center_y - side / 2))
        hoop = round(theme.ring_hoop * self.thickness) if self.is_ringed else 0
        self.ring.size = (side, side) if self.is_ringed else (0, 0)
        self.ring.pos, self.ring.hoop, self.ring.wool = corner, hoop, round(theme.ring_wool * self.thickness)
        is_progress = self.ring_class is Ring
        self.ring.color, self.ring.track = (theme.marigold, theme.track) if is_progress else (theme.deed, theme.ink_soft)
        if is_progress:
            self.ring.share = self.share
        inset = hoop + round(theme.tight * 0.5) if self.is_ringed else 0
        self._picture.picture = self.picture
        self._picture.size = (max(side - 2 * inset, 0), max(side - 2 * inset, 0))
        self._picture.pos = (corner[0] + inset, corner[1] + inset)


class TimedMedallion(Medallion):
    """The same in beads that go out: how long this page stays."""

    ring_class = Countdown
    ring: Countdown
