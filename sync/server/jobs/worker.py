"""Who does the jobs, one after the other?

Promise: one worker at a time is at a job; what a worker leaves behind that was killed is taken up by the next one after half a minute,
from the place it had kept; a job that brings its worker down again and again is given up with a sentence.
"""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from sync.server.jobs import files
from sync.server.jobs.asking import shortened
from sync.server.jobs.desk import Cancelled, Desk, Finished, LetGo, NotPossible, Stopping, Work
from sync.server.jobs.models import Job, State

SILENT_MS = 30_000
"""A worker shows itself with every report, at least each ten seconds; after three times that it is gone."""

TRIES_MAX = 3
SWEEP_EACH_S = 3_600.0
LOOK_EACH_S = 1.0
OUR_MISTAKE = "This could not be done because of a mistake in the program; the centre’s log says more to whoever runs the centre."
NO_ROOM = "A file could not be written: {}. Ask whoever runs the centre to make room, then try once more."
GIVEN_UP = "The centre stopped three times while this was being done. Try a smaller part, or ask whoever runs the centre."

_LOG = logging.getLogger(__name__)


def now_ms() -> int:
    """Return the centre's time."""
    return time.time_ns() // 1_000_000


def waiting_jobs(at_ms: int) -> Q:
    """Return which jobs can be begun: nobody is at them, or somebody who has not shown themselves."""
    return Q(state=State.WAITING) | Q(state=State.RUNNING, beat_ms__lt=at_ms - SILENT_MS)


def work_until(is_stopping: Callable[[], bool], wait: Callable[[float], object], idle_s: float | None = None) -> None:
    """Do jobs until told to stop, or until there was none for ``idle_s``. A database that is away is waited for."""
    idle_since, swept_at = time.monotonic(), -SWEEP_EACH_S
    while not is_stopping():
        try:
            if time.monotonic() - swept_at >= SWEEP_EACH_S:
                for sweep in (*settings.JOB_SWEEPS, *settings.JOB_CALENDAR):
                    import_string(sweep)(now_ms())
                swept_at = time.monotonic()
            did_something = work_once(is_stopping)
        except OperationalError:
            _LOG.exception("the jobs cannot be seen; next look in %.0f s", SILENT_MS / 1000)
            connection.close()
            wait(SILENT_MS / 1000)
            continue
        if did_something:
            idle_since = time.monotonic()
            continue
        if idle_s is not None and time.monotonic() - idle_since >= idle_s:
            return
        wait(LOOK_EACH_S)


def work_once(is_stopping: Callable[[], bool] = lambda: False, at_ms: int | None = None) -> bool:
    """Do the oldest job that can be begun, if there is one; return whether there was."""
    job = _claimed(now_ms() if at_ms is None else at_ms)
    if job is None:
        return False
    if job.tries > TRIES_MAX:
        _end(job, State.FAILED, GIVEN_UP)
        return True
    try:
        work: Work = import_string(settings.JOB_WORKS[job.work])
        finished = work(Desk(job, files.made_folder(job.pk), is_stopping))
    except LetGo as reason:
        _let_go(job, reason)
    except NotPossible as reason:
        _end(job, State.FAILED, str(reason))
    except OperationalError:
        _LOG.exception("job %d (%s) lost the database; it goes on when that is back", job.pk, job.work)
        raise
    except OSError as cause:
        _LOG.exception("job %d (%s) could not write its files", job.pk, job.work)
        _end(job, State.FAILED, NO_ROOM.format(cause.strerror or "the disk does not answer"))
    except Exception:  # noqa: BLE001 - one job's mistake must not end the worker of all the others
        _LOG.exception("job %d (%s) could not be done", job.pk, job.work)
        _end(job, State.FAILED, OUR_MISTAKE)
    else:
        _finish(job, finished)
    return True


def _claimed(at_ms: int) -> Job | None:
    """Return a job that is ours now. Two workers may see the same one; the database lets one of them have it."""
    while True:
        no = Job.objects.filter(waiting_jobs(at_ms)).order_by("pk").values_list("pk", flat=True).first()
        if no is None:
            return None
        token = secrets.token_hex(8)
        ours = Job.objects.filter(waiting_jobs(at_ms), pk=no).update(
            state=State.RUNNING, worker=token, beat_ms=now_ms(), tries=F("tries") + 1
        )
        if ours:
            return Job.objects.get(pk=no)


def _let_go(job: Job, reason: LetGo) -> None:
    if isinstance(reason, Cancelled):
        if _end(job, State.CANCELLED, "Cancelled.", is_file_gone=True):
            files.remove_folder(job.pk)
    elif isinstance(reason, Stopping):
        # Being stopped in an orderly way is no sign of a job that brings its worker down.
        _mine(job).update(state=State.WAITING, worker="", tries=F("tries") - 1)


def _finish(job: Job, finished: Finished) -> None:
    told = {"file": finished.file, "file_bytes": files.size_of(job.pk, finished.file), "next_address": finished.next_address}
    if _end(job, State.DONE, finished.said, **told):
        files.keep_only(job.pk, finished.file)


def _end(job: Job, state: State, said: str, **told: object) -> bool:
    """Write what came of it, unless another worker has taken over; return whether it was ours to write."""
    return bool(_mine(job).update(state=state, said=shortened(said), ended_ms=now_ms(), is_cancelling=False, **told))


def _mine(job: Job) -> "QuerySet[Job]":
    return Job.objects.filter(pk=job.pk, worker=job.worker, state=State.RUNNING)
