"""Who starts a worker on a single machine? The process that answers, when there is something to do.

Promise: a process of its own, so that a heavy job never makes a kiosk wait; it ends by itself when there was nothing to do for a
while, and soon after the centre itself ends.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import import_string

from sync.server.jobs.models import Job
from sync.server.jobs.worker import SWEEP_EACH_S, now_ms, waiting_jobs

LOOK_EACH_S = 1.0
IDLE_S = 60
"""A person who prints one thing often prints another; starting a worker costs a second."""

_LOG = logging.getLogger(__name__)


def attend(is_stopping: Callable[[], bool], wait: Callable[[float], object]) -> None:
    """Look for jobs until told to stop, and see to it that a worker is there while there are some."""
    worker: subprocess.Popen[bytes] | None = None
    called_at = -SWEEP_EACH_S
    while not is_stopping():
        wait(LOOK_EACH_S)
        try:
            close_old_connections()
            if time.monotonic() - called_at >= SWEEP_EACH_S:
                called_at = time.monotonic()
                for call in settings.JOB_CALENDAR:
                    import_string(call)(now_ms())
            is_asked = Job.objects.filter(waiting_jobs(now_ms())).exists()
        except DatabaseError:
            _LOG.warning("the jobs cannot be seen just now")
            connection.close()
            continue
        if is_asked and (worker is None or worker.poll() is not None):
            worker = start_worker()


def start_worker() -> subprocess.Popen[bytes]:
    """Start ``work`` as a process with the same environment."""
    words = [sys.executable, "-m", "sync.server", "work", "--idle-s", str(IDLE_S), "--with-parent"]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command and nothing from outside
