"""What do soft shadows and round corners look like close up?

Promise: small textures, made once per radius and shared, with smooth edges on every screen: multisampling is off, so a shape
drawn from triangles would have steps. They are white, to be tinted by the `Color` before them.
"""

from collections.abc import Callable
from functools import lru_cache
from math import hypot
from typing import Any

from kivy.graphics.texture import Texture

_SHADOW_PX = 24  # a shadow is smooth: it is made small and stretched


@lru_cache(maxsize=64)
def rounded(radius_px: int) -> Any:
    """A white round shape whose corners have this radius; stretch it with a `BorderImage` of `border(radius_px)`."""
    return _mirrored(radius_px + 1, lambda x, y: radius_px + 0.5 - hypot(x, y))


@lru_cache(maxsize=4)
def soft() -> Any:
    """A white blur that fades over its whole corner."""
    return _mirrored(
        _SHADOW_PX, lambda x, y: max(0.0, 1 - hypot(x, y) / _SHADOW_PX) ** 2 * (3 - 2 * max(0.0, 1 - hypot(x, y) / _SHADOW_PX))
    )


def border(length_px: float) -> tuple[int, int, int, int]:
    """The same border on four sides, as `BorderImage` wants it."""
    return (int(length_px),) * 4


SOFT_BORDER = border(_SHADOW_PX)


def _mirrored(corner_px: int, opacity: Callable[[float, float], float]) -> Any:
    """Compute one corner, mirror it to four. ``opacity`` gets the distance from the corner's centre, in pixels."""
    rows = []
    for y in range(corner_px):
        half = bytes(round(255 * min(1.0, max(0.0, opacity(x + 0.5, y + 0.5)))) for x in range(corner_px))
        rows.append(half[::-1] + half)
    opacities = b"".join(rows[::-1] + rows)
    side = 2 * corner_px
    texture = Texture.create(size=(side, side), colorfmt="rgba")
    texture.blit_buffer(b"".join(b"\xff\xff\xff" + bytes((each,)) for each in opacities), colorfmt="rgba", bufferfmt="ubyte")
    return texture
