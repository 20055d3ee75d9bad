"""Who prints? One thread behind the desk, which hands one piece after another to the printer and follows it until it is on paper.

Promise: ``put`` never waits, not for the printer and not for the disk; a printer that is dead, slow or out of paper costs patience of this
thread and nothing else; whatever waits is tried again for as long as it waits; a lead can read why.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

import msgspec

from kiosk.flow.findings import PrinterTrouble
from kiosk.printing.cups import Printer, PrinterFault
from kiosk.printing.jobs import JOBS_MAX, Job, Jobs, Stand, owner_of
from sync.paper.cards import SmallPaper
from sync.paper.small import PaperSize, media_of, small_pdf

LOOK_EVERY_S = 1.0
"""How often a page that CUPS has is looked for: a card is on paper two seconds after it was handed over."""

STUCK_AFTER_S = 60.0
"""A page that CUPS has had for so long is told as waiting: printers warm up in half a minute."""

PAUSES_S = (2.0, 5.0, 15.0, 30.0, 60.0)
"""After the first failure, the second … ; the last one for ever. Somebody who put paper in sees it go on within a minute."""

_log = logging.getLogger(__name__)


class Pace(msgspec.Struct, frozen=True):
    """How long is waited for what, in seconds."""

    look_every_s: float = LOOK_EVERY_S
    stuck_after_s: float = STUCK_AFTER_S
    pauses_s: tuple[float, ...] = PAUSES_S


class Press:
    """Made by the composition root; ``start`` and ``stop`` once. Everything else may be called from any thread."""

    def __init__(
        self, printer: Printer, jobs: Callable[[], Jobs], size: PaperSize, changed: Callable[[], None], pace: Pace | None = None
    ) -> None:
        self._printer = printer
        self._open_jobs = jobs
        self._size = size
        self._changed = changed
        self._pace = pace or Pace()
        self._news = threading.Condition()
        self._put: deque[Job] = deque()
        self._wanted = ""
        self._is_gone: Callable[[bytes], bool] | None = None
        self._is_closing = False
        self._stand = Stand(0)
        self._failures = 0
        self._trouble: PrinterTrouble | None = None
        self._handed_at: float | None = None
        self._refused: set[str] = set()
        """Keys of pieces that the printer gave up when it was told the size of the paper."""
        self._thread = threading.Thread(target=self._work, name="press", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End; what waits stands on the disk. A call to a program that hangs is ended: nobody would follow what became of its page."""
        with self._news:
            self._is_closing = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        if self._thread.is_alive():
            self._printer.let_go()
            self._thread.join(timeout_s)

    def put(self, key: str, paper: SmallPaper) -> None:
        """Let ``paper`` be printed once for ``key``. Never waits."""
        with self._news:
            if len(self._put) >= JOBS_MAX:
                _log.warning("The press is %d pieces behind.", JOBS_MAX)
                return
            self._put.append(Job(key, paper))
            self._news.notify()

    def try_again(self) -> None:
        self._want("try again")

    def throw_away(self) -> None:
        self._want("throw away")

    def forget(self, is_gone: Callable[[bytes], bool]) -> None:
        """Throw away what waits for whoever ``is_gone``, which is asked in the press's own thread. Never waits."""
        with self._news:
            self._is_gone = is_gone
            self._news.notify()

    def stand(self) -> Stand:
        """Return how it stands, as of the last look. Never waits."""
        stand = self._stand
        return msgspec.structs.replace(stand, waiting=stand.waiting + len(self._put))

    def _want(self, what: str) -> None:
        with self._news:
            # Whatever else is wanted before the press looks: what was to be thrown away goes.
            self._wanted = self._wanted if self._wanted == "throw away" else what
            self._news.notify()

    # In the press's own thread --------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        jobs = self._open_jobs()
        pause_s: float | None = 0.0
        while self._fetch(jobs, pause_s):
            self._tell(jobs)  # first: the printer may take its time
            pause_s = self._turn(jobs)
            self._tell(jobs)

    def _fetch(self, jobs: Jobs, pause_s: float | None) -> bool:
        """Wait for something to do; take in what was put. False: it is time to end."""
        with self._news:
            self._news.wait_for(lambda: self._put or self._wanted or self._is_gone or self._is_closing, pause_s)
            put, self._put = self._put, deque()
            wanted, self._wanted = self._wanted, ""
            is_gone, self._is_gone = self._is_gone, None
        for job in put:
            jobs.add(job)
        if is_gone is not None:
            self._drop(jobs, is_gone)
        if wanted == "throw away":
            self._throw_away(jobs)
        elif wanted:
            self._failures = 0
            self._begin_anew(jobs)
        return not self._is_closing

    def _turn(self, jobs: Jobs) -> float | None:
        """Do what can be done now; return how long to wait for the next turn, none: until there is something to do."""
        job = jobs.first()
        if job is None:
            self._failures, self._trouble = 0, None
            return None
        try:
            self._print(jobs, job)
        except PrinterFault as fault:
            _log.warning("The printer: %s", fault)
            self._trouble = fault.trouble
            pause_s = self._pace.pauses_s[min(self._failures, len(self._pace.pauses_s) - 1)]
            self._failures += 1
            return pause_s
        except Exception:  # noqa: BLE001 - a text that breaks the page must not keep the next card waiting
            _log.exception("A piece of paper could not be made; it is given up.")
            jobs.done(job)
        following = jobs.first()
        if following is None:
            return None
        if not following.handed:
            return 0.0
        return self._pace.look_every_s if self._trouble is None else self._pace.pauses_s[0]

    def _print(self, jobs: Jobs, job: Job) -> None:
        """Hand ``job`` over, or see what became of it."""
        if not job.handed:
            page = small_pdf(job.paper, self._size)
            media = "" if job.key in self._refused else media_of(job.paper, self._size)
            jobs.note_handed(job, self._printer.hand_over(page, media, "Many Hands"))
            self._handed_at = time.monotonic()
            self._failures = 0
            return
        if self._has_printed(jobs, job):
            jobs.done(job)
            self._refused.discard(job.key)
            self._failures, self._trouble, self._handed_at = 0, None, None
            return
        self._handed_at = self._handed_at or time.monotonic()
        complaint = self._printer.trouble()
        is_stuck = time.monotonic() - self._handed_at >= self._pace.stuck_after_s
        self._trouble = complaint or (PrinterTrouble.SLOW if is_stuck else None)

    def _has_printed(self, jobs: Jobs, job: Job) -> bool:
        try:
            return self._printer.has_printed(job.handed)
        except PrinterFault as fault:
            if fault.trouble is PrinterTrouble.REFUSED:
                # Most give up over the size of the paper: the next try leaves that to the printer.
                self._refused.add(job.key)
                jobs.note_handed(job, "")
            raise

    def _drop(self, jobs: Jobs, is_gone: Callable[[bytes], bool]) -> None:
        try:
            gone = [job for job in jobs.waiting() if is_gone(owner_of(job.key))]
        except Exception:  # noqa: BLE001 - whatever the roster's file says, the next card is printed
            _log.exception("Whose paper is wanted no longer could not be found out; the next change of the roster asks again.")
            return
        for job in gone:
            self._take_back(job)
            jobs.done(job)
            self._refused.discard(job.key)

    def _throw_away(self, jobs: Jobs) -> None:
        while (job := jobs.first()) is not None:
            self._take_back(job)
            jobs.done(job)
        self._refused.clear()
        self._trouble, self._failures, self._handed_at = None, 0, None

    def _begin_anew(self, jobs: Jobs) -> None:
        """What hangs in CUPS is taken back and handed over again: a queue that CUPS stopped does not go on by itself."""
        job = jobs.first()
        if job is not None and job.handed and self._trouble is not None and self._take_back(job):
            jobs.note_handed(job, "")

    def _take_back(self, job: Job) -> bool:
        if not job.handed:
            return True
        try:
            self._printer.take_back(job.handed)
        except PrinterFault as fault:
            _log.warning("The printer did not give back %s: %s", job.handed, fault)
            return False
        return True

    def _tell(self, jobs: Jobs) -> None:
        stand = Stand(len(jobs), self._trouble)
        if stand != self._stand:
            self._stand = stand
            self._changed()
