"""When is it time for the next round? Back-off with full jitter, paced by the centre, on a monotonic clock.

Promise: a wall clock that jumps changes nothing; a centre that comes back is not met by every kiosk in the same second; a volunteer's
tap never shortens a back-off, and no answer silences a kiosk for longer than ``GAP_MAX_S``. One exception: a lead who asks is served
at once, because they stand there and look; it is one person a hall and bounded, so that no hall hammers a centre.
"""

from collections.abc import Callable

from sync.protocol.limits import RETRY_FIRST_S, RETRY_MAX_S

GAP_MAX_S = 900.0
"""The longest gap that the centre may ask for."""

GAP_MIN_S = 0.1
"""A centre that asks for no gap at all does not get a kiosk that spins."""

SPREAD = 0.2
"""Gaps that the centre names are stretched by up to this share, so that kiosks which started together drift apart."""

TRY_NOW_EVERY_S = 5.0
"""However often a lead asks, the tries are this far apart."""

_DOUBLINGS_MAX = 20
"""Enough to pass every ``RETRY_MAX_S``; keeps the power small after a week offline."""


class Pace:
    """One loop's timer. ``random`` gives numbers in [0, 1), ``monotonic`` seconds; both are given so that a test decides them."""

    def __init__(self, random: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self._random = random
        self._monotonic = monotonic
        self._failures = 0
        self._due_at = monotonic()
        self._hurried_at = self._due_at
        self._allowed_at = self._due_at
        """Before this the centre itself does not want us."""
        self._asked_at = self._due_at - TRY_NOW_EVERY_S
        self._is_wished = False
        """A lead asked while a round was under way, which may hang until its time is up."""

    @property
    def failures(self) -> int:
        """How many rounds have failed since the last one that did not."""
        return self._failures

    @property
    def due_in_s(self) -> float:
        """Seconds until the next round; 0 when it is time."""
        return max(0.0, self._due_at - self._monotonic())

    def succeeded(self, gap_s: float, idle_s: float | None = None) -> None:
        """A round went well: the next one is due after ``idle_s`` (none: ``gap_s``), and not before ``gap_s`` even when hurried."""
        self._failures, self._is_wished = 0, False
        now, stretch = self._monotonic(), 1 + SPREAD * self._random()
        gap_s = min(max(gap_s, GAP_MIN_S), GAP_MAX_S)
        self._hurried_at = self._allowed_at = now + gap_s * stretch
        self._due_at = now + (gap_s if idle_s is None else max(gap_s, min(idle_s, GAP_MAX_S))) * stretch

    def failed(self, after_s: float | None = None) -> None:
        """A round failed: wait anything up to 1 s, 2 s, 4 s … 5 min; where the centre named a time, wait that and a little more."""
        ceiling_s = min(RETRY_MAX_S, RETRY_FIRST_S * 2 ** min(self._failures, _DOUBLINGS_MAX))
        self._failures += 1
        wait_s = ceiling_s * self._random()
        if after_s is not None:
            wait_s = min(max(after_s, 0.0), GAP_MAX_S) + min(wait_s, SPREAD * after_s)
        now = self._monotonic()
        self._due_at = self._hurried_at = now + wait_s
        self._allowed_at = now if after_s is None else self._due_at
        if self._is_wished:
            self.try_now()

    def hurry(self) -> None:
        """There is something new: come as soon as the centre allows it. During a back-off this changes nothing."""
        self._due_at = min(self._due_at, self._hurried_at)

    def try_now(self) -> None:
        """A lead asks: come at once in spite of a back-off, but not before the centre wants us, nor too soon after the last such try.
        Asked while a round is under way, it is the end of that round that sets no back-off.
        """
        self._is_wished = self._due_at <= self._monotonic()
        at = max(self._monotonic(), self._allowed_at, self._asked_at + TRY_NOW_EVERY_S)
        if at < self._due_at:
            self._due_at = self._asked_at = at

    def line_is_back(self) -> None:
        """The other loop was answered again: waiting on would only tell a lead what is no longer so. Not before the centre wants us."""
        if self._failures:
            self._due_at = min(self._due_at, max(self._monotonic(), self._allowed_at))
