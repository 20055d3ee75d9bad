"""What happens when our own code fails while the window runs?

Promise: one mistake is logged and counted, and the person is asked to try again; many in a minute mean that we cannot go on, and the
process ends so that the supervisor starts a fresh one: the journal is safe.
"""

import logging
from collections import deque
from collections.abc import Callable

IN_A_MINUTE_MAX = 5
"""A person who presses the same broken button a few times is a nuisance; more is a loop."""

_MINUTE_MS = 60_000
_log = logging.getLogger(__name__)


class Mishaps:
    """Counts mistakes of ours. ``sorry`` shows the please-try-again page; it may itself fail."""

    def __init__(self, now_ms: Callable[[], int], sorry: Callable[[], None]) -> None:
        self._now_ms = now_ms
        self._sorry = sorry
        self._at_ms: deque[int] = deque(maxlen=IN_A_MINUTE_MAX)
        self.counted = 0

    def aside(self, error: Exception) -> None:
        """Take note of ``error`` beside the conversation, from any thread: whoever made it goes on, and nobody is asked to try again."""
        self.counted += 1
        _log.error("Something of ours went wrong aside (%d so far).", self.counted, exc_info=error)

    def happened(self, error: BaseException) -> bool:
        """Take note of ``error``; whether the program can go on."""
        self.counted += 1
        _log.error("Something of ours went wrong (%d so far).", self.counted, exc_info=error)
        now_ms = self._now_ms()
        is_a_loop = len(self._at_ms) == IN_A_MINUTE_MAX and now_ms - self._at_ms[0] < _MINUTE_MS
        self._at_ms.append(now_ms)
        if is_a_loop:
            return False
        try:
            self._sorry()
        except Exception:  # noqa: BLE001 - whatever it is, a fresh process is better now
            _log.exception("The please-try-again page failed too.")
            return False
        return True
