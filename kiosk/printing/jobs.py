"""What waits for the printer, and what was printed? A folder with one small file for each piece of paper.

Promise: whatever stands here is printed once. A piece is known by its key (the paper and the visit it is for): asking again changes
nothing, also after a restart. What CUPS has taken keeps CUPS's number, so that a restart follows it there instead of printing it anew.
A file that cannot be read costs that piece alone. What was printed or thrown away leaves its key here, which knows nobody by name.
"""

import logging
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from kiosk.flow.findings import PrinterTrouble
from sync.paper.cards import SmallPaper

JOBS_MAX = 200
"""More than a hall prints while somebody fetches paper; beyond that a lead has been asked for a long time, and the newest is refused."""

KEPT_MAX = 4_000
"""How many keys of printed pieces are remembered: more than a day of the largest hall."""

_ENDING = ".json"
_HALF_WRITTEN = ".new"
_LOG_OF_PRINTED = "printed.txt"
_NUMBER = re.compile(r"^(\d+)-")
_log = logging.getLogger(__name__)


class Job(msgspec.Struct, frozen=True):
    """One piece of paper. ``handed`` is CUPS's name for it once CUPS has taken it; empty: not yet."""

    key: str
    paper: SmallPaper
    handed: str = ""


class Stand(msgspec.Struct, frozen=True):
    """How many pieces wait, and why; ``trouble`` none: they are on their way."""

    waiting: int
    trouble: PrinterTrouble | None = None


class Jobs:
    """The folder, read once and kept in memory; used by one thread. A disk that takes no writes costs the memory of it, never the paper."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}
        self._jobs: dict[str, Job] = {}
        self._printed = self._read_printed()
        self._number = 0
        for half in folder.glob(f"*{_HALF_WRITTEN}"):  # the power went while it was written: nobody else would ever remove the name in it
            _quietly(partial(half.unlink, missing_ok=True))
        for path in sorted(folder.glob(f"*{_ENDING}")) if folder.is_dir() else ():
            self._read(path)

    def __len__(self) -> int:
        return len(self._jobs)

    def waiting(self) -> tuple[Job, ...]:
        """Return all of them, the oldest first."""
        return tuple(self._jobs.values())

    def first(self) -> Job | None:
        """Return what is printed next: what CUPS has already, else the oldest."""
        handed = (job for job in self._jobs.values() if job.handed)
        return next(handed, None) or next(iter(self._jobs.values()), None)

    def add(self, job: Job) -> bool:
        """Keep ``job``; whether it is new and there is room."""
        if job.key in self._jobs or job.key in self._printed:
            return False
        if len(self._jobs) >= JOBS_MAX:
            _log.warning("%d pieces of paper wait for the printer; one more was refused.", JOBS_MAX)
            return False
        self._number += 1
        self._jobs[job.key] = job
        self._paths[job.key] = self._folder / f"{self._number:08d}-{os.getpid()}{_ENDING}"
        self._write(job)
        return True

    def note_handed(self, job: Job, handed: str) -> Job:
        """CUPS took ``job`` (or, empty, gave it back)."""
        fresh = msgspec.structs.replace(job, handed=handed)
        self._jobs[job.key] = fresh
        self._write(fresh)
        return fresh

    def done(self, job: Job) -> None:
        """``job`` is on paper, or nobody wants it any more: it is never printed by itself again."""
        self._jobs.pop(job.key, None)
        # First what forbids a second print, then what asks for the first one.
        self._remember_printed(job.key)
        path = self._paths.pop(job.key, None)
        if path is not None:
            _quietly(lambda: path.unlink(missing_ok=True))

    def _read(self, path: Path) -> None:
        number = _NUMBER.match(path.name)
        self._number = max(self._number, int(number[1]) if number else 0)
        try:
            job = msgspec.json.decode(path.read_bytes(), type=Job)
        except (OSError, msgspec.DecodeError) as cause:
            _log.warning("A piece of paper that waited cannot be read and is left out: %s", cause)
            _quietly(lambda: path.unlink(missing_ok=True))
            return
        if job.key in self._printed:
            _quietly(lambda: path.unlink(missing_ok=True))
            return
        self._jobs[job.key] = job
        self._paths[job.key] = path

    def _write(self, job: Job) -> None:
        path = self._paths[job.key]

        def write() -> None:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(_HALF_WRITTEN)
            with fresh.open("wb") as file:
                file.write(msgspec.json.encode(job))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)

        _quietly(write)

    def _read_printed(self) -> dict[str, None]:
        try:
            lines = (self._folder / _LOG_OF_PRINTED).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return {}
        return dict.fromkeys(lines[-KEPT_MAX:])

    def _remember_printed(self, key: str) -> None:
        self._printed[key] = None
        if len(self._printed) > 2 * KEPT_MAX:
            self._printed = dict.fromkeys(list(self._printed)[-KEPT_MAX:])
            _quietly(self._rewrite_printed)
            return

        def write() -> None:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / _LOG_OF_PRINTED).open("a", encoding="utf-8") as file:
                file.write(f"{key}\n")
                file.flush()
                os.fsync(file.fileno())

        _quietly(write)

    def _rewrite_printed(self) -> None:
        fresh = self._folder / f"{_LOG_OF_PRINTED}{_HALF_WRITTEN}"
        fresh.write_text("".join(f"{each}\n" for each in self._printed), encoding="utf-8")
        fresh.replace(self._folder / _LOG_OF_PRINTED)


def forget_waiting(folder: Path, is_gone: Callable[[bytes], bool] = lambda _who: True) -> None:
    """Forget what waits in ``folder`` where no press works on it any more: the printer was taken out of the settings."""
    jobs = Jobs(folder)
    for job in jobs.waiting():
        if is_gone(owner_of(job.key)):
            jobs.done(job)


def owner_of(key: str) -> bytes:
    """Return whose paper it is; empty: a key of another making."""
    _kind, _, rest = key.partition("-")
    try:
        return bytes.fromhex(rest.partition("-")[0])
    except ValueError:
        return b""


def _quietly(write: Callable[[], None]) -> None:
    """Paper is no record: a full disk is told by the journal, and what is in memory is printed all the same."""
    try:
        write()
    except OSError as cause:
        _log.warning("What waits for the printer could not be written down: %s", cause)
