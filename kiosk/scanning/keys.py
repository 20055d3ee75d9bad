"""Where do the scanner's keys come from? From the window, on every screen, whatever has the focus.

Promise: a code is handed on once, whole; no key reaches anything else, so a code is never typed into a field.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

from kiosk.scanning.wedge import Burst, frame_drawn, key_pressed, without_ends


class ScannerKeys:
    """Listens to ``window`` and calls ``heard(text)`` for each code. ``now_ms`` is a monotonic clock in milliseconds.

    Nothing runs while no key comes: frames are only counted during a burst.
    """

    def __init__(self, window: Any, heard: Callable[[str], None], now_ms: Callable[[], int], prefix: str = "", suffix: str = "") -> None:  # noqa: ANN401  Kivy's window has no types
        self._window = window
        self._heard = heard
        self._now_ms = now_ms
        self._ends = (prefix, suffix)
        self._burst = Burst()
        self._frames = Clock.create_trigger(self._frame, 0, interval=True)
        self.last_heard_ms: int | None = None
        window.bind(on_key_down=self._key)

    def stop(self) -> None:
        """Listen no more."""
        self._window.unbind(on_key_down=self._key)
        self._frames.cancel()

    def _key(self, _window: object, _key: int, scancode: int, _codepoint: str, modifiers: list[str]) -> bool:
        self._burst, text = key_pressed(self._burst, scancode, shift="shift" in modifiers, now_ms=self._now_ms())
        self._finish(text)
        if self._burst.text:
            self._frames()
        return True

    def _frame(self, _elapsed_s: float) -> None:
        self._burst, text = frame_drawn(self._burst, self._now_ms())
        if not self._burst.text:
            self._frames.cancel()
        self._finish(text)

    def _finish(self, text: str | None) -> None:
        if text is None:
            return
        self.last_heard_ms = self._now_ms()
        self._heard(without_ends(text, *self._ends))
