"""Who was erased, and how does that outlive a backup?

Promise: a line is on the disk beside the database before the database commits, and in the database with it; neither says who: a
reference stands there as a digest with the centre's secret. Whoever was erased is recognised when any list brings them again.
"""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec
from django.conf import settings

from sync.server.erasing.models import Erased

FILE = "erasures.jsonl"
"""In the state folder, one line for each. A backup takes it along; a restore adds its lines to those that are there."""

DIGEST_BYTES = 16
EVERYBODY = b""


class Line(msgspec.Struct, frozen=True):
    """One line. ``digest`` in hexadecimal, empty for everybody of ``event``."""

    mark: str
    event: int
    digest: str
    at_ms: int


def ledger_file() -> Path:
    """Return where the lines lie that outlive the database."""
    return Path(settings.STATE_FOLDER) / FILE


def digest_of(event: int, key: bytes) -> bytes:
    """Return what stands in the ledger for somebody: nobody gets from it to the reference without the centre's secret."""
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"mh-erasures").digest()
    return hashlib.blake2b(event.to_bytes(8) + key, key=secret, digest_size=DIGEST_BYTES, person=b"mh-erased").digest()


def write_down(event: int, keys: Iterable[bytes] | None, at_ms: int) -> None:
    """Write that ``keys`` (none: everybody) were erased: first onto the disk, then into the database of the caller's transaction."""
    digests = [EVERYBODY] if keys is None else [digest_of(event, key) for key in keys]
    lines = [Line(secrets.token_hex(16), event, digest.hex(), at_ms) for digest in digests]
    _append(lines)
    take_in(lines)


def take_in(lines: Iterable[Line]) -> None:
    """Say in the database that ``lines`` hold in it."""
    rows = [Erased(mark=line.mark, event=line.event, digest=bytes.fromhex(line.digest), at_ms=line.at_ms) for line in lines]
    Erased.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def lines_outside() -> Iterator[Line]:
    """Yield the lines of the file that this database does not know: it was restored, or lost them in the moment of writing.

    What cannot be read is passed over: a line that a power cut left half, whose erasing was never confirmed.
    """
    known = set(Erased.objects.values_list("mark", flat=True))
    path = ledger_file()
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            try:
                line = msgspec.json.decode(raw, type=Line)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
            if line.mark not in known:
                yield line


def write_out() -> None:
    """See to it that every line of the database stands in the file, too: the file was lost, or the state folder is a new one."""
    there = {msgspec.json.decode(raw, type=Line).mark for raw in _whole_lines()}
    rows = Erased.objects.exclude(mark__in=there) if len(there) < 500 else Erased.objects.all()  # noqa: PLR2004 - values in one question
    _append([Line(row.mark, row.event, bytes(row.digest).hex(), row.at_ms) for row in rows if row.mark not in there])


def erased_among(event: int, keys: Collection[bytes]) -> set[bytes]:
    """Return those of ``keys`` who were erased one by one: no list puts them onto the roster again."""
    digests = {bytes(digest) for digest in Erased.objects.filter(event=event).values_list("digest", flat=True)} - {EVERYBODY}
    return {key for key in keys if digest_of(event, key) in digests} if digests else set()


def _append(lines: list[Line]) -> None:
    if not lines:
        return
    handle = os.open(ledger_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line begins on a line of its own even behind one that a power cut left half.
        os.write(handle, b"".join(b"\n" + msgspec.json.encode(line) for line in lines) + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def _whole_lines() -> Iterator[bytes]:
    path = ledger_file()
    for raw in path.read_bytes().splitlines() if path.exists() else ():
        try:
            msgspec.json.decode(raw, type=Line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
        yield raw
