"""What does a symbol look like, and how does it stand beside its word?

Promise: an icon is named as in `assets/icons/names.json`; it never stands alone where it carries a meaning: `IconWord` centres the
two as one thing, icon at the beginning of reading.
"""

from functools import cache
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.core.text import Label as Typesetter
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.pieces.words import Words
from kiosk.window.theme import theme
from sync.places import assets_folder


@cache
def _code_points() -> dict[str, str]:
    path = assets_folder() / "icons" / "names.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str])


@cache
def glyph(name: str, side_px: int) -> Any:
    typesetter = Typesetter(text=chr(int(_code_points()[name], 16)), font_name=theme.font_icons, font_size=side_px, color=(1, 1, 1, 1))
    typesetter.refresh()
    return typesetter.texture


class Icon(Widget):
    """One symbol, ``side`` pixels high, in the middle of its box."""

    icon = StringProperty("")
    side = NumericProperty(0)
    color = ColorProperty((0, 0, 0, 1))

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("icon", "side", "color", "pos", "size"):
            self.fbind(name, self._draw_again)
        self._draw_again()

    def _draw(self, *_change: object) -> None:
        self.canvas.clear()
        if not self.icon or not self.side:
            return
        texture = glyph(self.icon, round(self.side))
        with self.canvas:
            Color(rgba=self.color)
            Rectangle(
                texture=texture,
                size=texture.size,
                pos=(round(self.center_x - texture.width / 2), round(self.center_y - texture.height / 2)),
            )


class IconWord(Widget):
    """An icon and its words as one thing."""

    icon = StringProperty("")
    side = NumericProperty(0)
    words = StringProperty("")
    size_name = StringProperty("text")
    least = StringProperty("note")
    strong = BooleanProperty(False)
    color = ColorProperty((0, 0, 0, 1))
    icon_color = ColorProperty(None, allownone=True)
    halign = OptionProperty("middle", options=("start", "middle"))
    lines_max = NumericProperty(1)
    grows = BooleanProperty(False)  # as high as the higher of the two

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._icon = Icon()
        self._words = Words()
        self.add_widget(self._icon)
        self.add_widget(self._words)
        self._place_again = Clock.create_trigger(self._place, -1)
        for name in (
            "icon",
            "side",
            "words",
            "size_name",
            "least",
            "strong",
            "color",
            "icon_color",
            "halign",
            "lines_max",
            "grows",
            "pos",
            "size",
        ):
            self.fbind(name, self._place_again)
        for name in ("words_width", "words_height"):
            self._words.fbind(name, self._place_again)
        self._place_again()

    def _place(self, *_change: object) -> None:
        side = self.side or theme.icon_small
        gap = theme.tight * 1.5 if self.words else 0
        icon, words = self._icon, self._words
        icon.icon, icon.side, icon.color = self.icon, side if self.icon else 0, self.icon_color or self.color
        begin = side + gap if self.icon else 0
        words.words, words.size_name, words.least = self.words, self.size_name, self.least
        words.strong, words.color, words.lines_max, words.halign = (
            self.strong,
            self.color,
            self.lines_max,
            ("start" if self.icon else self.halign),
        )
        words.grows = self.grows
        if self.grows:
            self.height = max(words.words_height, side)
            words.width = max(self.width - begin, 1)
        else:
            words.size = (max(self.width - begin, 1), self.height)
        icon.size = (side, self.height)
        slack = max(self.width - begin - words.words_width, 0) if self.halign == "middle" and self.icon else 0
        words_y = self.center_y - words.height / 2
        if theme.right_to_left:
            icon.pos = (self.right - slack / 2 - side, self.y)
            words.pos = (self.x - slack / 2, words_y)
        else:
            icon.pos = (self.x + slack / 2, self.y)
            words.pos = (self.x + begin + slack / 2, words_y)
