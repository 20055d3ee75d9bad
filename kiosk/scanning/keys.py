"""Where do the scanner's keys come from? From the window, on every screen, whatever has the focus.

Promise: a code is handed on once, whole; no key reaches anything else, so a code is never typed into a field. Two scanners at once are
one keyboard here (the window does not say which device typed): what they garble together fails its check, and each is tried again.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from msgspec.structs import replace

from kiosk.flow.values import Manner
from kiosk.scanning.holding import Held, stuck_ms, went_down, went_up
from kiosk.scanning.wedge import US_KEYS, Burst, frame_drawn, key_pressed, without_ends

_NAMES = range(256, 400)  # Kivy's numbers for keys without a letter
_LETTERS_END = 0x1_0000  # beyond are SDL's
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
        self._manner = Manner()
        self._held = Held()
        self._now_ms = now_ms
        self._ends = (prefix, suffix)
        self._burst = Burst()
        self._frames = Clock.create_trigger(self._frame, 0, interval=True)
        window.bind(on_key_down=self._key, on_key_up=self._lifted)

    def stop(self) -> None:
        """Listen no more."""
        self._window.unbind(on_key_down=self._key, on_key_up=self._lifted)
        self._frames.cancel()

    def stuck_ms(self) -> int:
        """Return for how long a key has been held down; 0: none is stuck. From any thread."""
        return stuck_ms(self._held, self._now_ms())

    def _key(self, _window: object, key: int, scancode: int, _codepoint: str, modifiers: list[str]) -> bool:
        now_ms = self._now_ms()
        self._held, is_repeat = went_down(self._held, scancode, now_ms)
        if is_repeat:
            return True
        self._burst, text = key_pressed(self._burst, scancode, shift="shift" in modifiers, now_ms=now_ms)
        self._note_manner(key, scancode, modifiers)
        self._finish(text, without_enter=False)
        if self._burst.text:
            self._frames()
        return True

    def _lifted(self, _window: object, _key: int, scancode: int) -> bool:
        self._held = went_up(self._held, scancode)
        return True

    def _frame(self, _elapsed_s: float) -> None:
        self._burst, text = frame_drawn(self._burst, self._now_ms())
        if not self._burst.text:
            self._frames.cancel()
        self._finish(text, without_enter=True)

    def _note_manner(self, key: int, scancode: int, modifiers: list[str]) -> None:
        """Whether a text field would have shown something else: we read the places of keys, and take no harm from it."""
        letter, manner = US_KEYS.get(scancode, ""), self._manner
        if letter.isalpha():
            caps_lock = "capslock" in modifiers
            small = ("shift" in modifiers) == caps_lock
            manner = replace(manner, small_letters=manner.small_letters or small, caps_lock=manner.caps_lock or caps_lock)
        if letter.isalnum() and scancode < _KEYPAD_BEGINS and 0 < key < _LETTERS_END and key not in _NAMES and chr(key).isalnum():
            manner = replace(manner, other_layout=manner.other_layout or chr(key).upper() != letter)
        self._manner = manner

    def _finish(self, text: str | None, *, without_enter: bool) -> None:
        manner = replace(self._manner, without_enter=without_enter, key_is_stuck=self.stuck_ms() > 0)
        if not self._burst.text:
            self._manner = Manner()
        if text is None:
            return
        self._heard(without_ends(text, *self._ends), manner)
