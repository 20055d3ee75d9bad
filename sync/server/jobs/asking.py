"""How is a job asked for, cancelled, and asked for once more?

Promise: a job is seen by a worker only when everything that it needs lies in its folder; cancelling what nobody began ends it at once.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction

from sync.server.jobs import files
from sync.server.jobs.models import SAID_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Job, State


class Asker(msgspec.Struct, frozen=True):
    """Who asks: the account's id, and the name that is shown."""

    id: int
    name: str


def ask(event: int, work: str, title: str, *, by: Asker, asked: dict[str, Any], prepare: Callable[[Path], None] | None = None) -> Job:
    """Ask for ``work`` (a key of ``settings.JOB_WORKS``). ``prepare`` may put files into the job's folder before anybody sees the job."""
    assert work in settings.JOB_WORKS, f"no such work: {work}"
    with transaction.atomic():
        job = Job.objects.create(
            event=event,
            work=work,
            title=title[:TITLE_CHARACTERS_MAX],
            asked_by=by.id,
            asked_name=by.name[:TITLE_CHARACTERS_MAX],
            asked_ms=time.time_ns() // 1_000_000,
            asked=asked,
        )
        if prepare is not None:
            prepare(files.made_folder(job.pk))
    return job


def cancel(job: Job) -> None:
    """Ask the worker to let go; a job that nobody has begun is cancelled at once."""
    now_ms = time.time_ns() // 1_000_000
    if Job.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.CANCELLED, ended_ms=now_ms, said="Cancelled.", is_file_gone=True
    ):
        files.remove_folder(job.pk)
        return
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(is_cancelling=True)


def ask_again(job: Job) -> bool:
    """Let a job that was not done go on from where it stood; return whether there was one. What was cancelled has lost its files."""
    waiting = {"state": State.WAITING, "tries": 0, "said": "", "ended_ms": None, "worker": "", "is_cancelling": False}
    return bool(Job.objects.filter(pk=job.pk, state=State.FAILED, is_file_gone=False).update(**waiting))


def shortened(sentence: str) -> str:
    """Return ``sentence`` as the table can hold it."""
    return sentence if len(sentence) <= SAID_CHARACTERS_MAX else f"{sentence[: SAID_CHARACTERS_MAX - 1]}…"
