"""What does a work have in front of it while it is done?

Promise: what it reports is seen by everybody who looks; it learns at its next report that it was cancelled, that the centre stops, or
that another worker has taken over; what it keeps as its place is what the next worker begins with.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec
from django.db.models import F

from sync.server.jobs.models import Job, State

REPORT_EACH_S = 0.5
"""Pages ask for the bar once a second; more would only make the database's disk busy."""


class LetGo(Exception):
    """The work is not to go on; it must not catch this."""


class Cancelled(LetGo):
    """A person does not want it any more."""


class TakenOver(LetGo):
    """Another worker has the job, because this one did not show itself for too long."""


class Stopping(LetGo):
    """The centre stops; the job goes on after its next start."""


class NotPossible(Exception):
    """The job cannot be done, for a reason that the one who asked can do something about; the sentence says what."""


class Finished(msgspec.Struct, frozen=True):
    """What came of a job: a sentence, perhaps a file in the job's folder, perhaps an address of ours where the person goes on."""

    said: str
    file: str = ""
    next_address: str = ""


class Desk:
    """One job in the hands of one worker. ``folder`` is the job's own and stays while it is done, whoever does it."""

    def __init__(
        self, job: Job, folder: Path, is_stopping: Callable[[], bool] = lambda: False, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.no: int = job.pk
        self.event: int = job.event
        self.asked: dict[str, Any] = job.asked
        self.asked_by: int = job.asked_by
        self.asked_name: str = job.asked_name
        self.place: dict[str, Any] = job.place
        self.folder = folder
        self._worker = job.worker
        self._is_stopping = is_stopping
        self._monotonic = monotonic
        self._reported_at = -REPORT_EACH_S

    def report(self, done: int, total: int | None = None) -> None:
        """Say how far it is; cheap enough for every row. Raises ``LetGo``. To be called at least every ten seconds."""
        now = self._monotonic()
        if now - self._reported_at < REPORT_EACH_S:
            return
        self._reported_at = now
        self._write(done=done, **({} if total is None else {"total": total}))

    def keep(self, place: dict[str, Any], done: int, total: int | None = None) -> None:
        """Note where another worker would go on; best inside the transaction that did what is behind it. Raises ``LetGo``."""
        self._write(place=place, done=done, **({} if total is None else {"total": total}))
        self.place = place

    def _write(self, **told: int | dict[str, Any]) -> None:
        if self._is_stopping():
            raise Stopping
        mine = Job.objects.filter(pk=self.no, worker=self._worker, state=State.RUNNING)
        if mine.filter(is_cancelling=False).update(beat_ms=time.time_ns() // 1_000_000, **told):
            return
        raise Cancelled if mine.update(done=F("done")) else TakenOver


class Work(Protocol):
    """Something that can be done in the background. Begun again after a stop, it goes on from ``desk.place``."""

    def __call__(self, desk: Desk) -> Finished:
        """Do it. Raises ``NotPossible``; whatever else it raises is a mistake of ours."""
