"""Which events' people are to be forgotten now, and who sees to it?

Promise: looked at every hour by whoever does background jobs, and by a command; an event whose date has come and of which somebody is still
kept is erased, again and again if something comes in late.
"""

import logging
import time

from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.erasing import again, traces
from sync.server.erasing.erase import erase_event, kept
from sync.server.erasing.files import OWN_WORK
from sync.server.erasing.holdings import Counts
from sync.server.erasing.models import Erasure, Why
from sync.server.erasing.retention import is_over
from sync.server.jobs import asking
from sync.server.jobs.asking import Asker
from sync.server.jobs.desk import Desk, Finished
from sync.server.jobs.models import Job, State
from sync.server.people.organisations import owner_of
from sync.server.publishing.models import Publication

BY_DATE = "the date"
OTHERS_WAIT_S = 60
"""So long a worker that draws names at this moment is waited for; it reports each ten seconds, or is gone."""

_LOG = logging.getLogger(__name__)


def due(now_ms: int) -> list[int]:
    """Return the events whose date has come and of whose people something is still kept."""
    return [row.event for row in Publication.objects.order_by("event") if is_over(row, now_ms) and kept(row.event)]


def ask_for_due(now_ms: int) -> int:
    """Ask for a job for each event that is due; return how many. Also once more what a restored backup or a busy database left over."""
    try:
        again.reapply(now_ms)
    except OSError:
        # A full disk must neither keep what is due nor end the process that sees to all jobs.
        _LOG.exception("the ledger of erasures cannot be read or written; next look in an hour")
    asked = 0
    for event in due(now_ms):
        asked += _ask(event, Asker(0, BY_DATE), Why.DATE)
    if not asked and Erasure.objects.filter(wiped_ms=None).exists():
        traces.wipe(now_ms)
    return asked


def ask_now(event: int, by: Asker) -> Job:
    """Ask for everybody of ``event`` to be forgotten."""
    _ask(event, by, Why.ASKED)
    return Job.objects.filter(event=event, work=OWN_WORK).latest("pk")


def work(desk: Desk) -> Finished:
    """Forget everybody of the job's event: the work behind both."""
    why = Why(desk.asked["why"])
    _wait_for_others(desk)
    gone = erase_and_note(desk.event, desk.asked_name, why, time.time_ns() // 1_000_000)
    desk.report(1, 2)
    traces.wipe(time.time_ns() // 1_000_000)
    total = sum(gone.values())
    return Finished(f"Erased, things that were kept of people: {total:,}. Figures and entries stay.", next_address="/privacy/")


def erase_and_note(event: int, by: str, why: Why, now_ms: int) -> Counts:
    """Forget everybody of ``event`` and write it into the audit log."""
    with transaction.atomic():
        gone = erase_event(event, by, why, now_ms)
        total = sum(gone.values())
        actor = Actor(by if why is Why.ASKED else "Many Hands", owner_of(event), event)
        did(actor, Deed.ERASED, f"Erased what was kept of people, because {why.label}: {total:,} things.")
    return gone


def _ask(event: int, by: Asker, why: Why) -> int:
    with transaction.atomic():
        if Job.objects.filter(event=event, work=OWN_WORK, state__in=(State.WAITING, State.RUNNING)).exists():
            return 0
        asking.ask(event, OWN_WORK, "Erasing what is kept of people", by=by, asked={"why": why.value})
    return 1


def _wait_for_others(desk: Desk) -> None:
    """Cancel what is being drawn and wait until it has let go, so that nothing is written behind our back."""
    others = Job.objects.filter(event=desk.event, state__in=(State.WAITING, State.RUNNING)).exclude(pk=desk.no)
    for _ in range(OTHERS_WAIT_S):
        for job in others:
            asking.cancel(job)
        if not others.exists():
            return
        desk.report(0, 2)
        time.sleep(1)
