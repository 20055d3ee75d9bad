"""Who keeps the kiosk and the centre together all day? Two threads, one that pushes and one that pulls, each on its own timer.

Promise: neither waits for the other (S6); timers are monotonic; nothing that goes wrong in a round ends its loop, it is logged,
counted and tried again; ``stop`` returns within a second or so even while a request hangs.
"""

import logging
import os
import random
import time
from collections.abc import Callable
from threading import Condition, Event, Lock, Thread

from sync.client.device import Device
from sync.client.exchange import Transport
from sync.client.names import NamesRound
from sync.client.outcome import RetryLater, Stop, StopWhy, Why
from sync.client.pace import Pace
from sync.client.ports import Journal, Told, WalkIns
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.reports import HandingOnChanged, NotTakenAtAll, Report, StandingChanged, WentAlone
from sync.client.rounds import Conversation, Line, PullRound, PushRound, carry
from sync.client.status import Board, Status
from sync.clocks import Clocks
from sync.protocol.limits import SEAL_AGE_MAX_S
from sync.protocol.signing import NONCE_BYTES

KNOCK_EVERY_S = 300.0
"""With nothing to send, the centre's position is asked for this often: a restored centre is noticed within five minutes."""

STOPPED_RETRY_S = 300.0
"""After the centre said that coming again changes nothing: a rare look, since a person may have put it right."""

LOOK_UP_S = 30.0
"""No wait is longer than this, so that a timer which was set wrongly cannot hold a loop for good."""

ALONE_SHOWN_MAX = 100
"""The newest entries in lost and found that the lead's screen can name."""

_log = logging.getLogger(__name__)


class Kept:
    """What the worker is given to keep things in, and to read the time from."""

    def __init__(
        self,
        journal: Journal,
        told: Told,
        clocks: Clocks,
        walk_ins: WalkIns | None = None,
        room_bytes: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.journal = journal
        self.told = told
        self.clocks = clocks
        self.walk_ins = walk_ins
        self.room_bytes = room_bytes


class SyncWorker:
    """Push and pull of one device. ``report`` is called from the loops' threads."""

    def __init__(
        self,
        device: Device,
        kept: Kept,
        transports: tuple[Transport, Transport],
        version: str,
        report: Callable[[Report], None] = lambda _report: None,
    ) -> None:
        """``transports`` are one for push and one for pull: a session is not shared between threads."""
        self._kept = kept
        self._report = report
        self._board = Board()
        self._stopping = Event()
        self._news = Condition()
        self._telling = Lock()
        self._stood: HandingOnChanged | None = None
        self._woken = False
        """Something new came after the push round began; it may have come too late for it."""
        making = Making(kept.clocks.sample, lambda: os.urandom(NONCE_BYTES), self._definition, version, room_bytes=self._room_bytes)
        self._outbox = Outbox(kept.journal, making, self._reported)
        refill = Refill(kept.told, making)
        self._pull = Pull(device, kept.journal, kept.told, making, self._reported)
        line = Line(self._pull, self._heard)
        self._push_round = PushRound(line, (self._outbox, refill), device.signing_key)
        self._pull_round = PullRound(line, self._pull, self._outbox, refill, self.wake)
        self._names_round = NamesRound(line, device, kept.walk_ins, making.nonce) if kept.walk_ins else None
        self._doubted_at = self._sealed_at = time.monotonic()
        # Jitter spreads kiosks in time; nobody gains by guessing it.
        self._paces = {name: Pace(random.random, time.monotonic) for name in ("push", "pull")}
        self._threads = [
            Thread(target=self._loop, args=(name, begin, transport), name=f"sync {name}", daemon=True)
            for name, begin, transport in (("push", self._push, transports[0]), ("pull", self._pull_everything, transports[1]))
        ]

    def _room_bytes(self) -> int | None:
        try:
            return self._kept.room_bytes()
        except OSError:  # a disk that cannot even say how full it is stops nobody from asking
            return None

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is something new in the journal: push as soon as the centre's pace allows. Never waits."""
        with self._news:
            self._woken = True
            self._paces["push"].hurry()
            self._news.notify_all()

    def try_now(self) -> None:
        """A lead wants to see it happen: both loops come at once, as far as the pace allows. Never waits."""
        with self._news:
            for pace in self._paces.values():
                pace.try_now()
            self._news.notify_all()

    def stop(self, timeout_s: float = 1.0) -> bool:
        """End both loops; whether they ended in time. One that hangs in a request dies with the process and takes nothing in."""
        self._stopping.set()
        with self._news:
            self._news.notify_all()
        give_up_at = time.monotonic() + timeout_s
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, give_up_at - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def status(self) -> Status:
        """How it stands now; reads the journal, never the network."""
        board = self._board
        heard_at = board.last_contact_at
        return Status(
            sent=self._outbox.sent(),
            waiting=self._outbox.waiting(),
            quarantined=self._outbox.quarantined(),
            flagged=len(self._outbox.flagged),
            last_contact_s=None if heard_at is None else time.monotonic() - heard_at,
            push_trouble=board.trouble.get("push"),
            pull_trouble=board.trouble.get("pull"),
            clock_difference_ms=board.clock_difference_ms,
            trusted=board.trusted,
            definition=self._definition(),
            alone=board.alone,
            stuck=board.stuck,
            own_faults=board.own_faults,
        )

    def _definition(self) -> int:
        return self._pull.manifest.version if self._pull.manifest else 0

    def _push(self) -> Conversation[float]:
        now = time.monotonic()
        if now - self._doubted_at >= KNOCK_EVERY_S:
            self._doubted_at = now
            self._outbox.doubt()
        if now - self._sealed_at >= SEAL_AGE_MAX_S:
            self._sealed_at = now
            self._outbox.seal_present()
        return self._push_round.run()

    def _pull_everything(self) -> Conversation[float]:
        """The names of newcomers go with the roster's loop: entries never wait for them."""
        if self._names_round is not None:
            yield from self._names_round.run()
        return (yield from self._pull_round.run())

    def _loop(self, name: str, begin: Callable[[], Conversation[float]], transport: Transport) -> None:
        pace = self._paces[name]
        while self._wait(pace):
            if name == "push":
                self._woken = False
            trouble, after_s, gap_s = self._round(name, begin, transport)
            with self._news:
                if trouble is None:
                    pace.succeeded(gap_s, KNOCK_EVERY_S if name == "push" and not self._woken else None)
                    self._say_that_the_line_is_back(name)
                else:
                    pace.failed(after_s)
            # Only now: who hears of a trouble and asks at once must not have the back-off set after they asked.
            self._board.trouble[name] = trouble
            self._tell_how_it_stands()

    def _say_that_the_line_is_back(self, name: str) -> None:
        """Only once after a trouble: a loop that fails for a reason of its own keeps its back-off."""
        if self._board.trouble.get(name) is not None:
            for pace in self._paces.values():
                pace.line_is_back()
            self._news.notify_all()

    def _round(
        self, name: str, begin: Callable[[], Conversation[float]], transport: Transport
    ) -> tuple[Why | StopWhy | None, float | None, float]:
        """Return what went wrong (none: nothing), when the centre wants us again after that, and the gap it asks for otherwise."""
        try:
            return None, None, carry(begin(), transport.post, self._stopping.is_set) or 0.0
        except RetryLater as error:
            _log.info("%s later: %s", name, error)
            return error.why, error.after_s, 0.0
        except Stop as stop:
            _log.warning("%s stopped: %s", name, stop)
            return stop.why, STOPPED_RETRY_S, 0.0
        except Exception:  # noqa: BLE001 - a bug in a round must not end the loop for the rest of the day (it is logged and counted)
            self._board.count_own_fault()
            _log.exception("%s went wrong on this machine and will be tried again", name)
            return Why.OWN_FAULT, None, 0.0

    def _tell_how_it_stands(self) -> None:
        """Whoever looks at the lead's screen sees at once what a round has changed; the last word is the newest, whichever loop has it."""
        try:
            with self._telling:
                stands = HandingOnChanged(self._outbox.sent(), self._board.trouble.get("push") or self._board.trouble.get("pull"))
                if stands != self._stood and not self._stopping.is_set():
                    self._stood = stands
                    self._report(stands)
        except Exception:  # noqa: BLE001 - whatever it is, the loop goes on (it is logged and counted)
            self._board.count_own_fault()
            _log.exception("Telling how it stands went wrong")

    def _wait(self, pace: Pace) -> bool:
        """Wait until the round is due; false when it is time to stop."""
        with self._news:
            while not self._stopping.is_set() and pace.due_in_s > 0:
                self._news.wait(min(pace.due_in_s, LOOK_UP_S))
        return not self._stopping.is_set()

    def _heard(self, now_ms: int) -> None:
        self._board.last_contact_at = time.monotonic()
        self._board.clock_difference_ms = now_ms - self._kept.clocks.sample().wall_ms
        self._kept.clocks.told(now_ms)

    def _reported(self, report: Report) -> None:
        match report:
            case WentAlone(id=entry):
                self._board.alone = (*self._board.alone, entry)[-ALONE_SHOWN_MAX:]
            case NotTakenAtAll(id=entry):
                self._board.stuck = entry
            case StandingChanged(trusted=trusted):
                self._board.trusted = trusted
            case _:
                pass
        self._report(report)
