"""How is a kiosk connected to a centre in one line of a test? Real client parts, a journal and a centre in memory, no network.

The test decides what the line does by giving another ``post``.
"""

import hashlib
import itertools
from collections.abc import Callable

from nacl.signing import SigningKey

from sync.client.device import Device
from sync.client.exchange import Response
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.reports import Report
from sync.client.rounds import Line, PullRound, PushRound, carry
from sync.client.sizing import Sizing
from sync.domain.entry import Entry
from sync.domain.facts import ItemsLogged, stamped
from sync.journal.contract import Journal
from sync.journal.memory import MemoryJournal
from sync.protocol.messages import ClockSample
from tests.support.centre_in_memory import MemoryCentre
from tests.support.day import CARDS, CARDS_MADE, SCHOOL
from tests.support.journals import CLOCK, STAMP
from tests.support.told_in_memory import MemoryTold

CENTRE_KEY = SigningKey(hashlib.sha256(b"the centre of a test").digest())


def new_centre(is_poison: Callable[[bytes], bool] = lambda _entry: False) -> MemoryCentre:
    return MemoryCentre(CENTRE_KEY, lambda: CLOCK.wall_ms + 5_000, is_poison)


def cards_logged(number: int) -> Entry:
    """Return an entry that is like no other number's and adds ``number`` cards."""
    assert STAMP.venue == SCHOOL
    return stamped(STAMP, ItemsLogged(CARDS, CARDS_MADE, number, number.to_bytes(8)))


class Connected:
    """One kiosk and its line to ``centre``; clones share ``device_no`` and the key that is made of it."""

    def __init__(self, centre: MemoryCentre, device_no: int = 1, sizing: Sizing = Sizing()) -> None:  # noqa: B008 - immutable, so that one for all calls is no danger
        key = SigningKey(hashlib.sha256(b"kiosk %d of a test" % device_no).digest())
        self.centre = centre
        self.device = Device(key.encode(), device_no, SCHOOL, centre.public_key)
        centre.enrol(device_no, key.verify_key.encode())
        self.new_incarnation = itertools.count(device_no * 1000).__next__
        self.journal: Journal = MemoryJournal(device_no, key, self.new_incarnation)
        self.told = MemoryTold()
        self.reports: list[Report] = []
        self.sizing = sizing
        self.heard: list[int] = []
        self.start()

    def start(self) -> None:
        """Forget everything that is not in the journal or the cache."""
        nonces = itertools.count(1)
        self.making = making = Making(self.clock, lambda: next(nonces).to_bytes(16), lambda: 1, "test", self.sizing)
        self.outbox = Outbox(self.journal, making, self.reports.append)
        self.refill = Refill(self.told, making)
        self.pull = Pull(self.device, self.journal, self.told, making, self.reports.append)
        self.line = Line(self.pull, self.heard.append)

    def clock(self) -> ClockSample:
        return CLOCK

    def log(self, *numbers: int) -> None:
        for number in numbers:
            self.journal.append(cards_logged(number), number.to_bytes(8))

    def push_all(self, post: Callable[[str, bytes], Response] | None = None) -> float | None:
        """Hold one push round over ``post`` (none: the centre itself)."""
        round_ = PushRound(self.line, (self.outbox, self.refill), self.device.signing_key)
        return carry(round_.run(), post or self.centre.handle, lambda: False)

    def pull_all(self, post: Callable[[str, bytes], Response] | None = None) -> float | None:
        woken: list[bool] = []
        round_ = PullRound(self.line, self.pull, self.outbox, self.refill, lambda: woken.append(True))
        return carry(round_.run(), post or self.centre.handle, lambda: False)

    def arrived(self) -> tuple[bytes, ...]:
        """What the centre holds of the present stream."""
        held = self.centre.books.ledger.get(self.journal.stream)
        return tuple(held.bodies) if held else ()

    def written(self) -> tuple[bytes, ...]:
        return self.journal.read(self.journal.stream, 1, 10**6).entries
