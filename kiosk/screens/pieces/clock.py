"""What time is it? A clock that moves once a minute.

Promise: between two minutes nothing is drawn; a label that changed every second would cost a twentieth of a core.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kivy.clock import Clock

from kiosk.screens.pieces.words import Words

_MINUTE_S = 60


class MinuteClock(Words):
    """Hours and minutes of ``local_time``."""

    def __init__(self, **wanted: Any) -> None:
        self._local_time: Callable[[], datetime] | None = None
        super().__init__(**wanted)
        self._tick_event = Clock.create_trigger(self.tick_now, _MINUTE_S)

    def run(self, local_time: Callable[[], datetime]) -> None:
        """Show the time from now on."""
        self._local_time = local_time
        self.tick_now()

    def rest(self) -> None:
        """Leave the clock alone: the page has gone."""
        self._tick_event.cancel()

    def tick_now(self, *_late: object) -> None:
        """Show the time as it is, and come again with the next minute."""
        if self._local_time is None:
            return
        self.words = f"{self._local_time():%H:%M}"
        self._tick_event.cancel()
        self._tick_event.timeout = self.next_in_s()
        self._tick_event()

    def next_in_s(self) -> float:
        """Seconds until the minute changes, and a little more, so that it has."""
        return _MINUTE_S - self._local_time().second + 0.05 if self._local_time else _MINUTE_S
