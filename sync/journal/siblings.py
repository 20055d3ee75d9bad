"""What did the other kiosks of this venue write? Their streams in the cache of what the centre told.

Promise: entries stand there as they came, in their order, under their seals; what does not follow on what is held is not kept.
"""

from typing import NamedTuple

import apsw

from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.journal import rows
from sync.protocol.chain import walk
from sync.protocol.messages import StreamPart

TABLES = """
    CREATE TABLE streams (
        no INTEGER PRIMARY KEY, device INTEGER NOT NULL, incarnation INTEGER NOT NULL, genesis BLOB NOT NULL,
        UNIQUE (device, incarnation)) STRICT;
    CREATE TABLE entries (
        stream INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, head BLOB NOT NULL,
        PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
    CREATE TABLE seals (stream INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
"""


class Sibling(NamedTuple):
    no: int
    stream: Stream
    genesis: bytes


def siblings(file: apsw.Connection) -> list[Sibling]:
    found = file.execute("SELECT no, device, incarnation, genesis FROM streams ORDER BY no")
    return [Sibling(no, Stream(DeviceNo(device), Incarnation(incarnation)), genesis) for no, device, incarnation, genesis in found]


def sibling(file: apsw.Connection, stream: Stream) -> Sibling | None:
    key = (stream.device, stream.incarnation)
    found = file.execute("SELECT no, genesis FROM streams WHERE device = ? AND incarnation = ?", key).get
    return None if found is None else Sibling(found[0], stream, found[1])


def keep_part(file: apsw.Connection, part: StreamPart) -> None:
    row = sibling(file, part.stream)
    if row is None:
        stream = part.stream
        file.execute(
            "INSERT INTO streams (device, incarnation, genesis) VALUES (?, ?, ?)", (stream.device, stream.incarnation, part.previous)
        )
        row = Sibling(file.last_insert_rowid(), stream, part.previous)
    if (part.first - 1, part.previous) != rows.last_entry(file, row):
        # It was checked against what stood here before the cache was begun anew: it comes again, from the start.
        return
    for seq, (body, head) in enumerate(zip(part.entries, walk(part.previous, part.entries), strict=True), part.first):
        rows.add_entry(file, row.no, rows.EntryRow(seq, body, head))
    for seal in part.seals:
        rows.add_seal(file, row.no, seal)
