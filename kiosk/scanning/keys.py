"""Where do the scanner's keys come from? From the window, on every screen, whatever has the focus.

Promise: a code is handed on once, whole; no key reaches anything else, so a code is never typed into a field.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

from kiosk.flow.events import Manner
from kiosk.scanning.wedge import US_KEYS, Burst, frame_drawn, key_pressed, without_ends

_LETTERS_END = 128  # beyond are the names of keys, and letters of other scripts
_KEYPAD_BEGINS = 84


class ScannerKeys:
    """Listens to ``window`` and calls ``heard(text)`` for each code. ``now_ms`` is a monotonic clock in milliseconds.

    Nothing runs while no key comes: frames are only counted during a burst.
    """

    def __init__(
        self,
        window: Any,  # noqa: ANN401 - Kivy's window has no types
        heard: Callable[[str, Manner], None],
        now_ms: Callable[[], int],
        prefix: str = "",
        suffix: str = "",
    ) -> None:
        self._window = window
        self._heard = heard
        self._small_letters = self._other_layout = False
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

    def _key(self, _window: object, key: int, scancode: int, _codepoint: str, modifiers: list[str]) -> bool:
        self._burst, text = key_pressed(self._burst, scancode, shift="shift" in modifiers, now_ms=self._now_ms())
        self._note_manner(key, scancode, modifiers)
        self._finish(text, without_enter=False)
        if self._burst.text:
            self._frames()
        return True

    def _frame(self, _elapsed_s: float) -> None:
        self._burst, text = frame_drawn(self._burst, self._now_ms())
        if not self._burst.text:
            self._frames.cancel()
        self._finish(text, without_enter=True)

    def _note_manner(self, key: int, scancode: int, modifiers: list[str]) -> None:
        """Whether a text field would have shown something else: we read the places of keys, and take no harm from it."""
        letter = US_KEYS.get(scancode, "")
        if letter.isalpha():
            self._small_letters |= ("shift" in modifiers) == ("capslock" in modifiers)
        if letter.isalnum() and scancode < _KEYPAD_BEGINS and 0 < key < _LETTERS_END and chr(key).isalnum():
            self._other_layout |= chr(key).upper() != letter

    def _finish(self, text: str | None, *, without_enter: bool) -> None:
        manner = Manner(without_enter, self._small_letters, self._other_layout)
        if not self._burst.text:
            self._small_letters = self._other_layout = False
        if text is None:
            return
        self.last_heard_ms = self._now_ms()
        self._heard(without_ends(text, *self._ends), manner)
