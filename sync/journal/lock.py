"""Is another program using this journal?

Promise: of two programs on one machine the second gets a clear fault and touches nothing; the lock goes with the process, however it
ends, so there is never a stale one to clear away.
"""

import fcntl
import os
from pathlib import Path

from sync.journal.contract import JournalTaken


class Lock:
    """An exclusive lock, held until ``release`` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            os.close(self._file)
            raise JournalTaken("Opening the journal", "another Many Hands is using it. Close that one first.") from cause

    def release(self) -> None:
        os.close(self._file)
