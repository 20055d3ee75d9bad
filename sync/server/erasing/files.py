"""Which files with names lie about, and how do they go?

Promise: what a background job drew or gathered for an event goes whole, since nobody can cut one name out of a sheet; what is being drawn
is cancelled. With an event goes what the jobs said, too.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from sync.server.erasing.holdings import Counts, Holding, Kind
from sync.server.jobs import asking, files
from sync.server.jobs.models import Job, State

OWN_WORK = "erase"
"""The work that erases: it does not end itself."""


def _jobs(event: int) -> "QuerySet[Job]":
    return Job.objects.filter(event=event).exclude(work=OWN_WORK)


def _count(event: int) -> Counts:
    return {Kind.FILES: _jobs(event).exclude(file="").filter(is_file_gone=False).count()}


def _erase(event: int) -> Counts:
    gone = _erase_people(event, ())
    _jobs(event).exclude(state__in=(State.WAITING, State.RUNNING)).delete()
    return gone


def _erase_people(event: int, keys: Collection[bytes]) -> Counts:
    del keys
    gone = _count(event)
    for job in _jobs(event).filter(state__in=(State.WAITING, State.RUNNING)):
        asking.cancel(job)
    ended = list(_jobs(event).exclude(state__in=(State.WAITING, State.RUNNING)).values_list("pk", flat=True))
    for no in ended:
        files.remove_folder(no)
    _jobs(event).filter(pk__in=ended).update(is_file_gone=True)
    return gone


def _told(event: int, key: bytes) -> dict[str, Any]:
    del event, key
    return {}


HOLDING = Holding(_count, _erase, _erase_people, _told)
