"""What do the tables of a journal say? Every statement of the journal's file in one place, as functions over a connection.

Promise: nothing here decides or catches anything; who calls holds the transaction and names the faults. A row is what was written or a
``ChainBroken``: from a damaged page SQLite may return nothing at all, or a text, where a number was written.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import apsw
import msgspec

from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.journal.contract import Mark
from sync.journal.sqlite import ChainBroken
from sync.protocol.chain import genesis
from sync.protocol.messages import Seal


def _checked(row: tuple[Any, ...], *types: type) -> tuple[Any, ...]:
    if tuple(map(type, row)) != types:
        raise ChainBroken("a row holds what was never written there")
    return row


class Rooted(Protocol):
    """A stream of a file and the chain's hash before its first entry."""

    @property
    def no(self) -> int: ...

    @property
    def stream(self) -> Stream: ...

    @property
    def genesis(self) -> bytes: ...


class StreamRow(NamedTuple):
    """One stream of the file; the one with the largest ``no`` is the present one."""

    no: int
    stream: Stream
    public_key: bytes

    @property
    def genesis(self) -> bytes:
        return genesis(self.stream, self.public_key)


class EntryRow(NamedTuple):
    """One entry as it stands in the file; ``head`` is the chain after it."""

    seq: int
    body: bytes
    head: bytes


def _entry_row(row: tuple[Any, ...]) -> EntryRow:
    return EntryRow._make(_checked(row, int, bytes, bytes))


class Made(NamedTuple):
    """What a tap made: entries ``first`` … ``first + entries - 1`` of stream ``stream_no``."""

    stream_no: int
    first: int
    entries: int


def streams(connection: apsw.Connection) -> list[StreamRow]:
    rows = connection.execute("SELECT no, device, incarnation, public_key FROM streams ORDER BY no")
    checked = (_checked(row, int, int, int, bytes) for row in rows)
    return [StreamRow(no, Stream(DeviceNo(device), Incarnation(incarnation)), key) for no, device, incarnation, key in checked]


def add_stream(connection: apsw.Connection, stream: Stream, public_key: bytes) -> StreamRow:
    connection.execute(
        "INSERT INTO streams (device, incarnation, public_key) VALUES (?, ?, ?)", (stream.device, stream.incarnation, public_key)
    )
    return StreamRow(connection.last_insert_rowid(), stream, public_key)


def last_entry(connection: apsw.Connection, row: Rooted) -> tuple[int, bytes]:
    """Return seq and head of the last entry; 0 and the genesis when there is none."""
    found = connection.execute("SELECT seq, head FROM entries WHERE stream = ? ORDER BY seq DESC LIMIT 1", (row.no,)).get
    if found is None:
        return 0, row.genesis
    seq, head = _checked(found, int, bytes)
    return seq, head


def head_at(connection: apsw.Connection, row: Rooted, seq: int) -> bytes | None:
    """Return the head after entry ``seq`` (0: the genesis); none when there is no such entry."""
    if seq == 0:
        return row.genesis
    found = entry(connection, row.no, seq)
    return None if found is None else found.head


def entries(connection: apsw.Connection, stream_no: int, first: int, most: int) -> Iterator[EntryRow]:
    rows = connection.execute(
        "SELECT seq, body, head FROM entries WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT ?", (stream_no, first, most)
    )
    yield from map(_entry_row, rows)


def entries_backwards(connection: apsw.Connection, stream_no: int) -> Iterator[EntryRow]:
    rows = connection.execute("SELECT seq, body, head FROM entries WHERE stream = ? ORDER BY seq DESC", (stream_no,))
    yield from map(_entry_row, rows)


def entry(connection: apsw.Connection, stream_no: int, seq: int) -> EntryRow | None:
    found = connection.execute("SELECT seq, body, head FROM entries WHERE stream = ? AND seq = ?", (stream_no, seq)).get
    return None if found is None else _entry_row(found)


def add_entry(connection: apsw.Connection, stream_no: int, row: EntryRow) -> None:
    connection.execute("INSERT INTO entries (stream, seq, body, head) VALUES (?, ?, ?, ?)", (stream_no, *row))


def made_by(connection: apsw.Connection, tap_id: bytes) -> Made | None:
    found = connection.execute("SELECT stream, first, entries FROM taps WHERE tap_id = ?", (tap_id,)).get
    return None if found is None else Made._make(_checked(found, int, int, int))


def taps(connection: apsw.Connection, stream_no: int) -> Iterator[tuple[bytes, int, int]]:
    for row in connection.execute("SELECT tap_id, first, entries FROM taps WHERE stream = ?", (stream_no,)):
        tap_id, first, made = _checked(row, bytes, int, int)
        yield tap_id, first, made


def add_tap(connection: apsw.Connection, tap_id: bytes, made: Made) -> None:
    connection.execute("INSERT INTO taps (tap_id, stream, first, entries) VALUES (?, ?, ?, ?)", (tap_id, *made))
    connection.execute("DELETE FROM pending WHERE tap_id = ?", (tap_id,))


def prepare(connection: apsw.Connection, tap_id: bytes) -> None:
    connection.execute(
        "INSERT INTO pending (tap_id, run) SELECT ?1, no FROM runs WHERE NOT EXISTS (SELECT 1 FROM taps WHERE tap_id = ?1)"
        " ON CONFLICT DO NOTHING",
        (tap_id,),
    )


def begin_run(connection: apsw.Connection) -> tuple[bytes, ...]:
    """Count one more start and return the taps that were pending in the two runs before; older ones are forgotten."""
    connection.execute("UPDATE runs SET no = no + 1")
    connection.execute("DELETE FROM pending WHERE run < (SELECT no - 2 FROM runs)")
    return tuple(tap_id for (tap_id,) in connection.execute("SELECT tap_id FROM pending ORDER BY run, tap_id"))


def seal_at(connection: apsw.Connection, stream_no: int, seq: int) -> Seal | None:
    found = connection.execute("SELECT body FROM seals WHERE stream = ? AND seq = ?", (stream_no, seq)).get
    return None if found is None else msgspec.msgpack.decode(found, type=Seal)


def seals(connection: apsw.Connection, stream_no: int, first: int, last: int) -> tuple[Seal, ...]:
    rows = connection.execute("SELECT body FROM seals WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq", (stream_no, first, last))
    return tuple(msgspec.msgpack.decode(body, type=Seal) for (body,) in rows)


def add_seal(connection: apsw.Connection, stream_no: int, seal: Seal) -> None:
    """Keep ``seal``, unless its place was sealed already: the first one stays."""
    connection.execute(
        "INSERT INTO seals (stream, seq, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (stream_no, seal.seq, msgspec.msgpack.encode(seal))
    )


def mark(connection: apsw.Connection, stream_no: int) -> Mark | None:
    found = connection.execute("SELECT high, safe_high, epoch FROM marks WHERE stream = ?", (stream_no,)).get
    return None if found is None else Mark(*_checked(found, int, int, int))


def set_mark(connection: apsw.Connection, stream_no: int, told: Mark) -> None:
    connection.execute(
        "INSERT INTO marks (stream, high, safe_high, epoch) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET high = excluded.high, safe_high = excluded.safe_high, epoch = excluded.epoch",
        (stream_no, told.high, told.safe_high, told.epoch),
    )
