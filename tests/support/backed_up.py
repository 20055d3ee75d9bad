"""A centre with kiosks that keep their journals, for tests of what happens when the centre loses its own.

Promise: the kiosks are the real client over a journal in memory; the centre is the real wire on a real database; no socket between them.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sync.client.device import Device
from sync.client.outcome import RetryLater
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.reports import Report
from sync.client.rounds import Line, PushRound, carry
from sync.client.sizing import Sizing
from sync.domain.facts import ItemsLogged
from sync.journal.memory import MemoryJournal
from tests.support.day import HATS, KNITTING, WARD, entry
from tests.support.journals import incarnations, tap
from tests.support.pushing import NOW_MS, key_of, sample_at
from tests.support.told_in_memory import MemoryTold
from tests.support.wiring import WiredCentre, add_device, wired_centre


class Kiosk:
    """One kiosk with its journal; ``log`` counts hats, ``sync`` pushes until nothing waits."""

    def __init__(self, centre: WiredCentre, no: int) -> None:
        self.centre, self.no = centre, no
        add_device(no)
        key = key_of(no)
        self.journal = MemoryJournal(no, key, incarnations(100 * no))
        self.reports: list[Report] = []
        nonces = itertools.count(1)
        making = Making(lambda: sample_at(NOW_MS), lambda: next(nonces).to_bytes(16), lambda: 1, "test", Sizing(3))
        told = MemoryTold()
        self.outbox = Outbox(self.journal, making, self.reports.append)
        pull = Pull(Device(key.encode(), no, WARD, centre.key), self.journal, told, making, self.reports.append)
        self.round = PushRound(Line(pull, lambda _now_ms: None), (self.outbox, Refill(told, making)), key)

    def log(self, *numbers: int) -> None:
        for number in numbers:
            self.journal.append(entry(ItemsLogged(KNITTING, HATS, number, b"somebody"), number, WARD), tap(1000 * self.no + number))

    def sync(self) -> None:
        """Push, as often as a kiosk would that is told to come again."""
        for _ in range(4):
            with suppress(RetryLater):
                carry(self.round.run(), self.centre.post, lambda: False)

    def wake(self) -> None:
        """Five minutes have passed with nothing to send: it asks where it stands."""
        self.outbox.doubt()
        self.sync()

    def safe(self) -> int:
        """How far the kiosk was told that a proven backup holds its journal."""
        mark = self.journal._kept[self.journal.stream].mark
        return 0 if mark is None else mark.safe_high


@contextmanager
def backed_up_centre(kind: str, state: Path) -> Iterator[WiredCentre]:
    """A centre whose state folder is ``state``."""
    from django.test.utils import override_settings

    with wired_centre(kind) as centre, override_settings(STATE_FOLDER=state):
        yield centre


def hats(centre: WiredCentre) -> int:
    """What pages would show."""
    return int(centre.database.rows("SELECT coalesce(sum(amount), 0) FROM ledger_subtotal WHERE item = %s", (HATS,))[0][0])


def entries(centre: WiredCentre) -> int:
    """How many entries stand in the ledger."""
    return int(centre.database.rows("SELECT count(*) FROM ledger_entry")[0][0])


def run(*words: object) -> int:
    """A command of the centre."""
    from sync.server.commands.front import main

    return main([str(word) for word in words])


def only_backup(folder: Path) -> Path:
    """The one backup in ``folder``."""
    [found] = folder.glob("*.backup")
    return found
