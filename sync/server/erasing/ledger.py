"""Who was erased, and how does that outlive a backup?

Promise: a line is on the disk beside the database before the database commits, and in the database with it; neither says who: a
reference stands there as a digest with the centre's secret. Whoever was erased is recognised when any list brings them again.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec
from django.conf import settings

from sync.server.erasing.models import Erased
from sync.server.erasing.outside import append, lines_of

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
    append(ledger_file(), lines)
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
    yield from (line for line in lines_of(ledger_file(), Line) if line.mark not in known)


def write_out() -> None:
    """See to it that every line of the database stands in the file, too: the file was lost, or the state folder is a new one."""
    there = {line.mark for line in lines_of(ledger_file(), Line)}
    rows = Erased.objects.exclude(mark__in=there) if len(there) < 500 else Erased.objects.all()  # noqa: PLR2004 - values in one question
    append(ledger_file(), [Line(row.mark, row.event, bytes(row.digest).hex(), row.at_ms) for row in rows if row.mark not in there])


def erased_among(event: int, keys: Collection[bytes]) -> set[bytes]:
    """Return those of ``keys`` who were erased one by one: no list puts them onto the roster again."""
    digests = {bytes(digest) for digest in Erased.objects.filter(event=event).values_list("digest", flat=True)} - {EVERYBODY}
    return {key for key in keys if digest_of(event, key) in digests} if digests else set()
