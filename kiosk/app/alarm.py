"""When is the floor woken? One alarm on Kivy's clock.

Promise: there is at most one; setting it anew takes back the old time.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock


class KivyAlarm:
    """Calls ``ring`` in the window's thread."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._set: Any = None

    def set(self, after_ms: int) -> None:
        self.clear()
        self._set = Clock.schedule_once(self._rings, after_ms / 1000)

    def clear(self) -> None:
        if self._set is not None:
            self._set.cancel()
            self._set = None

    def _rings(self, _elapsed_s: float) -> None:
        self._set = None
        self._ring()
