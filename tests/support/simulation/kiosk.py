"""What is one kiosk of the simulation? The real outbox, refill, pull, rounds and paces over a journal in memory."""

from collections.abc import Callable
from random import Random

from nacl.signing import SigningKey

from sync.client.device import Device
from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Stop
from sync.client.pace import Pace
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.reports import Behind, Forked, Report
from sync.client.rounds import Conversation, PullRound, PushRound, Request
from sync.client.rounds import Line as SignedLine
from sync.client.sizing import Sizing
from sync.client.worker import KNOCK_EVERY_S, STOPPED_RETRY_S
from sync.domain.identity import Stream
from sync.journal.memory import MemoryJournal
from sync.protocol.messages import ClockSample
from tests.support.simulation.line import Line, Timeline
from tests.support.told_in_memory import MemoryTold

SMALL = Sizing(4)
"""First pushes are small here, so that a short day already has many."""


class SimulatedJournal(MemoryJournal):
    """A journal whose disk can be copied and put back."""

    def copy(self) -> "SimulatedJournal":
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        kept = {stream: type(each)(list(each.heads), list(each.bodies), dict(each.seals), each.mark) for stream, each in self._kept.items()}
        twin._kept = kept
        twin._made = dict(self._made)
        return twin

    def entries(self) -> dict[tuple[Stream, int], bytes]:
        return {(stream, seq): body for stream, kept in self._kept.items() for seq, body in enumerate(kept.bodies, 1)}


class Parts:
    """The client's parts that a planted bug may exchange for worse ones."""

    outbox: type[Outbox] = Outbox
    refill: type[Refill] = Refill


class Kiosk:
    """One machine; ``device`` is shared with its clones."""

    def __init__(
        self,
        device: Device,
        disk: tuple[SimulatedJournal, MemoryTold],
        world: tuple[Timeline, Line, Random],
        new_incarnation: Callable[[], int],
        parts: Parts,
    ) -> None:
        self.device = device
        self.journal, self.told = disk
        self._timeline, self._line, self._random = world
        self._new_incarnation = new_incarnation
        self._parts = parts
        self.clock_error_ms = 0
        self.boot = 0
        self.is_dead = False
        self.start()

    @property
    def key(self) -> SigningKey:
        return self.device.signing_key

    def sample(self) -> ClockSample:
        now_ms = self._timeline.now_ms
        return ClockSample(1_795_345_200_000 + now_ms + self.clock_error_ms, now_ms, self.boot, 1)

    def start(self) -> None:
        """Power on: nothing is known but what stands on the disk."""
        self.boot += 1
        making = Making(self.sample, lambda: self._random.randbytes(16), lambda: 1, sizing=SMALL)
        self.outbox = self._parts.outbox(self.journal, making, self._reported)
        refill = self._parts.refill(self.told, making)
        self.pull = Pull(self.device, self.journal, self.told, making)
        line = SignedLine(self.pull, lambda _now_ms: None)
        self._rounds: dict[str, Callable[[], Conversation[float]]] = {
            "push": PushRound(line, (self.outbox, refill), self.key).run,
            "pull": PullRound(line, self.pull, self.outbox, refill, self.wake).run,
        }
        self._paces = {name: Pace(self._random.random, lambda: self._timeline.now_ms / 1000) for name in self._rounds}
        self._busy: set[str] = set()
        self._doubted_ms = self._timeline.now_ms
        for name in self._rounds:
            self._look_after(self._random.random() * 1000, name)

    def crash(self, down_ms: float) -> None:
        """Power off in the middle of whatever it was; on again after ``down_ms``."""
        self.boot += 1
        if not self.is_dead:
            self._timeline.after(down_ms, self.start)

    def die(self) -> None:
        self.boot += 1
        self.is_dead = True

    def wake(self) -> None:
        self._paces["push"].hurry()
        self._look_after(self._paces["push"].due_in_s * 1000, "push")

    def _look_after(self, delay_ms: float, name: str) -> None:
        boot = self.boot
        self._timeline.after(delay_ms + 1, lambda: self._look(name) if boot == self.boot else None)

    def _look(self, name: str) -> None:
        if name in self._busy or self._paces[name].due_in_s > 0:
            return
        if name == "push" and self._timeline.now_ms - self._doubted_ms >= KNOCK_EVERY_S * 1000:
            self._doubted_ms = self._timeline.now_ms
            self.outbox.doubt()
        self._busy.add(name)
        conversation = self._rounds[name]()
        self._step(name, lambda: next(conversation), conversation)

    def _step(self, name: str, go_on: Callable[[], Request], conversation: Conversation[float]) -> None:
        pace = self._paces[name]
        try:
            request = go_on()
        except StopIteration as end:
            pace.succeeded(end.value, KNOCK_EVERY_S if name == "push" and not self.outbox.waiting() else None)
        except RetryLater as error:
            pace.failed(error.after_s)
        except Stop:
            pace.failed(STOPPED_RETRY_S)
        else:
            self._send(name, request, conversation)
            return
        self._busy.discard(name)
        self._look_after(pace.due_in_s * 1000, name)

    def _send(self, name: str, request: Request, conversation: Conversation[float]) -> None:
        boot = self.boot

        def answered(result: Response | RetryLater) -> None:
            if boot != self.boot:
                return
            if isinstance(result, RetryLater):
                self._step(name, lambda: conversation.throw(result), conversation)
            else:
                self._step(name, lambda: conversation.send(result), conversation)

        self._line.post(request, answered)

    def _reported(self, report: Report) -> None:
        if isinstance(report, Forked | Behind) and report.stream == self.journal.stream:
            self.journal.begin_anew(self._new_incarnation)
