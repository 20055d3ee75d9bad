"""How do the entries of one kiosk stay on its disk, whatever happens to the power?

Promise: the journal's contract, kept by SQLite in WAL mode with ``synchronous=FULL``: one process, one write connection, a second
one for reading, so that a long read by the sync loop never holds up the door. After an error nothing is guessed: both connections
are closed, the file is read again, and whether a tap was recorded is then certain.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import apsw
from nacl.signing import SigningKey

from sync.domain.entry import Entry
from sync.domain.identity import Stream, entry_id
from sync.journal import rows
from sync.journal.contract import (
    TAP_ID_BYTES,
    JournalDamaged,
    Mark,
    Opened,
    Recorded,
    StorageFailed,
    StorageFull,
    StorageReadOnly,
    Stretch,
)
from sync.journal.files import Files
from sync.journal.guard import Guard, Guarded
from sync.journal.lock import Lock
from sync.journal.owner import Owner
from sync.journal.proof import stretch, troubles
from sync.journal.sealing import Sealing
from sync.journal.sqlite import ChainBroken, connect, faults, make_log_room, transaction
from sync.protocol.canon import decode, encode
from sync.protocol.chain import extend
from sync.protocol.messages import ClockSample, Seal


class DiskJournal:
    """A journal in a file. Made by ``opening.open_journal``, which has taken the lock and made sure that the file is sound."""

    def __init__(self, files: Files, signing_key: SigningKey, lock: Lock, guard: Guard, opened: Opened) -> None:
        self._files = files
        self._sealing = Sealing(signing_key)
        self._lock = lock
        self._guard = guard
        self._opened = opened
        # Taken in this order when both are: writing, then reading.
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._writer: apsw.Connection | None = None
        self._reader: apsw.Connection | None = None
        self._rows: dict[Stream, rows.StreamRow] = {}
        self._present: rows.StreamRow
        self._high, self._head = 0, b""
        self._is_closed = False
        self._interrupted: tuple[bytes, ...] = ()
        with faults("Opening the journal"):
            writer = self._connected()
            # The commit that counts this start makes the room durable, too.
            make_log_room(writer, files.journal)
            with transaction(writer):
                self._interrupted = rows.begin_run(writer)
        self._write_guard(clean=False, durable=True)

    @property
    def stream(self) -> Stream:
        return self._present.stream

    @property
    def high(self) -> int:
        return self._high

    @property
    def opened(self) -> Opened:
        return self._opened

    def streams(self) -> tuple[tuple[Stream, int], ...]:
        with self._read("Reading the journal") as reader:
            return tuple((row.stream, rows.last_entry(reader, row)[0]) for row in tuple(self._rows.values()))

    def prepare(self, tap_id: bytes) -> None:
        assert len(tap_id) == TAP_ID_BYTES
        with self._write("Preparing a button") as writer, transaction(writer):
            rows.prepare(writer, tap_id)

    def append(self, entry: Entry, tap_id: bytes) -> Recorded:
        return self.append_all((entry,), tap_id)[0]

    def append_all(self, entries: Iterable[Entry], tap_id: bytes) -> tuple[Recorded, ...]:
        # Written once as bytes; given back as it came, since ``encode`` has read it again.
        new = tuple((entry, encode(entry)) for entry in entries)
        assert new
        assert len(tap_id) == TAP_ID_BYTES
        operation = "Recording an entry"
        with self._writing:
            try:
                with faults(operation, self._note_damage):
                    return self._append(self._connected(), new, tap_id)
            except StorageFailed:
                with faults(operation, self._note_damage):
                    self._disconnect()
                    made = rows.made_by(self._connected(), tap_id)
                    if made is None:
                        raise
                    return self._recorded(made, again=False)

    def interrupted(self) -> tuple[bytes, ...]:
        return self._interrupted

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        assert first >= 1
        row = self._rows.get(stream)
        if row is None:
            return Stretch(stream, first, b"", ())
        with self._read("Reading the journal") as reader:
            return stretch(reader, row, first, most)

    def seal(self, stream: Stream, seq: int, definition: int, clock: ClockSample) -> Seal:
        row = self._rows[stream]
        with self._read("Reading the journal") as reader:
            stored = rows.seal_at(reader, row.no, seq)
            seal = stored or self._sealing.make(reader, row, seq, definition, clock)
        if stored is not None:
            return stored
        # A disk that takes no writes must not keep the entries from the centre: an unstored seal is as good.
        with suppress(StorageFull, StorageReadOnly, StorageFailed), self._write("Sealing the journal") as writer:
            return self._sealing.store(writer, row, seal)
        return self._sealing.keep(row, seal)

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        row = self._rows.get(stream)
        if row is None:
            return ()
        with self._read("Reading the journal") as reader:
            return rows.seals(reader, row.no, first, last)

    def mark(self, stream: Stream) -> int:
        told = self.last_told(stream)
        return 0 if told is None else told.high

    def set_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None:
        row = self._rows[stream]
        with self._write("Keeping the centre's answer") as writer, transaction(writer):
            rows.set_mark(writer, row.no, Mark(high, safe_high, epoch))

    def last_told(self, stream: Stream) -> Mark | None:
        row = self._rows.get(stream)
        if row is None:
            return None
        with self._read("Reading the journal") as reader:
            return rows.mark(reader, row.no)

    def begin_anew(self, new_incarnation: Callable[[], int]) -> Stream:
        with self._write("Beginning a new journal") as writer:
            owner = Owner(self.stream.device, self._present.public_key, new_incarnation)
            with transaction(writer):
                row = rows.add_stream(writer, owner.new_stream(set(self._rows)), owner.public_key)
            self._adopt(writer)
            self._write_guard(clean=False, durable=True)
            return row.stream

    def check(self) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        try:
            with faults("Checking the journal", self._note_damage):
                # A connection of its own: the sync loop reads on while this takes its time.
                connection = connect(self._files.journal, self._files.vfs, read_only=True)
                try:
                    found = tuple(troubles(connection))
                finally:
                    connection.close()
        except JournalDamaged as damage:
            return (str(damage.__cause__),)
        if found:
            self._note_damage()
        return found

    def close(self) -> None:
        with self._writing:
            if self._is_closed:
                return
            self._is_closed = True
            self._disconnect()
            self._write_guard(clean=True, durable=True)
            self._guard.close()
            self._lock.release()

    def _append(self, writer: apsw.Connection, new: tuple[tuple[Entry, bytes], ...], tap_id: bytes) -> tuple[Recorded, ...]:
        with transaction(writer):
            made = rows.made_by(writer, tap_id)
            if made is not None:
                return self._recorded(made, again=True)
            seq, head = rows.last_entry(writer, self._present)
            if (seq, head) != (self._high, self._head):
                raise ChainBroken(f"entry {self._high} was acknowledged and is not the last one now")
            made = rows.Made(self._present.no, seq + 1, len(new))
            for _entry, body in new:
                seq, head = seq + 1, extend(head, body)
                rows.add_entry(writer, made.stream_no, rows.EntryRow(seq, body, head))
            rows.add_tap(writer, tap_id, made)
        self._high, self._head = seq, head
        self._write_guard(clean=False)
        return _recorded(self._present.stream, made.first, (entry for entry, _body in new), again=False)

    def _recorded(self, made: rows.Made, *, again: bool) -> tuple[Recorded, ...]:
        assert self._writer is not None
        found = rows.entries(self._writer, made.stream_no, made.first, made.entries)
        stream = next(row.stream for row in self._rows.values() if row.no == made.stream_no)
        return _recorded(stream, made.first, (decode(row.body) for row in found), again=again)

    def _connected(self) -> apsw.Connection:
        """Return the write connection, opening both after an error. Whatever is in the file then is durable and adopted."""
        assert not self._is_closed, "another program may have the journal open now"
        if self._writer is None:
            writer = connect(self._files.journal, self._files.vfs)
            try:
                # After an error on a sync the system may hold in memory what the disk never got. Copying it into the main file
                # and syncing that makes it durable, whichever it was.
                writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
                self._adopt(writer)
                with self._reading:
                    self._reader = connect(self._files.journal, self._files.vfs, read_only=True)
            except BaseException:
                writer.close()
                raise
            self._writer = writer
        return self._writer

    def _adopt(self, writer: apsw.Connection) -> None:
        """Take streams and position from the file. Raises ``ChainBroken`` when something acknowledged is not there."""
        standing = rows.streams(writer)
        known = self._rows.get(standing[-1].stream)
        if known is not None and rows.head_at(writer, known, self._high) != self._head:
            raise ChainBroken(f"entry {self._high} was acknowledged and is gone")
        self._high, self._head = rows.last_entry(writer, standing[-1])
        self._rows, self._present = {row.stream: row for row in standing}, standing[-1]

    def _disconnect(self) -> None:
        """Close both connections. What closing cannot do (a last checkpoint on a failing disk) is done by the next start."""
        with self._reading, suppress(apsw.Error):
            if self._reader is not None:
                reader, self._reader = self._reader, None
                reader.close()
        with suppress(apsw.Error):
            if self._writer is not None:
                writer, self._writer = self._writer, None
                writer.close()

    @contextmanager
    def _write(self, operation: str) -> Iterator[apsw.Connection]:
        with self._writing, faults(operation, self._note_damage):
            try:
                yield self._connected()
            except apsw.IOError:
                self._disconnect()
                raise

    @contextmanager
    def _read(self, operation: str) -> Iterator[apsw.Connection]:
        if self._reader is None:
            with self._writing, faults(operation, self._note_damage):
                self._connected()
        with self._reading, faults(operation, self._note_damage):
            if self._reader is None:
                raise StorageFailed(operation, "the disk reported an error a moment ago. Try again.")
            yield self._reader

    def _note_damage(self) -> None:
        # Where even this cannot be written the next start still proves the tail and the guard.
        with suppress(OSError):
            self._files.damaged.touch()

    def _write_guard(self, *, clean: bool, durable: bool = False) -> None:
        # The entry is durable already; a guard that cannot be written only makes the next start know less, and says nothing false.
        with suppress(OSError):
            self._guard.write(Guarded(self.stream, self._high, self._head, clean), durable=durable)


def _recorded(stream: Stream, first: int, entries: Iterable[Entry], *, again: bool) -> tuple[Recorded, ...]:
    return tuple(Recorded(entry_id(stream, seq), entry, again) for seq, entry in enumerate(entries, first))
