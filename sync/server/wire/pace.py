"""When should a kiosk come again?

Promise: the answer spreads kiosks out, so that hundreds that start at nine o'clock do not come in the same second ever after.
"""

import random

ENROL_MS = 2_000
"""Somebody stands before the screen and waits for the coordinator."""

PUSH_MS = 2_000
PULL_MS = 5_000
"""Seven hundred kiosks at this pace are 140 small requests a second, well within one process."""


def spread(gap_ms: int) -> int:
    """Return ``gap_ms`` and up to a quarter more."""
    return gap_ms + random.randrange(gap_ms // 4)  # noqa: S311 - spreads load, guards nothing
