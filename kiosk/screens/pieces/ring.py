"""How far are we, and how long is left? Two rings that nobody takes for each other.

A `Ring` is progress: marigold wool that winds around a hoop. A `Countdown` is time: a circle of beads in the colour of what can be
done, which go out one by one. Promise: a `Ring` draws when its value changes; a `Countdown` when a bead goes, and looks at the clock
only while it is on the screen and time is left, so that a page that stands still costs nothing.
"""

from collections.abc import Callable
from functools import lru_cache
from math import ceil, cos, pi, sin
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Mesh, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty
from kivy.uix.widget import Widget

from kiosk.window.patches import rounded
from kiosk.window.theme import theme

LOOKS_PER_SECOND = 10
BEADS = 12
"""As on the face of a clock; few enough to be beads and not a line."""

_GONE = 0.4  # of a bead's size is left where one went out: also who sees no colours sees what is left
_SECOND_MS = 1_000
_STEPS = 96  # a full turn; each is under two pixels off the true circle at the largest size


class Ring(Widget):
    """``share`` of a full turn, from the top in the direction of the clock. ``hoop`` and ``wool`` are thicknesses."""

    share = NumericProperty(0)
    hoop = NumericProperty(0)
    wool = NumericProperty(0)
    color = ColorProperty((0, 0, 0, 1))
    track = ColorProperty((0, 0, 0, 1))

    shows = "share"
    """The property whose change is seen."""

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in (self.shows, "hoop", "wool", "color", "track", "pos", "size"):
            self.fbind(name, self._draw_again)
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.before.clear()  # not the canvas itself: what lies within the ring is drawn there
        outer = min(self.size) / 2
        hoop, wool = self.hoop or theme.ring_hoop, self.wool or theme.ring_wool
        if outer <= hoop:
            return
        middle = outer - hoop / 2
        centre = (round(self.center_x), round(self.center_y))
        with self.canvas.before:
            if self.track[3]:
                Color(rgba=self.track)
                _arc(centre, middle, hoop, 1.0)
            share = min(max(self.share, 0.0), 1.0)
            if share > 0:
                Color(rgba=self.color)
                _arc(centre, middle, wool, share)
                if share < 1:
                    _knot(centre, middle, wool, 0.0)
                    _knot(centre, middle, wool, share)


class Countdown(Ring):
    """The time from ``shown_ms`` to ``until_ms``, running out. ``now_ms`` is the clock that the page was given."""

    shows = "beads"
    beads = NumericProperty(0)
    is_running = BooleanProperty(False)
    is_slow = BooleanProperty(False)

    def __init__(self, **wanted: Any) -> None:
        self._now_ms: Callable[[], int] = lambda: 0
        self._shown_ms, self._until_ms = 0, 0
        super().__init__(**wanted)
        self._tick_event = Clock.create_trigger(self._tick, 1 / LOOKS_PER_SECOND, interval=True)

    def run(self, shown_ms: int, until_ms: int, now_ms: Callable[[], int]) -> None:
        """Show what is left of the time, until none is or `rest` is called."""
        self._shown_ms, self._until_ms, self._now_ms = shown_ms, until_ms, now_ms
        self._tick_event.cancel()
        self._tick_event.timeout = 1.0 if self._steps_slowly else 1 / LOOKS_PER_SECOND
        self._tick()
        if self.share > 0:
            self._tick_event()
            self.is_running = True

    @property
    def _steps_slowly(self) -> bool:
        return bool(self.is_slow or theme.calm)

    def rest(self) -> None:
        """Leave the clock alone: the page has gone."""
        self._tick_event.cancel()
        self.is_running = False

    def _tick(self, *_late: object) -> bool:
        length = max(self._until_ms - self._shown_ms, 1)
        left_ms = self._until_ms - self._now_ms()
        if self._steps_slowly:
            left_ms = -(-left_ms // _SECOND_MS) * _SECOND_MS  # in whole seconds, however often it is asked
        self.share = min(max(left_ms / length, 0.0), 1.0)
        self.beads = ceil(self.share * BEADS)
        if self.share == 0:
            self.rest()
        return bool(self.share > 0)

    def _draw(self, *_change: object) -> None:
        self.canvas.before.clear()
        bead = self.hoop or theme.ring_hoop
        radius = min(self.size) / 2 - bead / 2
        if radius <= bead:
            return
        centre = (round(self.center_x), round(self.center_y))
        with self.canvas.before:
            Color(rgba=self.track)
            for place in range(self.beads, BEADS):
                _knot(centre, radius, bead * _GONE, place / BEADS)
            Color(rgba=self.color)
            for place in range(self.beads):
                _knot(centre, radius, bead, place / BEADS)


def _arc(centre: tuple[int, int], radius: float, thickness: float, share: float) -> None:
    """A strip along the circle whose edges are smooth because its texture fades over its last pixel."""
    half = thickness / 2 + 1
    vertices: list[float] = []
    steps = max(2, round(_STEPS * share))
    for step in range(steps + 1):
        angle = pi / 2 - 2 * pi * share * step / steps
        x, y = cos(angle), sin(angle)
        for side, u in ((-half, 0.0), (half, 1.0)):
            vertices += [centre[0] + x * (radius + side), centre[1] + y * (radius + side), u, 0.5]
    Mesh(vertices=vertices, indices=range(2 * steps + 2), mode="triangle_strip", texture=_band(round(thickness)))


def _knot(centre: tuple[int, int], radius: float, thickness: float, share: float) -> None:
    angle = pi / 2 - 2 * pi * share
    side = thickness
    x, y = centre[0] + cos(angle) * radius, centre[1] + sin(angle) * radius
    Rectangle(texture=rounded(max(round(thickness / 2), 1)), pos=(x - side / 2, y - side / 2), size=(side, side))


@lru_cache(maxsize=32)
def _band(thickness_px: int) -> Any:
    texture = Texture.create(size=(thickness_px + 2, 1), colorfmt="rgba")
    opacities = bytes((0,)) + b"\xff" * thickness_px + bytes((0,))
    texture.blit_buffer(b"".join(b"\xff\xff\xff" + bytes((each,)) for each in opacities), colorfmt="rgba", bufferfmt="ubyte")
    return texture
