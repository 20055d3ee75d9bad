"""How does a thread tell the window something? Through one door, and by no other way.

Promise: what goes in by any thread comes out in the window's thread, in order, one callback per frame however much goes in; calls
that belong to the window and come from elsewhere are a bug and end the program.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

Errand = Callable[[], None]

WAITING_MAX = 2_000
"""Far more than the desk and the scanners can say while one frame is drawn; more means that the window's thread hangs."""

AT_ONCE_MAX = 50
"""So many errands a frame: a burst never freezes the screen."""


class DoorJammed(BaseException):
    """The window's thread has not come to the door for thousands of errands: the process ends and is started again.

    No ``Exception``, so that nobody who goes on after a mistake goes on after this.
    """


class Scheduler(Protocol):
    """What Kivy's Clock does for us; callable from any thread."""

    def __call__(self, callback: Callable[[float], None]) -> object: ...


class Door:
    """Made in the window's thread."""

    def __init__(self, schedule: Scheduler) -> None:
        self._schedule = schedule
        self._waiting: deque[Errand] = deque()
        self._lock = threading.Lock()
        self._is_called = False
        self._home = threading.get_ident()

    def send(self, errand: Errand) -> None:
        """Let ``errand`` happen in the window's thread, soon. Never waits."""
        with self._lock:
            if len(self._waiting) >= WAITING_MAX:
                raise DoorJammed(f"{WAITING_MAX} errands wait for the window")
            self._waiting.append(errand)
            needs_calling, self._is_called = not self._is_called, True
        if needs_calling:
            self._schedule(self._let_in)

    def assert_home(self) -> None:
        """Assert that this is the window's thread: a widget touched from another one is corrupted without a word."""
        assert threading.get_ident() == self._home, "only the window's thread may touch the window"

    def _let_in(self, _elapsed_s: float) -> None:
        self.assert_home()
        for _ in range(AT_ONCE_MAX):
            with self._lock:
                if not self._waiting:
                    self._is_called = False
                    return
                errand = self._waiting.popleft()
            try:
                errand()
            except BaseException:
                # Whoever comes next is still let in; the exception goes its way.
                self._schedule(self._let_in)
                raise
        self._schedule(self._let_in)
