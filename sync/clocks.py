"""What time might it be, and how far may that be believed? The one port through which a kiosk reads its clocks.

Promise: three readings taken together: wall (may be wrong), milliseconds since boot (CLOCK_BOOTTIME: steady, and counts sleep), and
a boot counter that tells those of different boots apart. Nothing here ever decides whether somebody may come in (S9).
"""

import os
import time
from pathlib import Path
from typing import Protocol

from sync.domain.entry import ClockState
from sync.protocol.messages import ClockSample

WALL_AT_LEAST_MS = 1_735_689_600_000
"""1 January 2025, before this software was built: a wall clock that says less has no battery."""

SERVER_TIME_GOOD_FOR_MS = 24 * 3600 * 1000
MARK_GOOD_FOR_MS = 1_000
"""The network's mark changes a few times a year; a check-in reads the clocks three times and should not ask the disk each time."""

AGREES_WITHIN_MS = 2_000
"""A wall clock this close to the centre's time is as good as the centre's time."""

TOGETHER_MS = 50
"""Two clocks that were read further apart than this (the thread was set aside between them) are read once more, lest that look like a
clock that somebody set."""

READINGS_MAX = 5
"""On a machine that sets us aside each time, the last reading has to do."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_NTP_MARK = Path("/run/systemd/timesync/synchronized")


class Clocks(Protocol):
    """Where the desk and the client ask for the time."""

    def sample(self) -> ClockSample:
        """Return one reading of all clocks."""

    def told(self, now_ms: int) -> None:
        """Take the centre's signed time (UTC ms), received just now."""


class MachineClocks:
    """The clocks of this machine. ``boot`` comes from ``boot_number``."""

    def __init__(self, boot: int, ntp_mark: Path = _NTP_MARK) -> None:
        self._boot = boot
        self._ntp_mark = ntp_mark
        self._told_at: tuple[int, int] | None = None
        self._marked: tuple[int, bool] | None = None

    def sample(self) -> ClockSample:
        for _ in range(READINGS_MAX):
            mono_ms = _boottime_ms()
            wall_ms = time.time_ns() // 1_000_000
            if _boottime_ms() - mono_ms <= TOGETHER_MS:
                break
        return ClockSample(wall_ms, mono_ms, self._boot, self._state(wall_ms, mono_ms))

    def told(self, now_ms: int) -> None:
        self._told_at = (now_ms, _boottime_ms())

    def _state(self, wall_ms: int, mono_ms: int) -> ClockState:
        if self._is_marked(mono_ms):
            return ClockState.NTP
        if self._told_at is not None:
            now_ms, heard_ms = self._told_at
            is_fresh = mono_ms - heard_ms < SERVER_TIME_GOOD_FOR_MS
            if is_fresh and abs(now_ms + mono_ms - heard_ms - wall_ms) <= AGREES_WITHIN_MS:
                return ClockState.SERVER_TIME
        return ClockState.RTC_ONLY if wall_ms >= WALL_AT_LEAST_MS else ClockState.UNKNOWN

    def _is_marked(self, mono_ms: int) -> bool:
        # Read into a name first: the desk and the line to the centre ask from threads of their own.
        marked = self._marked
        if marked is None or mono_ms - marked[0] >= MARK_GOOD_FOR_MS:
            marked = self._marked = (mono_ms, self._ntp_mark.exists())
        return marked[1]


def boot_number(state: Path, boot_id: Path = _BOOT_ID) -> int:
    """Return which boot of this machine this is, from 1, remembered in the folder ``state``; a new one when the kernel's id is new.

    The file is written beside and moved into place, so that a power cut leaves the old number or the new one.
    """
    kept = state / "boot"
    this = boot_id.read_text().strip()
    number, last = _kept_boot(kept)
    if this == last:
        return number
    fresh = kept.with_suffix(".new")
    with fresh.open("w") as file:
        file.write(f"{number + 1} {this}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(kept)
    return number + 1


def _kept_boot(kept: Path) -> tuple[int, str]:
    try:
        number, last = kept.read_text().split()
        return int(number), last
    except (FileNotFoundError, ValueError):
        return 0, ""


def _boottime_ms() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
