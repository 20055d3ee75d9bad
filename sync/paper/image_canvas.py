"""Drawing on a picture: the same card for a phone's screen.

Promise: the same picture on every machine. Letters are ordered and joined here, as on the kiosk, and not by libraries that a bare
system may lack.
"""

import io
import unicodedata
from functools import cache
from pathlib import Path

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from PIL import Image, ImageDraw, ImageFont

from sync.paper.canvas import POINT_MM, Align, Box, Style, is_right_to_left, rgb
from sync.paper.code_picture import QUIET_MODULES, code_image, modules
from sync.paper.typefaces import typeface_path

BASELINE = 0.3
"""How far below the middle of a line its letters stand, by type size; as in PDF cells."""

_joined = ArabicReshaper(configuration={"delete_harakat": False})


class ImageCanvas:
    """A picture of ``width`` × ``height`` mm, ``scale`` pixels to a millimetre."""

    def __init__(self, width: float, height: float, scale: float, colour: str) -> None:
        self._scale = scale
        self._image = Image.new("RGB", (round(width * scale), round(height * scale)), rgb(colour))
        self._draw = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        into = io.BytesIO()
        self._image.save(into, "PNG")
        return into.getvalue()

    def fill(self, box: Box, colour: str, radius: float = 0) -> None:
        x, y = self._px(box.x), self._px(box.y)
        corners = (x, y, x + self._px(box.width) - 1, y + self._px(box.height) - 1)
        self._draw.rounded_rectangle(corners, self._px(radius), fill=rgb(colour))

    def line_of_text(self, box: Box, text: str, style: Style) -> None:
        baseline = self._px(box.y + box.height / 2 + BASELINE * style.size * POINT_MM)
        across, anchor = box.x, "ls"
        if style.align is Align.CENTRE:
            across, anchor = box.x + box.width / 2, "ms"
        elif is_right_to_left(text):
            across, anchor = box.x + box.width, "rs"
        self._draw.text((self._px(across), baseline), _ordered(text), rgb(style.colour), self._font(style), anchor=anchor)

    def width_of(self, text: str, style: Style) -> float:
        return self._font(style).getlength(_ordered(text)) / self._scale

    def picture(self, box: Box, path: Path) -> None:
        size = (self._px(box.width), self._px(box.height))
        drawn = Image.open(path).convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        self._image.paste(drawn, (self._px(box.x), self._px(box.y)), drawn)

    def code(self, box: Box, text: str) -> None:
        # Whole pixels to a module, in the middle of the box: a code whose modules differ in size is read less far away.
        self._draw.rectangle(
            (self._px(box.x), self._px(box.y), self._px(box.x + box.width) - 1, self._px(box.y + box.height) - 1), fill=(255, 255, 255)
        )
        side = self._px(box.width)
        drawn = code_image(text, max(1, side // (len(modules(text)) + 2 * QUIET_MODULES)))
        spare = (side - drawn.width) // 2
        self._image.paste(drawn, (self._px(box.x) + spare, self._px(box.y) + spare))

    def _px(self, length: float) -> int:
        return round(length * self._scale)

    def _font(self, style: Style) -> ImageFont.FreeTypeFont:
        return _font(style.strong, round(style.size * POINT_MM * self._scale))


@cache
def _font(strong: bool, size: int) -> ImageFont.FreeTypeFont:  # noqa: FBT001 - the cache wants it by position
    return ImageFont.truetype(typeface_path(strong=strong), size, layout_engine=ImageFont.Layout.BASIC)


def _ordered(text: str) -> str:
    """Return ``text`` composed, joined and in the order in which it is drawn from the left."""
    ordered: str = get_display(_joined.reshape(unicodedata.normalize("NFC", text)))
    return ordered
