"""Is this journal as we left it, and what do we do when it is not?

Promise: opening costs the same for ten entries and for a million. A damaged or rolled-back journal never stops the door: it is set
aside, a new incarnation begins with a note that the lead and the centre see, and what could be read still waits to be sent.
"""

from collections.abc import Callable
from pathlib import Path

import apsw
from nacl.signing import SigningKey

from sync.domain.entry import Stamp
from sync.domain.identity import Stream
from sync.journal import rows
from sync.journal.contract import Opened, OpenedAfterPowerCut, OpenedClean
from sync.journal.disk import DiskJournal
from sync.journal.files import Files
from sync.journal.guard import Guard, Guarded
from sync.journal.lock import Lock
from sync.journal.owner import Owner
from sync.journal.proof import prove_tail, troubles
from sync.journal.salvage import finish, set_aside
from sync.journal.schema import migrate, refuse_newer
from sync.journal.sqlite import DAMAGE, ChainBroken, connect, faults, require_safe_sqlite, transaction

_OPERATION = "Opening the journal"


def open_journal(
    path: Path, device: int, signing_key: SigningKey, new_incarnation: Callable[[], int], stamp: Stamp, *, vfs: str | None = None
) -> DiskJournal:
    """Open or make the journal at ``path`` for ``device``; ``.opened`` of what is returned says what was found.

    ``new_incarnation`` gives 32 random bits; it is asked only when a new incarnation begins. ``stamp`` goes on the note about a
    journal that was set aside. Raises ``JournalTaken``, ``JournalTooNew`` or a storage fault; then nothing was changed.
    """
    require_safe_sqlite()
    files = Files(path, vfs)
    owner = Owner(device, bytes(signing_key.verify_key), new_incarnation)
    with faults(_OPERATION):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(files.lock)
    guard = None
    try:
        with faults(_OPERATION):
            finish(files)
            refuse_newer(path)
            guard = Guard(files.guard)
            opened = _made_sound(files, owner, stamp, guard.read())
            return DiskJournal(files, signing_key, lock, guard, opened)
    except BaseException:
        if guard is not None:
            guard.close()
        lock.release()
        raise


def _made_sound(files: Files, owner: Owner, stamp: Stamp, guarded: Guarded | None) -> Opened:
    """Leave a sound journal with a present stream of ``owner`` at the place; return what was found there."""
    stood = files.journal.exists()
    try:
        _inspect(files, owner, guarded)
    except DAMAGE as cause:
        return set_aside(files, owner, stamp, guarded, str(cause))
    files.damaged.unlink(missing_ok=True)
    return OpenedClean() if not stood or (guarded is not None and guarded.clean) else OpenedAfterPowerCut()


def _inspect(files: Files, owner: Owner, guarded: Guarded | None) -> None:
    """Raise one of ``DAMAGE`` when the file is not what it should be; else make sure that there is a present stream."""
    if not files.journal.exists() and guarded is not None and guarded.seq > 0:
        raise ChainBroken(f"the journal's file is gone; entry {guarded.seq} stood in it")
    connection = connect(files.journal, files.vfs)
    try:
        migrate(connection)
        # A journal of its first start, or a log that a power cut brings back, must not outlive this: SQLite does not see to it.
        files.sync_folder()
        if files.damaged.exists():
            found = next(troubles(connection), None)
            if found is not None:
                raise ChainBroken(found)
        standing = rows.streams(connection)
        _refuse_rolled_back(connection, standing, guarded)
        if standing:
            prove_tail(connection, standing[-1])
        if not standing or (standing[-1].stream.device, standing[-1].public_key) != (owner.device, owner.public_key):
            with transaction(connection):
                rows.add_stream(connection, owner.new_stream({row.stream for row in standing}), owner.public_key)
    finally:
        connection.close()


def _refuse_rolled_back(connection: apsw.Connection, standing: list[rows.StreamRow], guarded: Guarded | None) -> None:
    """Raise ``ChainBroken`` when the guard has seen more than the file holds, or something else."""
    # Nothing was ever acknowledged, or the file is newer than the guard: it already holds that stream as a closed one.
    if guarded is None or guarded.seq == 0 or _is_closed(standing, guarded.stream):
        return
    row = next((row for row in standing if row.stream == guarded.stream), None)
    if row is None or rows.head_at(connection, row, guarded.seq) != guarded.head:
        high = rows.last_entry(connection, row)[0] if row else 0
        raise ChainBroken(f"the journal is an older copy or another one: entry {guarded.seq} stood here, the file goes to {high}")


def _is_closed(standing: list[rows.StreamRow], stream: Stream) -> bool:
    return any(row.stream == stream for row in standing[:-1])
