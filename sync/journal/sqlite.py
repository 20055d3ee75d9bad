"""How do we speak with SQLite so that nothing acknowledged is lost and every failure is named by its remedy?

Promise: every connection of the journal is opened here, in WAL mode with ``synchronous=FULL``; an error of SQLite leaves this layer
as one of the contract's faults. NORMAL is quicker and loses acknowledged entries when the power goes (S5).
"""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import apsw
import msgspec

from sync.journal.contract import Fault, JournalDamaged, StorageFailed, StorageFull, StorageReadOnly
from sync.protocol.canon import NoEntry

SYNCHRONOUS = "FULL"

SQLITE_MIN = (3, 51, 3)
"""Older ones can corrupt a WAL when a checkpoint meets a write (sqlite.org/wal.html, "the WAL-reset bug")."""

LOG_PAGES_MAX = 256
"""Pages in the write-ahead log after which a commit folds it into the file: 1 MB, some 3 ms of one append in 100, and a start after a
power cut never has more than that to read."""

ROOM_SPARED = 64
"""The log is given its room beforehand only where that is less than a 64th of what is free: a disk that is nearly full keeps its room
for entries."""

PAGE_CACHE_KIB_MAX = 2_000
"""What each connection may keep of its file in memory. A kiosk has seven of them, and each fills up in the course of a long day: with this
they come to 14 MB. What is looked at for every card is far less; the names of 20,000 people just fit."""

BUSY_MS_MAX = 5_000
"""Nobody else writes; a lock can only be held for moments, by a second connection that recovers or by a backup program."""


class ChainBroken(Exception):
    """What stands in the file is not what was written there: a head does not follow from its entries."""


DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, apsw.ConstraintError, ChainBroken, NoEntry, msgspec.MsgspecError)
"""What SQLite says when a file does not hold what was written: our statements are right, so a missing table or a key that is there
already is damage, too; and what we say when we read it."""

_FULL = "the disk is full. Free some room; it goes on by itself."

MISTAKES = (apsw.MisuseError, apsw.BindingsError, apsw.ThreadingViolationError)
"""What SQLite says when we use it wrongly: bugs, never turned into faults."""


def require_safe_sqlite(version: str = apsw.sqlite_lib_version()) -> None:
    """Raise ``Fault`` when the SQLite that apsw brought is one that can damage a journal."""
    if tuple(int(part) for part in version.split(".")) < SQLITE_MIN:
        least = ".".join(map(str, SQLITE_MIN))
        raise Fault(
            "Opening the journal", f"SQLite {version} can damage a journal; {least} is the oldest safe one. Install the pinned apsw."
        )


def connect(path: Path, vfs: str | None = None, *, read_only: bool = False, synchronous: str | None = None) -> apsw.Connection:
    """Return a connection with our settings. A file is made when it is missing, except for ``read_only``."""
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
    try:
        connection.set_busy_timeout(BUSY_MS_MAX)
        # Else this build of SQLite plans a query anew for each value, and a check-in waits for the plans (K10).
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        connection.pragma("cache_size", -PAGE_CACHE_KIB_MAX)
        if not read_only:
            _require_writable(connection, path)
            connection.pragma("journal_mode", "WAL")
            connection.pragma("synchronous", synchronous or SYNCHRONOUS)
            connection.wal_autocheckpoint(LOG_PAGES_MAX)
    except BaseException:
        connection.close()
        raise
    return connection


def make_log_room(connection: apsw.Connection, path: Path) -> None:
    """Let the log of the file at ``path`` have its full length before anybody waits for it. Nothing is changed; where it cannot be done
    (a damaged list of free pages, a disk that stumbles) commits are slower and as safe.

    A commit into a log that has room waits half as long: the file system need not make its own note of a file that grows. The room is
    made by a transaction that is too large for SQLite's memory, so that it goes to the log, and is then taken back.
    """
    # Some pages stay in memory, and the commit that reaches the limit goes beyond it.
    room_bytes = (LOG_PAGES_MAX + 32) * connection.pragma("page_size")
    if shutil.disk_usage(path.parent).free < room_bytes * ROOM_SPARED:
        return
    pages_in_memory = connection.pragma("cache_size")
    connection.pragma("cache_size", 8)
    connection.execute("BEGIN IMMEDIATE")
    try:
        with suppress(apsw.Error):
            connection.execute("CREATE TABLE room (body BLOB)")
            connection.execute("INSERT INTO room VALUES (zeroblob(?))", (room_bytes,))
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.pragma("cache_size", pages_in_memory)


def _require_writable(connection: apsw.Connection, path: Path) -> None:
    # SQLite quietly falls back to reading when it cannot open a file for writing.
    if connection.readonly("main") or not os.access(path.parent, os.W_OK):
        raise apsw.ReadOnlyError("the file can only be read")


class transaction:  # noqa: N801 - a verb after "with", like contextlib.suppress
    """Begin, and commit or roll back; after an error nothing of it is visible on this connection.

    A class, as ``faults`` is: both stand around every commit at the door, and a generator would take three times as long.
    """

    __slots__ = ("_connection",)

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> apsw.Connection:
        self._connection.execute("BEGIN IMMEDIATE")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, cause: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if cause is None:
                self._connection.execute("COMMIT")
        finally:
            # SQLite itself rolls back after most I/O errors; then, as after a commit, there is nothing left to do.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


class faults:  # noqa: N801 - a word after "with", like contextlib.suppress
    """Turn what SQLite and the file system say into the contract's faults; ``operation`` says what we were doing, in plain words.

    ``damaged`` is called before a ``JournalDamaged`` leaves.
    """

    __slots__ = ("_damaged", "_operation")

    def __init__(self, operation: str, damaged: Callable[[], None] | None = None) -> None:
        self._operation = operation
        self._damaged = damaged

    def __enter__(self) -> None:
        """Nothing is to be done before something fails."""

    def __exit__(self, kind: type[BaseException] | None, cause: BaseException | None, trace: TracebackType | None) -> None:
        if cause is None:
            return
        fault = _fault_of(self._operation, cause)
        if self._damaged is not None and isinstance(fault or cause, JournalDamaged):
            self._damaged()
        if fault is not None:
            raise fault from cause


def _fault_of(operation: str, cause: BaseException) -> Fault | None:  # noqa: PLR0911 - one row for each remedy
    """Return the fault whose remedy helps; none for our own mistakes, and for what was named already."""
    match cause:
        case _ if isinstance(cause, MISTAKES):
            return None
        case apsw.FullError():
            return StorageFull(operation, _FULL)
        case apsw.ReadOnlyError():
            return StorageReadOnly(operation, "the disk takes no writes. The card may be worn out, or mounted read-only.")
        case _ if isinstance(cause, DAMAGE):
            return JournalDamaged(operation, "the file is damaged. Start the kiosk again: it keeps what can be read.")
        case apsw.BusyError():
            return StorageFailed(operation, "another program holds the file. Close it and try again.")
        case apsw.Error():
            # At its start SQLite needs 32 KiB beside the journal, and does not say "full" when there is no room for that.
            if getattr(cause, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:
                return StorageFull(operation, _FULL)
            return StorageFailed(operation, f"the disk reported an error ({cause}). Try again; if it stays, change the disk.")
        case OSError():
            return _fault_of_system(operation, cause)
        case _:
            return None


def _fault_of_system(operation: str, cause: OSError) -> Fault:
    if cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageFull(operation, _FULL)
    if cause.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return StorageReadOnly(operation, "the folder takes no writes. The card may be worn out, or a right is missing.")
    return StorageFailed(operation, f"the disk reported an error ({cause}). Try again; if it stays, change the disk.")
