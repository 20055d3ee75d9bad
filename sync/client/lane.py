"""What is known about one stream in this run, between two pushes of it?

Promise: nothing here must survive: what must stands in the journal's mark, and everything else the centre tells again when asked.
"""

from enum import IntEnum

from sync.client.sizing import Sizing


class Doubts(IntEnum):
    """How far it is proven that one entry is refused for what it is, and not everything by a centre in trouble."""

    NONE = 0
    REFUSED_ALONE = 1
    """Next a knock before it."""
    CENTRE_ANSWERS = 2
    """The knock was taken; next the entry once more."""
    REFUSED_AGAIN = 3
    """Next lost and found."""


class Lane:
    """One stream's place on its way to the centre."""

    def __init__(self, sizing: Sizing) -> None:
        self.sizing = sizing
        self.mark: int | None = None
        """What the centre said in this run; it counts even if the disk would not take it. None: nothing yet, the journal knows."""
        self.confirmed = False
        """The centre answered about this stream since the last doubt."""
        self.branch = 0
        """After a fork: up to here the centre keeps our entries in quarantine; 0: no fork."""
        self.followed = False
        """A position that the centre named was followed, and no entry has arrived since."""
        self.verified = 0
        """Up to here the centre has compared our chain with its own in this run, and agreed."""
        self.suspect = 0
        """The seq of an entry that was refused alone; 0: none."""
        self.doubts = Doubts.NONE

    def answered(self, last: int) -> None:
        """The centre took what ends at ``last``, into the ledger or into quarantine."""
        if self.suspect == last + 1 and self.doubts is Doubts.REFUSED_ALONE:
            self.doubts = Doubts.CENTRE_ANSWERS
        elif self.suspect <= last:
            self.suspect, self.doubts = 0, Doubts.NONE
