"""What do soft shadows and round corners look like close up?

Promise: small textures, made once per radius and shared, with smooth edges on every screen: multisampling is off, so a shape
drawn from triangles would have steps. They are white, to be tinted by the `Color` before them.
"""

from functools import lru_cache
from math import hypot, sqrt
from typing import Any

from kivy.graphics.texture import Texture

_SHADOW_PX = 24  # a shadow is smooth: it is made small and stretched


@lru_cache(maxsize=64)
def rounded(radius_px: int) -> Any:
    """A white round shape whose corners have this radius; stretch it with a `BorderImage` of `border(radius_px)`."""
    return _mirrored([_round_row(radius_px, y + 0.5) for y in range(radius_px + 1)])


@lru_cache(maxsize=1)
def soft() -> Any:
    """A white blur that fades over its whole corner."""
    return _mirrored([bytes(_faded(hypot(x + 0.5, y + 0.5)) for x in range(_SHADOW_PX)) for y in range(_SHADOW_PX)])


def border(length_px: float) -> tuple[int, int, int, int]:
    """The same border on four sides, as `BorderImage` wants it."""
    return (int(length_px),) * 4


SOFT_BORDER = border(_SHADOW_PX)


def _round_row(radius_px: int, y: float) -> bytes:
    """The opacities of one row of a corner, from its middle outwards. Only the few pixels of the edge are computed: a large circle has
    a hundred thousand others.
    """
    inside = radius_px - 0.5
    whole = int(max(sqrt(inside * inside - y * y) - 0.5, 0.0)) if y < inside else 0
    row = b"\xff" * whole
    while len(row) <= radius_px:
        opacity = radius_px + 0.5 - hypot(len(row) + 0.5, y)
        if opacity <= 0:
            break
        row += bytes((round(255 * min(1.0, opacity)),))
    return row.ljust(radius_px + 1, b"\0")


def _faded(distance_px: float) -> int:
    left = max(0.0, 1 - distance_px / _SHADOW_PX)
    return round(255 * left * left * (3 - 2 * left))


def _mirrored(corner: list[bytes]) -> Any:
    """One corner, by rows from the middle outwards, mirrored to four."""
    rows = [half[::-1] + half for half in corner]
    opacities = b"".join(rows[::-1] + rows)
    side = 2 * len(corner)
    pixels = bytearray(b"\xff") * (4 * side * side)
    pixels[3::4] = opacities
    texture = Texture.create(size=(side, side), colorfmt="rgba")
    texture.blit_buffer(bytes(pixels), colorfmt="rgba", bufferfmt="ubyte")
    return texture
