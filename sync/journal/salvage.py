"""What can still be saved from a damaged or rolled-back journal, and how does the new one take its place?

Promise: what waits for the centre is carried over as closed streams, as far as the chain proves it; what is readable behind a hole
goes to a lost-and-found file; the old file is kept under another name. A power cut at any moment of this ends, after the next start,
in the old journal untouched or in the new one complete.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import msgspec

from sync.domain.entry import Reason, Stamp
from sync.domain.facts import SystemNoted, stamped
from sync.domain.identity import entry_id
from sync.journal import rows
from sync.journal.contract import SetAside
from sync.journal.files import Files, index_of, log_of
from sync.journal.guard import Guarded
from sync.journal.owner import Owner
from sync.journal.schema import migrate
from sync.journal.sqlite import DAMAGE, connect, transaction
from sync.protocol.canon import encode
from sync.protocol.chain import extend

_STREAMS_TRIED = 8
"""When the table of streams cannot be read, this many numbers are tried with what the guard knows; the chain tells which is right."""


class _Haul(msgspec.Struct):
    """What came over so far; ``behind`` holds (entry id, bytes) of readable entries behind a hole."""

    salvaged: int = 0
    lost: int = 0
    behind: list[tuple[object, bytes]] = []


def set_aside(files: Files, owner: Owner, stamp: Stamp, guarded: Guarded | None, why: str) -> SetAside:
    """Make the new file from what the old one still says, put it in place and return what became of the old one."""
    _remove(files.making)
    target = connect(files.making, files.vfs)
    try:
        migrate(target)
        with transaction(target):
            haul = _salvage(files, target, owner, guarded)
            known = {row.stream for row in rows.streams(target)} | ({guarded.stream} if guarded else set())
            present = rows.add_stream(target, owner.new_stream(known), owner.public_key)
            body = encode(stamped(stamp, SystemNoted(Reason.JOURNAL_SET_ASIDE, haul.lost)))
            rows.add_entry(target, present.no, rows.EntryRow(1, body, extend(present.genesis, body)))
        target.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    finally:
        target.close()
    suffix = f"{present.stream.incarnation:08x}"
    found_path = _write_lost_and_found(files, suffix, haul)
    stood = files.journal.exists()
    files.making.rename(files.beside(f"new-{suffix}"))
    files.sync_folder()
    finish(files)
    return SetAside(files.beside(f"set-aside-{suffix}") if stood else None, haul.salvaged, haul.lost, found_path, why)


def finish(files: Files) -> None:
    """Put a finished replacement in place, from wherever a power cut left it; does nothing when there is none."""
    _remove(files.making)
    new = files.finished()
    if new is None:
        return
    aside = files.beside(f"set-aside-{new.name[-8:]}")
    # The log goes first: beside a new file it would be taken for that file's own.
    for old, name in ((log_of(files.journal), log_of(aside)), (files.journal, aside)):
        with suppress(FileNotFoundError):
            old.rename(name)
    index_of(files.journal).unlink(missing_ok=True)
    files.damaged.unlink(missing_ok=True)
    files.sync_folder()
    new.rename(files.journal)
    files.sync_folder()


def _remove(file: Path) -> None:
    for each in (file, log_of(file), index_of(file)):
        each.unlink(missing_ok=True)


def _salvage(files: Files, target: apsw.Connection, owner: Owner, guarded: Guarded | None) -> _Haul:
    haul = _Haul()
    guarded_seen = False
    old = _opened_for_reading(files)
    if old is not None:
        try:
            for row in _streams(old, owner, guarded):
                is_guarded = guarded is not None and guarded.stream == row.stream
                guarded_seen = guarded_seen or is_guarded
                _salvage_stream(old, target, row, guarded.seq if guarded and is_guarded else 0, haul)
        finally:
            old.close()
    if guarded and not guarded_seen:
        # It is known to have been here: standing empty among the closed ones, it is not taken for missing at the next start.
        rows.add_stream(target, guarded.stream, owner.public_key)
        haul.lost += guarded.seq
    return haul


def _opened_for_reading(files: Files) -> apsw.Connection | None:
    # CantOpenError: the old file is gone, or is no file at all.
    with suppress(*DAMAGE, apsw.CantOpenError):
        return connect(files.journal, files.vfs, read_only=True)
    return None


def _streams(old: apsw.Connection, owner: Owner, guarded: Guarded | None) -> list[rows.StreamRow]:
    with suppress(*DAMAGE):
        if found := rows.streams(old):
            return found
    if guarded is None:
        return []
    guessed = [rows.StreamRow(no, guarded.stream, owner.public_key) for no in range(1, _STREAMS_TRIED + 1)]
    return [row for row in guessed if next(_proven(old, row), None) is not None][:1]


def _salvage_stream(old: apsw.Connection, target: apsw.Connection, row: rows.StreamRow, told: int, haul: _Haul) -> None:
    new = rows.add_stream(target, row.stream, row.public_key)
    high = 0
    for found in _proven(old, row):
        rows.add_entry(target, new.no, found)
        high = found.seq
    haul.salvaged += high
    behind = _behind(old, row.no, high, told)
    haul.lost += max(told - high, len(behind))
    haul.behind += [(entry_id(row.stream, seq), body) for seq, body in sorted(behind.items())]
    _salvage_rest(old, target, row.no, new.no, high)


def _proven(old: apsw.Connection, row: rows.StreamRow) -> Iterator[rows.EntryRow]:
    """Yield entries from 1 for as long as they can be read and the chain proves them."""
    head, seq = row.genesis, 0
    with suppress(*DAMAGE):
        for found in rows.entries(old, row.no, 1, -1):
            head, seq = extend(head, found.body), seq + 1
            if (found.seq, found.head) != (seq, head):
                return
            yield found


def _behind(old: apsw.Connection, stream_no: int, high: int, told: int) -> dict[int, bytes]:
    """Return what can be read of the entries after ``high``: from the hole forwards, from the end backwards, and each in between that
    the guard, which has a checksum, knows to have been there. A number read from a damaged page is never counted up to.
    """
    found: dict[int, bytes] = {}
    for way in (rows.entries(old, stream_no, high + 1, -1), rows.entries_backwards(old, stream_no)):
        with suppress(*DAMAGE):
            for one in way:
                if one.seq <= high or one.seq in found:
                    break
                found[one.seq] = one.body
    for seq in range(high + 1, told + 1):
        with suppress(*DAMAGE):
            if seq not in found and (row := rows.entry(old, stream_no, seq)):
                found[seq] = row.body
    return found


def _salvage_rest(old: apsw.Connection, target: apsw.Connection, old_no: int, new_no: int, high: int) -> None:
    """Carry over what belongs to the salvaged entries, each as far as it can be read."""
    with suppress(*DAMAGE):
        for tap_id, first, entries in rows.taps(old, old_no):
            if first + entries - 1 <= high:
                rows.add_tap(target, tap_id, rows.Made(new_no, first, entries))
    with suppress(*DAMAGE):
        for seal in rows.seals(old, old_no, 0, high):
            rows.add_seal(target, new_no, seal)
    with suppress(*DAMAGE):
        if told := rows.mark(old, old_no):
            rows.set_mark(target, new_no, told)


def _write_lost_and_found(files: Files, suffix: str, haul: _Haul) -> Path | None:
    if not haul.behind:
        return None
    path = files.beside(f"lost-and-found-{suffix}")
    path.write_bytes(b"".join(msgspec.msgpack.encode(pair) for pair in haul.behind))
    return path
