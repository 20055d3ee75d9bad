"""What time is it for the pages? The one place where they ask."""

import time


def now_ms() -> int:
    """Return the centre's time, UTC ms."""
    return time.time_ns() // 1_000_000
