"""How does an act become an entry that lasts?

Promise: what is returned is durable. A disk that stumbles is tried again with the same tap id, so that it counts once or not at all.
"""

import logging

from kiosk.desk.ports import Told
from sync.clocks import Clocks
from sync.domain.entry import ClockState, Entry, How, Stamp
from sync.domain.facts import Fact, stamped
from sync.domain.identity import SELF_SERVICE
from sync.journal.contract import Fault, Journal, Recorded, StorageFailed

TRIES_MAX = 3
"""A disk that reported an error three times in a row needs a person; the volunteer is asked to hold the card up again."""

_log = logging.getLogger(__name__)


class Writing:
    """The one place where the desk writes to the journal."""

    def __init__(self, journal: Journal, told: Told, clocks: Clocks) -> None:
        self._journal = journal
        self._told = told
        self._clocks = clocks
        self.now = clocks.sample()
        """When the request came that is being answered."""
        self.trouble: Fault | None = None
        """The last fault, until an entry was written again: for the lead."""
        self.written = 0
        """Acts written in this run: whoever adds up sees that there is more."""

    def begin(self) -> None:
        """A request happens at one moment: the clocks are read once for it, however often the time is asked for."""
        self.now = self._clocks.sample()

    def monotonic_ms(self) -> int:
        """Return the steady clock at this request, in ms."""
        return self.now.mono_ms

    def stamp(self, how: How, actor: int = SELF_SERVICE) -> Stamp:
        """Return when, where and under which rules something happens at this request."""
        now = self.now
        definition = self._told.definition
        return Stamp(
            wall_ms=now.wall_ms,
            mono_ms=now.mono_ms,
            boot=now.boot,
            clock=ClockState(now.state),
            definition=definition.version,
            event=definition.event.no,
            venue=self._told.venue,
            actor=actor,
            how=how,
        )

    def write(self, facts: tuple[Fact, ...], tap_id: bytes, how: How, actor: int = SELF_SERVICE) -> tuple[Recorded, ...]:
        """Make ``facts`` durable as one act. Raises a ``Fault`` when the disk does not let us."""
        stamp = self.stamp(how, actor)
        entries = tuple(stamped(stamp, fact) for fact in facts)
        recorded = self._append(entries, tap_id)
        self.trouble = None
        self.written += 1
        return recorded

    def _append(self, entries: tuple[Entry, ...], tap_id: bytes) -> tuple[Recorded, ...]:
        for tries_left in reversed(range(TRIES_MAX)):
            try:
                return self._journal.append_all(entries, tap_id)
            except Fault as fault:
                self.note(fault)
                if not isinstance(fault, StorageFailed) or not tries_left:
                    raise
        raise AssertionError("the last try returns or raises")

    def prepare(self, tap_id: bytes) -> None:
        """Remember that a button is on the screen. Not being able to takes nothing from anybody: the press writes its own tap id."""
        try:
            self._journal.prepare(tap_id)
        except Fault as fault:
            self.note(fault)

    def note(self, fault: Fault) -> None:
        """Keep ``fault`` for the lead's screen and the log."""
        self.trouble = fault
        _log.warning("%s", fault)
