"""Which files belong to a journal, and what are they called?

Promise: every name is made here; all of them stand beside each other, so that a rename never crosses a disk.
"""

import os
from pathlib import Path
from typing import NamedTuple


class Files(NamedTuple):
    """The journal at ``journal`` and everything beside it; ``vfs`` names another SQLite file layer (tests)."""

    journal: Path
    vfs: str | None = None

    @property
    def guard(self) -> Path:
        return self.beside("guard")

    @property
    def lock(self) -> Path:
        return self.beside("lock")

    @property
    def damaged(self) -> Path:
        """Stands when damage was found while running: the next start looks at everything."""
        return self.beside("damaged")

    @property
    def making(self) -> Path:
        """The file that replaces a damaged one, while it is unfinished."""
        return self.beside("making")

    def beside(self, word: str) -> Path:
        return self.journal.with_name(f"{self.journal.name}.{word}")

    def finished(self) -> Path | None:
        """Return the finished replacement that waits to be put in place, if there is one."""
        return next(iter(sorted(self.journal.parent.glob(f"{self.journal.name}.new-????????"))), None)

    def sync_folder(self) -> None:
        """Make renames durable."""
        folder = os.open(self.journal.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def log_of(file: Path) -> Path:
    """SQLite's write-ahead log of ``file``."""
    return file.with_name(file.name + "-wal")


def index_of(file: Path) -> Path:
    """SQLite's shared index of that log; it is rebuilt at will."""
    return file.with_name(file.name + "-shm")
