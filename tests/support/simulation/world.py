"""How does one simulated day go, and did it end well? Everything follows from the seed; the end is compared entry by entry.

Promise: after the line heals, a sound client and a sound centre always converge; a planted bug shows as an ``Astray`` in some seed.
"""

import hashlib
from collections.abc import Callable
from random import Random

import msgspec
from nacl.signing import SigningKey

from sync.client.device import Device
from sync.domain.entry import ClockState, Stamp
from sync.domain.facts import Arrived, Fact, ItemsLogged, stamped
from sync.domain.identity import Stream
from sync.domain.tally import tally
from sync.protocol.chain import genesis, walk
from tests.support.centre_in_memory import Books, MemoryCentre, line_of
from tests.support.day import CARDS, CARDS_MADE, EVENT, HATS, KNITTING, WARD, small_definition
from tests.support.simulation.kiosk import Kiosk, Parts, SimulatedJournal
from tests.support.simulation.line import CALM, Line, Timeline, bad_weather
from tests.support.told_in_memory import MemoryTold

BAD_MS = 8 * 60_000
CALM_MS = 14 * 60_000
"""Longer than the longest back-off, the knock after it and a refill after that."""

POISON = 666
"""A quantity on which the ingest of pushes chokes, when the day has poison in it."""

_KEYS = [SigningKey(hashlib.sha256(b"simulated kiosk %d" % no).digest()) for no in range(4)]
_CENTRE_KEY = SigningKey(hashlib.sha256(b"simulated centre").digest())


class Astray(AssertionError):
    """The day did not end well; the seed and what is wrong."""


class Plan(msgspec.Struct, frozen=True):
    """What this seed's day has in it."""

    kiosks: int
    taps: int
    poison: bool
    restores: bool
    rolls_back: bool
    clones: bool
    dies: bool
    crashes: int


def plan_of(random: Random) -> Plan:
    return Plan(
        kiosks=random.choice((1, 2, 2, 3)),
        taps=random.randrange(5, 40),
        poison=random.random() < 0.2,
        restores=random.random() < 0.35,
        rolls_back=random.random() < 0.2,
        clones=random.random() < 0.2,
        dies=random.random() < 0.2,
        crashes=random.choice((0, 0, 1, 3)),
    )


class World:
    """One day."""

    def __init__(self, seed: int, parts: Parts, centre: type[MemoryCentre]) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.plan = plan_of(self.random)
        self.timeline = Timeline()
        self.centre = centre(_CENTRE_KEY, lambda: self.timeline.now_ms, self._is_poison, small_definition())
        self.centre.next_after_ms = 25_000
        self.line = Line(self.timeline, self.random, self.centre.handle)
        self.written: set[tuple[Stream, int, bytes]] = set()
        self.kiosks: list[Kiosk] = []
        self._parts = parts
        self._backup: Books = self.centre.backup()
        for no in range(1, self.plan.kiosks + 1):
            self._add(no)

    def run(self) -> None:
        """Live through the day and compare. Raises ``Astray``."""
        self.line.weather = bad_weather(self.random)
        self._plan_the_day()
        self.timeline.run_until(BAD_MS)
        self.line.weather = CALM
        self.centre.next_after_ms = 100_000
        self.timeline.run_until(BAD_MS + CALM_MS)
        self._compare()

    def _plan_the_day(self) -> None:
        plan = self.plan
        for _ in range(plan.taps):
            self._sometime(lambda: self._tap(self.random.choice(self.kiosks)))
        for _ in range(3):
            self._sometime(self._change_weather)
        for _ in range(plan.crashes):
            self._sometime(lambda: self.random.choice(self.kiosks).crash(self.random.random() * 30_000))
        self._sometime(self._step_a_clock)
        faults: tuple[tuple[bool, Callable[[], None]], ...] = (
            (plan.restores, self._restore),
            (plan.rolls_back, self._roll_back),
            (plan.clones, self._clone),
            (plan.dies and plan.kiosks > 1, self.kiosks[0].die),
        )
        for happens, fault in faults:
            if happens:
                self._sometime(fault)

    def _sometime(self, event: Callable[[], None]) -> None:
        self.timeline.after(self.random.random() * BAD_MS, event)

    def _add(self, no: int) -> None:
        key = _KEYS[no]
        device = Device(key.encode(), no, WARD, self.centre.public_key)
        self.centre.enrol(no, key.verify_key.encode())
        disk = (SimulatedJournal(no, key, self._new_incarnation), MemoryTold())
        self._switch_on(device, disk)

    def _switch_on(self, device: Device, disk: tuple[SimulatedJournal, MemoryTold]) -> None:
        self.kiosks.append(Kiosk(device, disk, (self.timeline, self.line, self.random), self._new_incarnation, self._parts))

    def _new_incarnation(self) -> int:
        return self.random.getrandbits(32)

    def _tap(self, kiosk: Kiosk) -> None:
        if kiosk.is_dead:
            return
        clock = kiosk.sample()
        stamp = Stamp(clock.wall_ms, clock.mono_ms, clock.boot, ClockState.RTC_ONLY, 1, EVENT, WARD)
        who = self.random.randbytes(8)
        facts: tuple[Fact, ...] = (ItemsLogged(KNITTING, HATS, 1, who), ItemsLogged(CARDS, CARDS_MADE, 5, who), Arrived(who, KNITTING))
        fact = self.random.choice(facts)
        if self.plan.poison and self.random.random() < 0.1:
            fact = ItemsLogged(KNITTING, HATS, POISON, who)
        for _ in range(self.random.choice((1, 1, 1, 7))):
            recorded = kiosk.journal.append(stamped(stamp, fact), self.random.randbytes(8))
            place = (recorded.id.stream, recorded.id.seq)
            self.written.add((*place, kiosk.journal.entries()[place]))
            fact = ItemsLogged(KNITTING, HATS, 1, self.random.randbytes(8))
        kiosk.wake()

    def _change_weather(self) -> None:
        self.line.weather = bad_weather(self.random)

    def _step_a_clock(self) -> None:
        kiosk = self.random.choice(self.kiosks)
        kiosk.clock_error_ms = self.random.choice((-3 * 3_600_000, -1_795_345_200_000, 14 * 365 * 86_400_000))

    def _restore(self) -> None:
        """Yesterday's backup is put back: it was made a while ago."""
        backup = self.centre.backup()
        self._later(lambda: self.centre.restore(backup))

    def _roll_back(self) -> None:
        """A disk image from a while ago is put back on a kiosk, with its guard, so that nothing on the machine shows it."""
        kiosk = self.random.choice(self.kiosks)
        image = kiosk.journal.copy()

        def put_back() -> None:
            kiosk.journal = image
            kiosk.crash(1_000)

        if not kiosk.is_dead:
            self._later(put_back)

    def _clone(self) -> None:
        """Somebody copied a kiosk's disk to a second machine."""
        original = self.random.choice(self.kiosks)
        told = MemoryTold()
        told.signed = original.told.signed
        self._switch_on(original.device, (original.journal.copy(), told))

    def _later(self, event: Callable[[], None]) -> None:
        self.timeline.after(self.random.random() * (BAD_MS - self.timeline.now_ms), event)

    def _is_poison(self, entry: bytes) -> bool:
        return self.plan.poison and POISON.to_bytes(2) in entry

    def _compare(self) -> None:
        books = self.centre.books
        ledger = {(stream, seq): body for stream, held in books.ledger.items() for seq, body in enumerate(held.bodies, 1)}
        for kiosk in (kiosk for kiosk in self.kiosks if not kiosk.is_dead):
            self._expect(kiosk.outbox.waiting() == 0, f"{kiosk.outbox.waiting()} entries still wait")
            for (stream, seq), body in kiosk.journal.entries().items():
                arrived = ledger.get((stream, seq)) == body or (stream, seq, body) in books.quarantine
                self._expect(arrived, f"entry {seq} of {stream} never arrived")
        self._compare_refill(ledger)
        self._expect(all((*place, body) in self.written for place, body in ledger.items()), "the ledger holds what nobody wrote")
        self._expect(len(set(ledger.values())) == len(ledger), "an entry stands in the ledger twice")
        for stream, held in books.ledger.items():
            start = genesis(stream, self.centre.devices[stream.device])
            self._expect([start, *walk(start, held.bodies)] == held.heads, f"the chain of {stream} is broken")
        self._expect(all(self._is_poison(ledger[place]) for place in books.unread), "a sound entry went to lost and found")
        lines = [line_of(*place, body) for place, body in ledger.items() if place not in books.unread]
        made = tally([line for line in lines if line], self.centre.definition).made
        self._expect(dict(made) == dict(books.totals), f"totals {dict(books.totals)} are not the tally {dict(made)}")

    def _compare_refill(self, ledger: dict[tuple[Stream, int], bytes]) -> None:
        """What a sibling still knows of a kiosk that is gone must be at the centre again."""
        books = self.centre.books
        if books.quarantine:
            return  # a sibling may hold a branch; it is the quarantine's then
        for kiosk in (kiosk for kiosk in self.kiosks if not kiosk.is_dead):
            for stream, high in kiosk.told.vector():
                entries = kiosk.told.read(stream, 1, high).entries
                # Only its own device can give an entry to lost and found; what lies behind poison is beyond a sibling.
                sealed = [seal.seq for seal in kiosk.told.seals(stream, 1, high)]
                poisoned = next((seq for seq, body in enumerate(entries, 1) if self._is_poison(body)), high + 1)
                within = max((seq for seq in sealed if seq < poisoned), default=0)
                held = enumerate(entries[:within], 1)
                self._expect(all(ledger.get((stream, seq)) == body for seq, body in held), f"{stream} was not refilled")

    def _expect(self, holds: bool, what: str) -> None:  # noqa: FBT001 - an assertion's condition
        if not holds:
            raise Astray(f"seed {self.seed}: {what} ({self.plan})")


def live_through(seed: int, parts: Parts | None = None, centre: type[MemoryCentre] = MemoryCentre) -> World:
    """Run the day of ``seed``. Raises ``Astray`` when it does not end well."""
    world = World(seed, parts or Parts(), centre)
    world.run()
    return world
