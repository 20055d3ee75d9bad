"""How do the centre and the other kiosks of the venue learn a newcomer's name? By a small message of its own, beside the entries (S37).

Promise: whatever becomes of it, entries and roster go on; a name is told again until the centre says that it took it.
"""

import logging
from collections.abc import Callable

from sync.client.device import Device
from sync.client.outcome import RetryLater, Stop
from sync.client.ports import WalkIns
from sync.client.rounds import Conversation, Line
from sync.journal.contract import Fault
from sync.protocol import paths
from sync.protocol.envelope import encode
from sync.protocol.limits import NAMES_MAX
from sync.protocol.messages import RosterChange
from sync.protocol.names import Names, NamesReply
from sync.protocol.signing import NAMES, NAMES_REPLY, NO_NONCE, sign

_log = logging.getLogger(__name__)


class NamesRound:
    """Tells the names that wait; one message in each round."""

    def __init__(self, line: Line, device: Device, walk_ins: WalkIns, nonce: Callable[[], bytes]) -> None:
        self._line = line
        self._device = device
        self._walk_ins = walk_ins
        self._nonce = nonce

    def run(self) -> Conversation[None]:
        """Tell what waits, and never mind if nobody takes it now: an older centre, a bad line and a full disk are all tried again."""
        try:
            changes = self._walk_ins.waiting(NAMES_MAX)
            if changes:
                yield from self._tell(changes)
                self._walk_ins.told(changes)
        except (RetryLater, Stop):
            # The pull that follows meets the same trouble, and says so.
            return
        except Fault as fault:
            # A disk that does not let us must not keep the roster from the door.
            _log.warning("The names of newcomers are told again: %s", fault)

    def _tell(self, changes: tuple[RosterChange, ...]) -> Conversation[None]:
        names = Names(self._device.number, self._nonce(), changes)
        signed = sign(NAMES, NO_NONCE, encode(names), self._device.signing_key)
        yield from self._line.ask(paths.NAMES, signed, (NAMES_REPLY, names.nonce), NamesReply)
