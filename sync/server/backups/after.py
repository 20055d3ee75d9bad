"""What must happen to a database that came back, before anybody sees it?

Promise: whoever was erased in either life is erased, and what was ended in either is ended; nobody stays signed in, because whoever lost
the right since would be; a job's file that is not there is not offered.
"""

import os
from pathlib import Path

import msgspec
from django.contrib.sessions.models import Session

from sync.server.endings.again import reapply as end_again
from sync.server.erasing.again import reapply
from sync.server.erasing.ledger import ledger_file
from sync.server.jobs.files import folder_of
from sync.server.jobs.models import Job

_FOR_OWNER_ONLY = 0o600


def join_erasures(brought: Path) -> None:
    """Add the lines of ``brought`` to the ledger of erasures that lies here; none is ever taken away."""
    there = ledger_file()
    known = set(there.read_bytes().splitlines()) if there.exists() else set()
    new = [line for line in brought.read_bytes().splitlines() if line.strip() and line not in known]
    if not new:
        return
    handle = os.open(there, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _FOR_OWNER_ONLY)
    with os.fdopen(handle, "ab") as file:
        file.write(b"".join(b"\n" + line for line in new) + b"\n")
        file.flush()
        os.fsync(file.fileno())


class Settled(msgspec.Struct, frozen=True):
    """How many things were erased anew, and ended anew."""

    erased: int
    ended: int


def settle(now_ms: int) -> Settled:
    """Make the database that Django stands on ready after a restore."""
    gone = reapply(now_ms)
    ended = end_again()
    Session.objects.all().delete()
    for job in Job.objects.exclude(file="").filter(is_file_gone=False):
        if not (folder_of(job.pk) / job.file).exists():
            Job.objects.filter(pk=job.pk).update(is_file_gone=True)
    return Settled(sum(gone.values()), ended)
