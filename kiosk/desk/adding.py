"""How far do the sums follow what was recorded? A piece at a time, and never at the cost of anybody's thanks.

Promise: sums that cannot be kept refuse nobody what stands in the journal (K53); they are tried again with each request until they have
caught up, and the lead reads why they had not.
"""

from kiosk.desk.ports import Sums
from kiosk.desk.writing import Writing
from sync.journal.contract import Fault

PIECES_AT_ONCE_MAX = 4
"""Some 200 ms on a small machine: what a person at the door does not notice."""


class Adding:
    """Keeps ``sums`` up with what ``writing`` wrote, and with what came from elsewhere."""

    def __init__(self, sums: Sums, writing: Writing) -> None:
        self._sums = sums
        self._writing = writing
        self._followed = 0
        self._fault: Fault | None = None
        self.is_behind = False
        """Is there more to add up than was at once? It goes on with the next call."""

    def catch_up(self) -> None:
        """Follow, if anything was written since, or could not be followed."""
        if self._followed != self._writing.written or self._fault is not None:
            self.follow()

    def follow(self) -> None:
        """Add up what is new. After the sums were lost that is a whole day: a piece at a time, with people served in between."""
        self.is_behind = False
        try:
            self.is_behind = all(self._sums.follow_piece() for _ in range(PIECES_AT_ONCE_MAX))
        except Fault as fault:
            self._fault = fault
            self._writing.note(fault)
            return
        self._followed = self._writing.written
        if self._fault is not None and self._writing.trouble is self._fault:
            self._writing.trouble = None
        self._fault = None
