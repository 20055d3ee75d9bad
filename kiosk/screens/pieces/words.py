"""How do words get onto the screen, whole and readable?

Promise: a text fits its box: it is wrapped in reading order, then stepped down the scale of type until it fits, and only at the
smallest step shortened with an ellipsis. Names in any script come out right. Nothing in a text is ever taken for markup.
"""

from functools import lru_cache
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.core.text import Label as Typesetter
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.window.shaping import Measure, balanced, direction, in_drawing_order, joined, shorten
from kiosk.window.theme import theme

# The typeface's own line box (1.58) leaves room for hamza over alef; lines of a text stand closer, and capitals stay centred.
LEADING = 1.24
_SCALE = ("name", "headline", "title", "text", "note")


class Words(Widget):
    """One text in its box. ``size_name`` is the step of the type scale it would like; ``least`` the step it may go down to."""

    words = StringProperty("")
    size_name = OptionProperty("text", options=_SCALE)
    least = OptionProperty("note", options=_SCALE)
    strong = BooleanProperty(False)
    color = ColorProperty((0, 0, 0, 1))
    halign = OptionProperty("start", options=("start", "middle", "end"))
    valign = OptionProperty("middle", options=("top", "middle", "bottom"))
    lines_max = NumericProperty(1)
    hugs = BooleanProperty(False)  # as wide as its words
    grows = BooleanProperty(False)  # as high as its words, up to `height_max` (0: no limit)
    height_max = NumericProperty(0)

    rank = StringProperty("")  # in a `Grid`, texts of one rank are alike
    alone_px = NumericProperty(0)  # the size that it would have alone
    most_px = NumericProperty(0)  # what the others of its rank can have; 0: nobody else is there

    font_px = NumericProperty(0)
    words_width = NumericProperty(0)
    words_height = NumericProperty(0)

    def __init__(self, **wanted: Any) -> None:
        self.lines: list[str] = []
        self.is_shortened = False
        self._wanted: Wanted | None = None
        super().__init__(**({"size": (0, 0)} | wanted))  # nothing is fitted before there is a place for it
        self._set_again = Clock.create_trigger(self._set, -1)
        self._draw_again = Clock.create_trigger(self._draw, -1)
        for name in ("words", "size_name", "least", "strong", "lines_max", "size", "hugs", "grows", "height_max", "most_px"):
            self.fbind(name, self._set_again)
        for name in ("pos", "color", "halign", "valign"):
            self.fbind(name, self._draw_again)
        self._set_again()

    def _set(self, *_change: object) -> None:
        if self.hugs:
            self._hug()
        if self.width <= 0:
            return
        height: float = (self.height_max or float("inf")) if self.grows else self.height
        wanted = Wanted(
            self.words, self.strong, _sizes_px(self.size_name, self.least), round(self.width, 2), round(height, 2), int(self.lines_max)
        )
        self.alone_px = fitted(wanted).px
        if self.most_px:
            sizes_px = tuple(px for px in wanted.sizes_px if px <= self.most_px)
            wanted = msgspec.structs.replace(wanted, sizes_px=sizes_px or wanted.sizes_px[-1:])
        if wanted == self._wanted:
            return  # a box that grew with its words asks once more
        self._wanted = wanted
        fit = fitted(wanted)
        self.lines, self.is_shortened, self.words_width = list(fit.lines), fit.is_shortened, fit.width
        self.font_px = fit.px or self.font_px
        self.words_height = round(len(self.lines) * self.font_px * LEADING)
        if self.grows:
            self._grow(float(self.words_height))
        self._draw_again()

    def _grow(self, height: float) -> None:
        self.height = height

    def _hug(self) -> None:
        base = direction(self.words)
        measured = measure(Typeface(strong=self.strong, px=getattr(theme, self.size_name)))
        self.width = round(max(measured(in_drawing_order(line, base)) for line in self.words.split("\n"))) + 1

    def _draw(self, *_change: object) -> None:
        base = direction(self.words)
        lead = self.font_px * LEADING
        block = len(self.lines) * lead
        top = {"top": self.top, "middle": self.center_y + block / 2, "bottom": self.y + block}[self.valign]
        self.canvas.clear()
        with self.canvas:
            Color(rgba=self.color)
            for index, line in enumerate(self.lines):
                if line.strip():
                    texture = typeset(in_drawing_order(line, base), Typeface(strong=self.strong, px=self.font_px))
                    middle_y = top - (index + 0.5) * lead
                    Rectangle(
                        texture=texture,
                        size=texture.size,
                        pos=(round(self._line_x(texture.width)), round(middle_y - texture.height / 2)),
                    )

    def _line_x(self, width: float) -> float:
        if self.halign == "middle":
            return float(self.center_x - width / 2)
        # A text begins where the page begins, also a Hebrew name in an English page: rows stay in line.
        starts_right = theme.right_to_left
        if (self.halign == "start") == starts_right:
            return float(self.right - width)
        return float(self.x)


def _sizes_px(size_name: str, least: str) -> tuple[float, ...]:
    first, last = _SCALE.index(size_name), _SCALE.index(least)
    sizes_px = [getattr(theme, step) for step in _SCALE[first : max(last, first) + 1]]
    if theme.large:
        # Large where there is room, and where there is none the smallest size that everybody else has.
        sizes_px.append(round(sizes_px[-1] / theme.tokens.type.large_factor))
    return tuple(sizes_px)


def height_of(words: str, size_name: str, width: float, lines_max: int) -> int:
    """How high a text becomes that grows in ``width`` pixels: for who must know it before the text is there."""
    fit = fitted(
        Wanted(words, strong=False, sizes_px=_sizes_px(size_name, "note"), width=round(width, 2), height=float("inf"), lines_max=lines_max)
    )
    return round(len(fit.lines) * fit.px * LEADING)


def width_of(words: str, size_name: str, *, strong: bool = False) -> float:
    """How wide ``words`` are on one line."""
    return measure(Typeface(strong=strong, px=getattr(theme, size_name)))(in_drawing_order(words, direction(words)))


def alike(words: list[Words]) -> None:
    """Give texts of one rank the size that the longest of them has; but for its sake none is written smaller than other text is."""
    for rank in {each.rank for each in words} - {""}:
        those = [each for each in words if each.rank == rank and each.alone_px]
        for each in those:
            each.most_px = max(min(other.alone_px for other in those), theme.text)


class Wanted(msgspec.Struct, frozen=True):
    """A text and the room that it has: the sizes that it may have, the largest first, and its box in pixels."""

    words: str
    strong: bool
    sizes_px: tuple[float, ...]
    width: float
    height: float
    lines_max: int


class Fit(msgspec.Struct, frozen=True):
    """How a text fits: its size, its lines in the order of reading, and how wide the widest is drawn."""

    px: float
    lines: tuple[str, ...]
    width: float
    is_shortened: bool = False


@lru_cache(maxsize=1024)
def fitted(wanted: Wanted) -> Fit:
    """Return how it fits. A page that is shown again, or a box that came back to its size, asks nothing anew."""
    if not wanted.words:
        return Fit(0, (), 0)
    base = direction(wanted.words)
    lines: list[str] = []
    for px in wanted.sizes_px:
        measured = measure(Typeface(strong=wanted.strong, px=px))
        lines = balanced(wanted.words, wanted.width, measured, base)
        widest = max(measured(in_drawing_order(line, base)) for line in lines)
        if len(lines) <= wanted.lines_max and len(lines) * px * LEADING <= wanted.height + 2 and widest <= wanted.width:
            return Fit(px, tuple(lines), widest)
    return _shortened(wanted, lines, base)


def _shortened(wanted: Wanted, lines: list[str], base: str) -> Fit:
    px = wanted.sizes_px[-1]
    measured = measure(Typeface(strong=wanted.strong, px=px))
    high = int((wanted.height + 2) / (px * LEADING)) if wanted.height < float("inf") else 99
    room = max(1, min(wanted.lines_max, high))
    if len(lines) > room:
        lines = [*lines[: room - 1], joined(lines[room - 1 :])]
    short = tuple(shorten(line, wanted.width, measured, base) for line in lines)
    return Fit(px, short, max(measured(in_drawing_order(line, base)) for line in short), short != tuple(lines))


class Typeface(msgspec.Struct, frozen=True):
    """The normal or strong face in one size."""

    strong: bool
    px: float

    def typesetter(self, line: str) -> Any:
        face = theme.font_strong if self.strong else theme.font_normal
        # Kivy hints a typeface when it first draws with it. Any other hinting than what a typeface has when it is opened would let the
        # same line be measured some per cent wider before that than after it.
        return Typesetter(text=line, font_name=face, font_size=self.px, color=(1, 1, 1, 1), font_hinting="normal", font_kerning=True)


@lru_cache(maxsize=32)
def measure(typeface: Typeface) -> Measure:
    """What gives the width of a drawn line in this typeface; it remembers."""
    typesetter = typeface.typesetter("")

    @lru_cache(maxsize=1024)
    def width_of(line: str) -> float:
        return float(typesetter.get_extents(line)[0]) if line else 0.0

    return width_of


@lru_cache(maxsize=256)
def typeset(line: str, typeface: Typeface) -> Any:
    """The texture of one drawn line, white. 256 lines are some ten pages; a page of text is then free."""
    typesetter = typeface.typesetter(line)
    typesetter.refresh()
    return typesetter.texture
