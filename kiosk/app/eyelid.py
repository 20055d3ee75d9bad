"""When does the camera sleep? When nobody has touched or scanned anything for as long as this venue wants, for privacy.

Promise: whoever touches the screen, presses a key or is being served has it awake; where no time is set it never sleeps.
"""

from collections.abc import Callable
from typing import Protocol

MINUTE_MS = 60_000


class Lidded(Protocol):
    """What sleeps and wakes: the eye."""

    def sleep(self) -> None: ...

    def wake(self) -> None: ...


class Eyelid:
    """Told of every touch and key by `stir`, and every now and then by `look`; in the window's thread. ``moved`` hears of each change."""

    def __init__(self, eye: Lidded, after_ms: int, now_ms: Callable[[], int], moved: Callable[[], None]) -> None:
        self._eye = eye
        self._after_ms = after_ms
        self._now_ms = now_ms
        self._moved = moved
        self._stirred_ms = now_ms()
        self._is_shut = False

    def stir(self) -> None:
        """Somebody is there."""
        self._stirred_ms = self._now_ms()
        if self._is_shut:
            self._is_shut = False
            self._eye.wake()
            self._moved()

    def look(self, *, is_idle: bool) -> None:
        """See whether it is time. ``is_idle``: the welcome page stands there."""
        if not is_idle:
            self.stir()
        elif self._after_ms and not self._is_shut and self._now_ms() - self._stirred_ms >= self._after_ms:
            self._is_shut = True
            self._eye.sleep()
            self._moved()
