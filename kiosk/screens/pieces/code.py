"""How does a code stand on the screen, so that a telephone reads it? Black on white, whole pixels, with its quiet zone.

Promise: as large as its box lets whole modules be; the same in every theme, because a reader knows no themes.
"""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle, RoundedRectangle
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.window.theme import theme
from sync.paper.code_picture import QUIET_MODULES, modules

_DARK, _LIGHT = b"\x00", b"\xff"


class CodePicture(Widget):
    """The QR code of ``code``, in the middle of its box; ``ends``: where a line of reading ends."""

    code = StringProperty("")
    ends = BooleanProperty(False)

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._texture: Any = None
        self._draw_again = Clock.create_trigger(self._draw, -1)
        self.fbind("code", self._renew)
        for name in ("pos", "size", "ends"):
            self.fbind(name, self._draw_again)

    def _renew(self, *_change: object) -> None:
        self._texture = _texture_of(self.code) if self.code else None
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.clear()
        if self._texture is None:
            return
        count = self._texture.width + 2 * QUIET_MODULES
        module = max(int(min(self.size)) // count, 1)
        x, y, quiet = self._left(module * count), round(self.center_y - module * count / 2), module * QUIET_MODULES
        with self.canvas:
            Color(1, 1, 1, 1)
            RoundedRectangle(size=(module * count, module * count), pos=(x, y), radius=[min(theme.radius_card, quiet)])
            Rectangle(texture=self._texture, size=(module * self._texture.width,) * 2, pos=(x + quiet, y + quiet))

    def _left(self, side: int) -> int:
        if self.ends:
            return int(self.x if theme.right_to_left else self.right - side)
        return int(self.center_x - side / 2)


def _texture_of(code: str) -> Any:
    """One pixel to a module."""
    rows = modules(code)
    count = len(rows)
    drawn = [b"".join(_DARK if dark else _LIGHT for dark in row) for row in rows]
    texture = Texture.create(size=(count, count), colorfmt="luminance")
    texture.mag_filter = "nearest"
    texture.blit_buffer(b"".join(reversed(drawn)), colorfmt="luminance", bufferfmt="ubyte")
    return texture
