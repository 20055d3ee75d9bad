"""How does a code stand on the screen, so that a telephone reads it? Black on white, whole pixels, with its quiet zone.

Promise: as large as its box lets whole modules be; the same in every theme, because a reader knows no themes.
"""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from sync.paper.code_picture import QUIET_MODULES, modules

_DARK, _LIGHT = b"\x00", b"\xff"


class CodePicture(Widget):
    """The QR code of ``code``, in the middle of its box."""

    code = StringProperty("")

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._texture: Any = None
        self._draw_again = Clock.create_trigger(self._draw, -1)
        self.fbind("code", self._renew)
        for name in ("pos", "size"):
            self.fbind(name, self._draw_again)

    def _renew(self, *_change: object) -> None:
        self._texture = _texture_of(self.code) if self.code else None
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.clear()
        if self._texture is None:
            return
        count = self._texture.width
        side = max(int(min(self.size)) // count, 1) * count
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(texture=self._texture, size=(side, side), pos=(round(self.center_x - side / 2), round(self.center_y - side / 2)))


def _texture_of(code: str) -> Any:
    """One pixel to a module, with light ones all round."""
    rows = modules(code)
    count = len(rows) + 2 * QUIET_MODULES
    border = _LIGHT * QUIET_MODULES
    empty = [_LIGHT * count] * QUIET_MODULES
    drawn = [*empty, *(border + b"".join(_DARK if dark else _LIGHT for dark in row) + border for row in rows), *empty]
    texture = Texture.create(size=(count, count), colorfmt="luminance")
    texture.mag_filter = "nearest"
    texture.blit_buffer(b"".join(reversed(drawn)), colorfmt="luminance", bufferfmt="ubyte")
    return texture
