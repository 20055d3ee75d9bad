"""What does the camera see, in the round window of the welcome page?

Promise: one texture, drawn again at most ten times a second and only while somebody could look; a slow screen loses pictures and never
makes a queue of them; one that cannot be drawn is the last, because reading cards matters more. Mirrored by the round window, because
people aim as before a mirror. So coarse that no code in it can be read: a photograph of the screen opens nothing (K18).
"""

from collections.abc import Callable
from typing import Any

from kivy.graphics.texture import Texture
from PIL import Image

from kiosk.scanning.frames import Frame

AGAIN_MS = 100
"""Ten pictures a second are enough to aim by."""

ROWS_MAX = 32
"""A pass has 41 modules a side: held so near that it fills the picture, a module is still smaller than a point of the picture. A hand, a
card and where it is held can be made out."""


class Preview:
    """``see`` gets the texture, in the window's thread."""

    def __init__(
        self,
        send: Callable[[Callable[[], None]], None],
        see: Callable[[Any], None],
        is_wanted: Callable[[], bool],
        now_ms: Callable[[], int],
    ) -> None:
        self._send = send
        self._see = see
        self._is_wanted = is_wanted
        self._now_ms = now_ms
        self._texture: Any = None
        self._is_on_the_way = False
        self._drawn_ms = 0

    def offer(self, frame: Frame) -> None:
        """Take ``frame`` if it is time for one (called by the eye's thread)."""
        if self._is_on_the_way or self._now_ms() - self._drawn_ms < AGAIN_MS or not self._is_wanted():
            return
        self._is_on_the_way = True
        coarse = coarsened(frame)
        self._send(lambda: self._draw(coarse))

    def _draw(self, frame: Frame) -> None:
        if not self._is_wanted():
            self._is_on_the_way = False
            return
        self._drawn_ms = self._now_ms()
        size = (frame.width, frame.height)
        if self._texture is None or tuple(self._texture.size) != size:
            self._texture = Texture.create(size=size, colorfmt="luminance")
        self._texture.blit_buffer(frame.grey, colorfmt="luminance", bufferfmt="ubyte")
        self._see(self._texture)
        # Only now: after a mistake above, which the window notes, there is no next picture.
        self._is_on_the_way = False


def coarsened(frame: Frame) -> Frame:
    """Return ``frame`` with at most ``ROWS_MAX`` points along its shorter side, each the middle of what lay under it."""
    factor = -(-min(frame.width, frame.height) // ROWS_MAX)
    if factor <= 1:
        return frame
    picture = Image.frombytes("L", (frame.width, frame.height), frame.grey).reduce(factor)
    return Frame(picture.width, picture.height, picture.tobytes())
