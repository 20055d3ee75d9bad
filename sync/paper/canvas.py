"""What can be drawn on, whatever it is made of? One set of strokes for PDF and picture, so that a card's layout is written once.

Promise: all lengths in millimetres from the top left; type sizes in points; colours by their name in ``assets/tokens.toml``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Protocol

import msgspec

from sync.places import assets_folder

POINT_MM = 25.4 / 72
LEADING = 1.25
"""Line height by type size: the typeface's own box is taller, to hold five scripts, but marks above and below seldom meet."""


_PIECES = re.compile(r"[^\s-]*-|[^\s-]+\s*|\s+")
"""A word with what follows it, up to where a line may be broken."""


class Box(msgspec.Struct, frozen=True):
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float


class Align(Enum):
    """Where a line stands in its box. ``START`` is left, and right for text that begins right to left."""

    START = "start"
    CENTRE = "centre"


class Style(msgspec.Struct, frozen=True):
    """How words look. ``size`` is in points."""

    size: float
    colour: str = "ink"
    strong: bool = False
    align: Align = Align.START


class Canvas(Protocol):
    """Something to draw on."""

    def fill(self, box: Box, colour: str, radius: float = 0) -> None: ...

    def line_of_text(self, box: Box, text: str, style: Style) -> None:
        """Write ``text`` on one line, in the middle of the box's height."""

    def width_of(self, text: str, style: Style) -> float: ...

    def picture(self, box: Box, path: Path) -> None: ...

    def code(self, box: Box, text: str) -> None:
        """Draw a QR code with its quiet zone, black on white, filling the square ``box``."""


class Fitted(msgspec.Struct, frozen=True):
    """Words broken into lines at the size at which they fit; ``is_whole`` unless something had to be cut."""

    lines: tuple[str, ...]
    style: Style
    is_whole: bool = True

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.size * POINT_MM * LEADING


def fitted(canvas: Canvas, text: str, room: Box, style: Style, least: float) -> Fitted:
    """Return ``text`` in lines within ``room``, at the largest size from ``style.size`` down to ``least`` points.

    What does not fit even then is cut with an ellipsis: a card with a shortened name still opens the door.
    """
    size = style.size
    while True:
        smaller = msgspec.structs.replace(style, size=size)
        lines = tuple(_broken(canvas, text, room.width, smaller))
        fit = Fitted(lines, smaller)
        if fit.height <= room.height and all(canvas.width_of(line, smaller) <= room.width for line in lines):
            return fit
        if size <= least:
            return _cut(canvas, fit, room)
        size = max(least, size - 0.5)


def write(canvas: Canvas, box: Box, text: str, style: Style, least: float, *, in_the_middle: bool = False) -> Fitted:
    """Write ``text`` from the top of ``box``, or in the middle of its height, and return what was written."""
    return write_fitted(canvas, box, fitted(canvas, text, box, style, least), in_the_middle=in_the_middle)


def write_fitted(canvas: Canvas, box: Box, fit: Fitted, *, in_the_middle: bool = False) -> Fitted:
    """Write what was fitted already."""
    step = fit.style.size * POINT_MM * LEADING
    top = box.y + (box.height - fit.height) / 2 if in_the_middle else box.y
    for number, line in enumerate(fit.lines):
        canvas.line_of_text(Box(box.x, top + number * step, box.width, step), line, fit.style)
    return fit


def write_at_side(
    canvas: Canvas, box: Box, text: str, style: Style, least: float, *, is_at_the_right: bool, in_the_middle: bool = False
) -> None:
    """Write ``text`` at one side of ``box``, whatever letters it begins with."""
    fit = fitted(canvas, text, box, style, least)
    top = box.y + (box.height - fit.height) / 2 if in_the_middle else box.y
    for number, line in enumerate(fit.lines):
        wide = min(canvas.width_of(line, fit.style) + 0.5, box.width)
        x = box.x + box.width - wide if is_at_the_right else box.x
        step = fit.height / len(fit.lines)
        write_fitted(canvas, Box(x, top + number * step, wide, step), msgspec.structs.replace(fit, lines=(line,)))


def is_right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction runs right to left (Unicode Bidirectional Algorithm, rules P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


@cache
def colours() -> dict[str, str]:
    """Return the day's colours by name, as #RRGGBB, and the two that a label printer has."""
    tokens = tomllib.loads((assets_folder() / "tokens.toml").read_text(encoding="utf-8"))
    return {"black": "#000000", "white": "#FFFFFF"} | {name: value[:7] for name, value in tokens["colour"]["day"].items()}


def rgb(colour: str) -> tuple[int, int, int]:
    """Return a colour by its name as three numbers up to 255."""
    value = colours()[colour]
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def picture_path(name: str) -> Path:
    """Return the large PNG of one of our drawings; the helpers' one when there is none of that name."""
    folder = assets_folder() / "pictures" / "png"
    path = folder / f"{name}-512.png"
    return path if path.is_file() else folder / "helpers-512.png"


def mark_path() -> Path:
    return assets_folder() / "mark" / "mark-white-256.png"


def _broken(canvas: Canvas, text: str, width: float, style: Style) -> Iterator[str]:
    """Yield lines, broken at spaces and after hyphens; a single word may be wider than the width."""
    line = ""
    for piece in _PIECES.findall(text.strip()):
        longer = line + piece
        if line and canvas.width_of(longer.rstrip(), style) > width:
            yield line.rstrip()
            line = piece
        else:
            line = longer
    if line:
        yield line.rstrip()


def _cut(canvas: Canvas, fit: Fitted, box: Box) -> Fitted:
    """Keep the lines that fit, at least one, and mark with an ellipsis where something is missing."""
    room = max(1, int(box.height / (fit.style.size * POINT_MM * LEADING)))
    kept = [_shortened(canvas, line, box.width, fit.style) for line in fit.lines[:room]]
    if len(fit.lines) > room:
        kept[-1] = _shortened(canvas, f"{kept[-1].rstrip('…')}…", box.width, fit.style)
    return Fitted(tuple(kept), fit.style, is_whole=False)


def _shortened(canvas: Canvas, line: str, width: float, style: Style) -> str:
    kept = line
    while canvas.width_of(kept, style) > width and len(kept) > 1:
        kept = f"{kept.rstrip('…')[:-1].rstrip()}…"
    return kept
