"""What does the camera see, in the round window of the welcome page?

Promise: one texture, drawn again at most ten times a second and only while somebody could look; a slow screen loses pictures and never
makes a queue of them; one that cannot be drawn is the last, because reading cards matters more. Mirrored, because people aim as
before a mirror.
"""

from collections.abc import Callable
from typing import Any

from kivy.graphics.texture import Texture

from kiosk.scanning.frames import Frame

AGAIN_MS = 100
"""Ten pictures a second are enough to aim by."""


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
        self._send(lambda: self._draw(frame))

    def _draw(self, frame: Frame) -> None:
        self._drawn_ms = self._now_ms()
        size = (frame.width, frame.height)
        if self._texture is None or tuple(self._texture.size) != size:
            self._texture = Texture.create(size=size, colorfmt="luminance")
            self._texture.flip_vertical()
            self._texture.flip_horizontal()
        self._texture.blit_buffer(frame.grey, colorfmt="luminance", bufferfmt="ubyte")
        self._see(self._texture)
        # Only now: after a mistake above, which the window notes, there is no next picture.
        self._is_on_the_way = False
