"""When did it really happen? The estimated true time of an entry, with its error.

Promise: from the clock sample that came with the entries, by monotonic differences wherever the boot is the same; the kiosk's raw
fields stay as they are; the error is said and never hidden (S9).
"""

from collections.abc import Iterable

from sync.domain.entry import ClockState, Entry
from sync.protocol.messages import ClockSample

FRESH_MS = 120_000
"""A sample whose trusted wall clock is this near to ours was taken for this very push."""

DRIFT_DIVISOR = 10_000
"""A quartz is off by up to 100 parts in a million."""

ROUND_TRIP_ERROR_MS = 2_000
UNSET_CLOCK_ERROR_MS = 30 * 60_000
"""A kiosk that never knew the time, and a third party who carried its entries: for how long, nothing tells."""

OTHER_BOOT_ERROR_MS = 24 * 3_600_000
"""Before a restart and without a clock: it was that day, and more is not known."""

OLDEST_MS = 14 * 24 * 3_600_000
"""A wall clock that was never set and claims more than a fortnight ago is not believed at all."""

LARGEST_ERROR_MS = 2**53
"""Whatever a hostile clock says, the error stays a number that every database and page can hold."""


class Estimator:
    """Estimates for all entries that came at ``now_ms`` (the centre's clock, UTC): with a sample that the kiosk read when it ``sent``
    them, or, where a third party carried them, with the one under their seal.
    """

    def __init__(self, sealed: ClockSample, now_ms: int, sent: ClockSample | None = None) -> None:
        self._now_ms = now_ms
        self._sample = sent or sealed
        self._sampled_ms, self._error_ms = (now_ms, ROUND_TRIP_ERROR_MS) if sent else _when_sampled(sealed, now_ms)

    def of(self, entry: Entry) -> tuple[int, int]:
        """Return (at_ms, error_ms), never after now and never before 1970."""
        age_ms = self._sample.mono_ms - entry.mono_ms
        if entry.boot == self._sample.boot and age_ms >= 0:
            at_ms, error_ms = self._sampled_ms - age_ms, self._error_ms + age_ms // DRIFT_DIVISOR
        else:
            at_ms, error_ms = self._of_other_boot(entry)
        if 0 <= at_ms <= self._now_ms and error_ms <= LARGEST_ERROR_MS:
            return at_ms, error_ms
        return max(0, min(at_ms, self._now_ms)), min(error_ms, LARGEST_ERROR_MS)

    def of_all(self, entries: Iterable[Entry | None]) -> tuple[list[int], list[int]]:
        """Return the columns (at_ms, error_ms); none stands for bytes that are no entry."""
        times_ms: list[int] = []
        errors_ms: list[int] = []
        for entry in entries:
            at_ms, error_ms = (self._sampled_ms, 0) if entry is None else self.of(entry)
            times_ms.append(at_ms)
            errors_ms.append(error_ms)
        return times_ms, errors_ms

    def _of_other_boot(self, entry: Entry) -> tuple[int, int]:
        if entry.clock >= ClockState.SERVER_TIME:
            return entry.wall_ms, ROUND_TRIP_ERROR_MS
        if entry.clock == ClockState.RTC_ONLY and self._sample.state == ClockState.RTC_ONLY:
            # The same battery clock, wrong by the same amount.
            return entry.wall_ms + (self._sampled_ms - self._sample.wall_ms), self._error_ms + ROUND_TRIP_ERROR_MS
        if self._now_ms - OLDEST_MS <= entry.wall_ms <= self._now_ms:
            return entry.wall_ms, OTHER_BOOT_ERROR_MS
        return self._sampled_ms, OTHER_BOOT_ERROR_MS


def _when_sampled(sample: ClockSample, now_ms: int) -> tuple[int, int]:
    """Return when the sample was taken and how far that may be wrong: a sample may have travelled on a stick for hours."""
    travelled_ms = now_ms - sample.wall_ms
    if abs(travelled_ms) <= FRESH_MS:
        return now_ms, ROUND_TRIP_ERROR_MS
    if sample.state >= ClockState.SERVER_TIME and travelled_ms > 0:
        return sample.wall_ms, ROUND_TRIP_ERROR_MS
    if sample.state == ClockState.UNKNOWN:
        return now_ms, UNSET_CLOCK_ERROR_MS
    return now_ms, abs(travelled_ms)
