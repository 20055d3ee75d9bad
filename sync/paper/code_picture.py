"""How does a code's text become a picture that any reader can read?

Promise: exact modules, a quiet zone of four of them on every side, dark on light; the same text gives the same picture.
"""

import io
import re

import msgspec
import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET_MODULES = 4
"""ISO/IEC 18004: the light margin without which readers do not find a code."""


_OURS = re.compile(r"[0-9A-Z $%*+\-./:]*")
"""What a code's shorter alphabet can say; a web address needs the longer one."""


class Rect(msgspec.Struct, frozen=True):
    """A dark run of one row: ``x``, ``y``, ``width`` in modules from the code's top left corner, without the quiet zone; one high."""

    x: int
    y: int
    width: int


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the QR code of ``text`` (ASCII; digits and capitals take less room), row by row, true is dark; error correction M (15 %)."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(QRData(text.encode("ascii"), mode=MODE_ALPHA_NUM if _OURS.fullmatch(text) else MODE_8BIT_BYTE))
    code.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


def rects(matrix: tuple[tuple[bool, ...], ...]) -> tuple[Rect, ...]:
    """Return the dark runs of ``matrix``, for drawing as vectors."""
    found: list[Rect] = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            width = 1
            if row[x]:
                while x + width < len(row) and row[x + width]:
                    width += 1
                found.append(Rect(x, y, width))
            x += width
    return tuple(found)


def code_image(text: str, module_px: int = 8, dark: str = "#000000", light: str = "#FFFFFF") -> Image.Image:
    """Return the code with its quiet zone, ``module_px`` pixels to a module."""
    matrix = modules(text)
    side = len(matrix) + 2 * QUIET_MODULES
    image = Image.new("1", (side, side), 1)
    for rect in rects(matrix):
        for x in range(rect.x, rect.x + rect.width):
            image.putpixel((x + QUIET_MODULES, rect.y + QUIET_MODULES), 0)
    image = image.resize((side * module_px, side * module_px), Image.Resampling.NEAREST)
    drawn = Image.new("RGB", image.size, dark)
    drawn.paste(light, mask=image)
    return drawn


def code_png(text: str, module_px: int = 8) -> bytes:
    """Return ``code_image`` as a PNG file's bytes."""
    into = io.BytesIO()
    code_image(text, module_px).save(into, "PNG")
    return into.getvalue()
