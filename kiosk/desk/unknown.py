"""Was this code that opens nothing noted a moment ago?

Promise: each is noted at most once a minute, and however many different ones are held up, memory stays small.
"""

from collections import OrderedDict
from collections.abc import Callable

NOTED_AGAIN_MS = 60_000
"""Somebody who tries the same card three times is one thing for the lead to look at."""

REMEMBERED_MAX = 256
"""Four different codes a second for a minute: more than anybody holds up."""


class UnknownCodes:
    """The codes of the last minute that opened nothing."""

    def __init__(self, monotonic_ms: Callable[[], int]) -> None:
        self._monotonic_ms = monotonic_ms
        self._noted: OrderedDict[str, int] = OrderedDict()
        self.count = 0
        """How many were noted since the start."""

    def is_new(self, text: str) -> bool:
        """Say whether ``text`` was not noted in the last minute, and remember it."""
        now_ms = self._monotonic_ms()
        noted_ms = self._noted.get(text)
        if noted_ms is not None and now_ms - noted_ms < NOTED_AGAIN_MS:
            return False
        self.count += 1
        self._noted[text] = now_ms
        self._noted.move_to_end(text)
        while len(self._noted) > REMEMBERED_MAX:
            self._noted.popitem(last=False)
        return True
