"""What was ended, as a record beside the database?

Promise: a line is on the disk before the database commits, and says of nothing and nobody what it was: what tells a thing from all others
stands there as a digest with the centre's secret. A file that cannot be written stops no ending; that is logged.
"""

import hashlib
import logging
from enum import StrEnum
from pathlib import Path

import msgspec
from django.conf import settings

from sync.server.erasing.outside import append, lines_of

FILE = "endings.jsonl"
"""In the state folder, one line for each. It belongs to this machine; a backup knows its own endings."""

DIGEST_BYTES = 16
_LOG = logging.getLogger(__name__)


class Kind(StrEnum):
    """What can end. The value stands in the file."""

    KIOSK = "kiosk"
    TOKEN = "token"  # noqa: S105 - a kind of thing, no token
    WEBHOOK = "webhook"
    BOARD = "board"
    LINK = "link"
    ACCOUNT = "account"


class Line(msgspec.Struct, frozen=True):
    """One line; ``digest`` in hexadecimal."""

    kind: Kind
    digest: str
    at_ms: int


class Endings:
    """What the file knew when it was read."""

    def __init__(self) -> None:
        self._at_ms = {(line.kind, line.digest): line.at_ms for line in lines_of(_file(), Line)}

    def when(self, kind: Kind, *identity: object) -> int | None:
        """Return when it was ended; none when nobody did."""
        return self._at_ms.get((kind, _digest(kind, identity)))


def write_down(kind: Kind, *identity: object, at_ms: int) -> None:
    """Write that it ended. ``identity`` is given to nothing else, in no life of this centre: a key, a digest, no row's number."""
    line = Line(kind, _digest(kind, identity), at_ms)
    try:
        if Endings().when(kind, *identity) is None:
            append(_file(), [line])
    except OSError:
        _LOG.exception("what was ended could not be written beside the database: a restored backup would bring it back")


def _file() -> Path:
    return Path(settings.STATE_FOLDER) / FILE


def _digest(kind: Kind, identity: tuple[object, ...]) -> str:
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"mh-endings").digest()
    parts = msgspec.msgpack.encode([kind.value, *identity])
    return hashlib.blake2b(parts, key=secret, digest_size=DIGEST_BYTES, person=b"mh-ended").hexdigest()
