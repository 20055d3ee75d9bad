"""How does a program, rather than a person, use the window: step by step, with touches and pictures?

Promise: synchronous. One call is one frame; a touch goes the way of a real one; a picture is what stands in the frame buffer. The tour
of the product and the window tests stand on this one module, and only it asks Kivy for things that it does not promise.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from kivy.input.motionevent import MotionEvent

FRAME_S = 1 / 60
SETTLE_FRAMES_MAX = 30

WAITED_S = 30.0
"""Far longer than anything takes on a busy machine; only what never comes is waited for so long."""


class TooSlow(Exception):
    """What was waited for did not come in time."""


class Finger(MotionEvent):
    """A touch at a place, as a touchscreen would report it."""

    def __init__(self, no: int, shares: dict[str, float]) -> None:
        super().__init__("finger", f"finger-{no}", shares, is_touch=True, type_id="touch")

    def depack(self, args: dict[str, float]) -> None:
        self.sx, self.sy = args["sx"], args["sy"]
        self.profile = ["pos"]
        super().depack(args)


class Stepping:
    """One window, moved by hand."""

    def __init__(self, window: Any, *, at_once: bool = True) -> None:
        self.window = window
        if at_once:
            Clock._max_fps = 0  # noqa: SLF001 - else every step sleeps a thirtieth of a second
        self._touches = 0
        if EventLoop.status != "started":
            EventLoop.start()

    def step(self, frames: int = 1) -> None:
        """Let ``frames`` frames pass, at once. The clock's own waiting is left out."""
        for _ in range(frames):
            EventLoop.idle()

    def settle(self) -> None:
        """Step until the layout stands still: no frame wants to be drawn again."""
        for _ in range(SETTLE_FRAMES_MAX):
            self.step(2)
            if not self.window.canvas.needs_redraw:
                return

    def wait_until(self, is_so: Callable[[], bool], *, timeout_s: float = WAITED_S) -> None:
        """Step until ``is_so``. Raises `TooSlow`."""
        ends = time.monotonic() + timeout_s
        while not is_so():
            if time.monotonic() > ends:
                raise TooSlow(f"waited {timeout_s:g} s")
            self.step()
            time.sleep(FRAME_S / 4)

    def wait(self, seconds: float) -> None:
        """Step for that long."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.step()
            time.sleep(FRAME_S / 4)

    def touch(self, x: float, y: float, *, held_s: float = 0.0) -> None:
        """Put a finger down at these window pixels (from bottom left), and lift it."""
        finger = self._finger(x, y)
        EventLoop.post_dispatch_input("begin", finger)
        self.step()
        if held_s:
            self.wait(held_s)
        EventLoop.post_dispatch_input("end", finger)
        self.step()

    def touch_widget(self, widget: Any, *, held_s: float = 0.0) -> None:
        """Touch the middle of ``widget``."""
        self.touch(*widget.to_window(*widget.center), held_s=held_s)

    def slide(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """Put a finger down at ``begin``, draw it to ``end`` and lift it there."""
        finger = self._finger(*begin)
        EventLoop.post_dispatch_input("begin", finger)
        self.step()
        finger.move(self._shares(*end))
        EventLoop.post_dispatch_input("update", finger)
        self.step()
        EventLoop.post_dispatch_input("end", finger)
        self.step()

    def _finger(self, x: float, y: float) -> Finger:
        self._touches += 1
        return Finger(self._touches, self._shares(x, y))

    def _shares(self, x: float, y: float) -> dict[str, float]:
        return {"sx": x / max(self.window.width - 1, 1), "sy": y / max(self.window.height - 1, 1)}

    def press_key(self, key: int, scancode: int, text: str = "", modifiers: tuple[str, ...] = ()) -> None:
        """Press and lift a key, as the window reports it."""
        self.window.dispatch("on_key_down", key, scancode, text, list(modifiers))
        self.window.dispatch("on_key_up", key, scancode)
        self.step()

    def resize(self, width_px: int, height_px: int) -> None:
        """Make the window that large."""
        if tuple(self.window.size) != (width_px, height_px):
            self.window.size = (width_px, height_px)
        self.step(3)
        self.settle()

    def draw(self) -> None:
        """Draw one frame now, wanted or not."""
        self.window.canvas.ask_update()
        self.step()

    def pixels(self) -> bytes:
        """The frame as it stands, RGB, rows from the bottom."""
        self.draw()
        width, height = (int(side) for side in self.window.size)
        read: bytes = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
        return read

    def screenshot(self, path: Path) -> Path:
        """Keep the frame as a PNG at ``path``."""
        from PIL import Image

        width, height = (int(side) for side in self.window.size)
        picture = Image.frombytes("RGB", (width, height), self.pixels()).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path)
        return path

    def forget(self) -> None:
        """Take everything out of the window and every waiting call out of the clock."""
        for widget in list(self.window.children):
            self.window.remove_widget(widget)
        for event in Clock.get_events():
            event.cancel()
        self.step()
