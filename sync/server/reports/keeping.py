"""Who makes the versions that the clock asks for? A thread of the process that answers.

Promise: it looks once a minute, and a database that is away for a while is waited for.
"""

import logging
import time
from collections.abc import Callable

from django.db import close_old_connections, connection

from sync.server.publishing.models import Publication
from sync.server.reading.event import event
from sync.server.reports.versions import keep_up

LOOK_EACH_S = 60.0

_LOG = logging.getLogger(__name__)


def keep(is_stopping: Callable[[], bool], wait: Callable[[float], object]) -> None:
    """Look at every event until told to stop."""
    while not is_stopping():
        wait(LOOK_EACH_S)
        try:
            close_old_connections()
            look(time.time_ns() // 1_000_000)
        except Exception:  # noqa: BLE001 - the reports must not end while the centre serves: the next look does what this one could not
            _LOG.exception("the reports could not be kept up")
            connection.close()


def look(now_ms: int) -> None:
    """Make what is due now."""
    for no in Publication.objects.values_list("event", flat=True):
        published = event(no)
        made = None if published is None else keep_up(published, now_ms)
        if made is not None:
            _LOG.info("report of event %d: version %d", no, made.version)
