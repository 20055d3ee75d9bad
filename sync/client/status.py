"""How does it stand between this kiosk and the centre? A plain value for the lead's screens.

Promise: sent, waiting and quarantined add up to what the journal holds; reading it never waits for the network.
"""

from threading import Lock

import msgspec

from sync.client.outcome import StopWhy, Why
from sync.domain.identity import EntryId


class Status(msgspec.Struct, frozen=True):
    """``sent`` stands in the centre's ledger, ``waiting`` goes next, ``quarantined`` waits there for a person; ``flagged`` of the sent
    should be looked at. ``last_contact_s`` is how long ago the centre last answered (none: never in this run). ``push_trouble`` and
    ``pull_trouble`` say why not (none: all is well). ``clock_difference_ms`` is the centre's clock minus ours. ``trusted`` none: the
    centre has not said. ``alone`` are the entries that went to lost and found, ``stuck`` the one that not even that takes.
    """

    sent: int
    waiting: int
    quarantined: int
    flagged: int
    last_contact_s: float | None
    push_trouble: Why | StopWhy | None
    pull_trouble: Why | StopWhy | None
    clock_difference_ms: int | None
    trusted: bool | None
    definition: int
    alone: tuple[EntryId, ...]
    stuck: EntryId | None
    own_faults: int


class Board:
    """Where the two loops write what they find out. Each field is set whole; the lock guards counting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.last_contact_at: float | None = None
        self.trouble: dict[str, Why | StopWhy | None] = {}
        self.clock_difference_ms: int | None = None
        self.trusted: bool | None = None
        self.alone: tuple[EntryId, ...] = ()
        self.stuck: EntryId | None = None
        self._own_faults = 0

    @property
    def own_faults(self) -> int:
        return self._own_faults

    def count_own_fault(self) -> None:
        with self._lock:
            self._own_faults += 1
