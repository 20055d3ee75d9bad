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

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401 - Kivy's properties by name
        self._local_time: Callable[[], datetime] | None = None
        super().__init__(**wanted)
        self._tick_event = Clock.create_trigger(self._tick, _MINUTE_S)

    def run(self, local_time: Callable[[], datetime]) -> None:
        """Show the time from now on."""
        self._local_time = local_time
        self._tick()

    def rest(self) -> None:
        self._tick_event.cancel()

    def _tick(self, *_late: object) -> None:
        if self._local_time is None:
            return
        now = self._local_time()
        self.words = f"{now:%H:%M}"
        self._tick_event.cancel()
        self._tick_event.timeout = _MINUTE_S - now.second + 0.05
        self._tick_event()
