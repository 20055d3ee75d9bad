"""How do we keep what can be fetched or computed again? A file of its own that is thrown away at the first doubt.

Promise: what is read was written whole, by this very version of the tables; a damaged file, or one of another version, is deleted and
begun anew, and ``begun_anew`` says why. ``synchronous=NORMAL``: a power cut may take the last changes, never leave half of one; what
cannot be fetched again asks for FULL.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import apsw

from sync.journal.files import index_of, log_of
from sync.journal.sqlite import DAMAGE, ChainBroken, connect, faults, transaction

_Answer = TypeVar("_Answer")

_LOG_PAGES_MAX = 1000
"""4 MB: only folding waits for the disk here, so it is done seldom."""


class Cache:
    """Two connections, so that the sync loop's writing does not hold up the desk's reading; each is used by one thread at a time.

    ``on_anew`` is called inside the transaction that makes a new file, to put in what is still known. Every method may raise the
    storage faults of the journal's contract.
    """

    _reads_beside = True

    def __init__(
        self,
        path: Path,
        tables: str,
        operation: str,
        on_anew: Callable[[apsw.Connection], None] = lambda _file: None,
        synchronous: str = "NORMAL",
    ) -> None:
        self._path = path
        self._tables = tables
        self._operation = operation
        self._on_anew = on_anew
        self._synchronous = synchronous
        self._writing = threading.RLock()
        self._reading = threading.Lock()
        self.begun_anew = ""
        self._gone = ""
        """Why a new file had to be begun that the disk did not let us begin; the next question tries it again. Empty: it stands."""
        with self._writing, faults(operation):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connect()
            except DAMAGE as cause:
                self._anew(str(cause))

    def write(self, work: Callable[[apsw.Connection], _Answer]) -> _Answer:
        """Do ``work`` in one transaction. On a damaged file it is done again on a new one."""

        def attempt() -> _Answer:
            with transaction(self._writer):
                return work(self._writer)

        with self._writing, faults(self._operation):
            if self._gone:
                self._anew(self._gone)
            try:
                return attempt()
            except DAMAGE as cause:
                self._anew(str(cause))
                return attempt()

    def read(self, work: Callable[[apsw.Connection], _Answer]) -> _Answer:
        """Do ``work``, which changes nothing. On a damaged file the answer is that of a new one."""
        if self._gone:
            self.write(lambda _file: None)
        with faults(self._operation):
            try:
                with self._reading:
                    return work(self._reader)
            except DAMAGE as cause:
                with self._writing:
                    self._anew(str(cause))
            with self._reading:
                return work(self._reader)

    def begin_anew(self, why: str) -> None:
        """Throw everything away."""
        with self._writing, faults(self._operation):
            self._anew(why)

    def fold(self) -> None:
        """Empty the log into the file, so that what was deleted stands in neither."""
        with self._writing, self._reading, faults(self._operation):
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def close(self) -> None:
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()

    def _connect(self) -> None:
        version = crc32(self._tables.encode()) & 0x7FFFFFFF
        writer = connect(self._path, synchronous=self._synchronous)
        try:
            writer.wal_autocheckpoint(_LOG_PAGES_MAX)
            # What is deleted is overwritten: a name must not be readable in a stolen kiosk's free pages.
            writer.pragma("secure_delete", 1)
            if writer.pragma("user_version") == 0:
                with transaction(writer):
                    writer.execute(self._tables)
                    writer.pragma("user_version", version)
                    self._on_anew(writer)
            _require(writer.pragma("user_version"), version)
            reader = connect(self._path, read_only=True) if self._reads_beside else writer
        except BaseException:
            writer.close()
            raise
        self._writer, self._reader = writer, reader

    def _anew(self, why: str) -> None:
        with self._reading:
            self._gone = why
            if hasattr(self, "_writer"):
                self._reader.close()
                self._writer.close()
            for file in (self._path, log_of(self._path), index_of(self._path)):
                file.unlink(missing_ok=True)
            self.begun_anew = why
            self._connect()
            self._gone = ""


class LoneCache(Cache):
    """One connection, for one thread alone: it finds in its memory what it has just written, and a check-in waits for that."""

    _reads_beside = False


def _require(found: int, version: int) -> None:
    if found != version:
        raise ChainBroken("it was made by another version")
