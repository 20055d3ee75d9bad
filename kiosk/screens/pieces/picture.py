"""What does a thing look like? A drawing of `assets/pictures`, by name.

Promise: a name without a drawing still shows a calm round picture with a hand, never a hole. Drawings are read once and small ones
from small files.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.image import Image as ImageFile
from kivy.graphics import Color, Ellipse, Rectangle
from kivy.properties import ColorProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.pieces.icon import glyph
from kiosk.window.patches import rounded
from kiosk.window.theme import theme
from kiosk.window.tokens import rgba
from sync.places import assets_folder

_SMALL_PX, _LARGE_PX = 128, 512
# A large drawing that is drawn smaller than this needs mipmaps to stay smooth. The first of them costs a tenth of a second where the
# graphics are computed in software, so the welcome page goes without.
_MIPMAP_BELOW_PX = 220
_STAND_IN = "volunteer_activism"
# Every drawing lies on a round ground of this colour, 122/128 of its half side. Its edge in the file has steps: we draw the ground
# ourselves, and the drawing a little inside of it.
_GROUND = rgba("#FBE6C2")
_ON_GROUND = rgba("#0A5556")
_GROUND_SHARE, _INSIDE_SHARE = 122 / 128, 119.5 / 128
_MARK_PX = (64, 256, 1024)


class Picture(Widget):
    """The drawing called ``picture``, as large as its box allows, in the middle of it. ``stand_in`` is the icon shown without one.

    Where a box has become smaller than a small sign nothing is drawn: a speck tells nobody anything.
    """

    picture = StringProperty("")
    stand_in = StringProperty(_STAND_IN)

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**({"size": (0, 0)} | wanted))  # nothing is read before there is a place for it
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("picture", "stand_in", "pos", "size"):
            self.fbind(name, self._draw_again)
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.clear()
        side = round(min(self.size))
        if side < max(theme.icon_small, 1) or not self.picture:
            return
        place = (round(self.center_x - side / 2), round(self.center_y - side / 2))
        file_px = _SMALL_PX if side <= _SMALL_PX else _LARGE_PX
        texture = _drawing(self.picture, file_px, is_reduced=_SMALL_PX < side < _MIPMAP_BELOW_PX)
        with self.canvas:
            if texture:
                self._drawn(texture, place, side)
            else:
                self._draw_stand_in(place, side)

    def _drawn(self, texture: Any, place: tuple[int, int], side: int) -> None:
        Color(rgba=_GROUND)
        Rectangle(texture=rounded(side // 2), pos=place, size=(side, side))
        Color(1, 1, 1, 1)
        # The ground fills the box; the rest is cut by a circle on its own colour, where an edge cannot be seen.
        inner = side * _INSIDE_SHARE / _GROUND_SHARE
        low, high = 0.5 - _INSIDE_SHARE / 2, 0.5 + _INSIDE_SHARE / 2
        corner = (place[0] + (side - inner) / 2, place[1] + (side - inner) / 2)
        Ellipse(texture=texture, pos=corner, size=(inner, inner), segments=96, tex_coords=(low, high, high, high, high, low, low, low))

    def _draw_stand_in(self, place: tuple[int, int], side: int) -> None:
        Color(rgba=_GROUND)
        Rectangle(texture=rounded(side // 2), pos=place, size=(side, side))
        hand = glyph(self.stand_in, side // 2)
        Color(rgba=_ON_GROUND)
        Rectangle(texture=hand, size=hand.size, pos=(round(self.center_x - hand.width / 2), round(self.center_y - hand.height / 2)))


class Mark(Widget):
    """Our mark, in one colour."""

    color = ColorProperty((0, 0, 0, 1))

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("color", "pos", "size"):
            self.fbind(name, self._draw_again)
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.clear()
        side = round(min(self.size))
        texture = _mark(next((each for each in _MARK_PX if each >= side), _MARK_PX[-1]))
        if texture is None or side <= 0:
            return
        with self.canvas:
            Color(rgba=self.color)
            Rectangle(texture=texture, size=(side, side), pos=(round(self.center_x - side / 2), round(self.center_y - side / 2)))


@lru_cache(maxsize=64)
def _drawing(name: str, side_px: int, *, is_reduced: bool) -> Any:
    if not name.replace("-", "").replace("_", "").isalnum():
        return None  # a name of the event's definition never leads out of the folder
    return _texture(assets_folder() / "pictures" / "png" / f"{name}-{side_px}.png", mipmap=is_reduced)


@lru_cache(maxsize=3)
def _mark(side_px: int) -> Any:
    return _texture(assets_folder() / "mark" / f"mark-white-{side_px}.png", mipmap=False)


def _texture(path: Path, *, mipmap: bool) -> Any:
    return ImageFile(str(path), mipmap=mipmap, nocache=True).texture if path.is_file() else None
