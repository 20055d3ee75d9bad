"""Where do a job's files lie, and for how long?

Promise: in the state folder, readable by the centre only, one folder for each job; three days after its end all of it is gone.
"""

import shutil
from pathlib import Path

from django.conf import settings

from sync.server.jobs.models import Job

KEPT_MS = 3 * 24 * 3_600_000
"""Long enough for a weekend; names and figures should not lie about for longer, since a result can be made again."""


def folder_of(no: int) -> Path:
    """Return where the files of job ``no`` lie."""
    return Path(settings.STATE_FOLDER) / "jobs" / str(no)


def made_folder(no: int) -> Path:
    """Return the folder of job ``no``, made when it is not there."""
    folder = folder_of(no)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def remove_folder(no: int) -> None:
    """Remove everything of job ``no``."""
    shutil.rmtree(folder_of(no), ignore_errors=True)


def size_of(no: int, name: str) -> int:
    """Return the bytes of the result ``name`` of job ``no``; none when it has no result."""
    return (folder_of(no) / name).stat().st_size if name else 0


def keep_only(no: int, name: str) -> None:
    """Leave nothing of job ``no`` but its result ``name`` (empty: nothing)."""
    if not name:
        remove_folder(no)
        return
    for path in folder_of(no).iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != name:
            path.unlink(missing_ok=True)


def sweep(now_ms: int) -> int:
    """Remove the files of jobs that ended long ago; return of how many."""
    swept = list(Job.objects.filter(ended_ms__lt=now_ms - KEPT_MS, is_file_gone=False).values_list("pk", flat=True))
    for no in swept:
        remove_folder(no)
    Job.objects.filter(pk__in=swept).update(is_file_gone=True)
    return len(swept)
