"""Who is forgotten here, and when? Those who were expected, and those who came all the same, when their days are over.

Promise: by a clock that can be trusted and by no other; names on paper that waits for the printer go with the roster; entries stay, which
know nobody by name (protocol, section 10).
"""

import logging
from collections.abc import Callable

import msgspec

from sync.clocks import Clocks
from sync.domain.entry import ClockState
from sync.journal.contract import Fault
from sync.journal.told import ROSTER_KEPT_AFTER_MS, ToldOnDisk
from sync.journal.walk_ins import WalkInsOnDisk

_log = logging.getLogger(__name__)


class Prints(msgspec.Struct, frozen=True):
    """What is done about paper that waits for the printer: all of it goes, or that of whoever is gone. Neither waits."""

    throw_away: Callable[[], None]
    forget: Callable[[Callable[[bytes], bool]], None]


class Erasing:
    """Called at each start, with each new board and with each change of the roster."""

    def __init__(self, told: ToldOnDisk, walk_ins: WalkInsOnDisk, clocks: Clocks, prints: Prints) -> None:
        self._told = told
        self._walk_ins = walk_ins
        self._clocks = clocks
        self._prints = prints
        self._has_no_prints = False

    def erase_due(self) -> None:
        """Forget everybody whose days are over. A disk that does not let us is asked again with the next board."""
        now = self._clocks.sample()
        if now.state < ClockState.SERVER_TIME:
            return
        try:
            self._walk_ins.erase_due(now.wall_ms)
            if self._told.manifest() is not None:
                self._told.erase_due(now.wall_ms)
                self._forget_prints_due(now.wall_ms)
        except Fault as fault:
            _log.warning("Names whose days are over are still here: %s", fault)

    def _forget_prints_due(self, now_ms: int) -> None:
        """Once a start, also where the roster went before: the power may have gone in between."""
        is_over = now_ms >= self._told.definition.event.closes_ms + ROSTER_KEPT_AFTER_MS
        if is_over and not self._has_no_prints:
            self._prints.throw_away()
        self._has_no_prints = is_over

    def erase_withdrawn(self) -> None:
        """Forget whom the centre took off the roster: newcomers, and everybody's paper that waits."""
        self._prints.forget(self._told.is_withdrawn)
        for row in self._walk_ins.rows():
            if self._told.is_withdrawn(row.who):
                self._walk_ins.erase(row.who)

    def erase_newcomers(self) -> None:
        """Forget whom this kiosk alone knows, and whose paper waits: it is trusted no longer. The line itself clears the rosters."""
        self._prints.throw_away()
        self._walk_ins.erase_all()
