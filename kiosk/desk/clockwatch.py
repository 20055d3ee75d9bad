"""Did somebody, or the network, set this machine's clock while we ran?

Promise: a jump is noted once, with its size, so that the times before it can be put right; times are never changed here (S9).
"""

import secrets

from sync.clocks import Clocks
from sync.journal.contract import TAP_ID_BYTES

STEP_MS_MIN = 2_000
"""Smaller differences are a clock being nudged into line."""


class ClockWatch:
    """Compares the wall clock with the steady one."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._offset_ms = self._now_ms()

    def stepped_ms(self) -> int:
        """Return by how much the wall clock jumped since the last look (signed); 0 when it did not."""
        offset_ms = self._now_ms()
        by_ms = offset_ms - self._offset_ms
        if abs(by_ms) < STEP_MS_MIN:
            return 0
        self._offset_ms = offset_ms
        return by_ms

    def tap_id(self) -> bytes:
        """Nobody pressed anything: an act of the machine has a tap id of its own."""
        return secrets.token_bytes(TAP_ID_BYTES)

    def _now_ms(self) -> int:
        now = self._clocks.sample()
        return now.wall_ms - now.mono_ms
