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
    ROLE = "role"
    PASSWORD = "password"  # noqa: S105 - a kind of thing, no password
    SECOND_STEP = "second-step"
    PASS = "pass"  # noqa: S105 - a card, no password
    LEAD_CARD = "lead-card"


class Line(msgspec.Struct, frozen=True):
    """One line; ``digest`` in hexadecimal. ``is_given``: what had ended is there again, since somebody gave it again."""

    kind: Kind
    digest: str
    at_ms: int
    is_given: bool = False


class Endings:
    """What the file knew when it was read: of each thing, its last line holds."""

    def __init__(self) -> None:
        last = {(line.kind, line.digest): line for line in lines_of(_file(), Line)}
        self._at_ms = {at: line.at_ms for at, line in last.items() if not line.is_given}

    def has_any(self, *kinds: Kind) -> bool:
        """Return whether anything of these kinds was ended: else nobody needs to look."""
        return any(kind in kinds for kind, _ in self._at_ms)

    def when(self, kind: Kind, *identity: object) -> int | None:
        """Return when it was ended; none when nobody did."""
        return self._at_ms.get((kind, _digest(kind, identity)))


def write_down(kind: Kind, *identity: object, at_ms: int) -> None:
    """Write that it ended. ``identity`` is given to nothing else, in no life of this centre: a key, a digest, no row's number."""
    try:
        if Endings().when(kind, *identity) is None:
            append(_file(), [Line(kind, _digest(kind, identity), at_ms)])
    except OSError:
        _LOG.exception("what was ended could not be written beside the database: a restored backup would bring it back")


def give_again(kind: Kind, *identity: object, at_ms: int) -> None:
    """Write that what may have ended is there again; to be called when the database has it. Only for what is told apart by what it is."""
    try:
        if Endings().when(kind, *identity) is not None:
            append(_file(), [Line(kind, _digest(kind, identity), at_ms, is_given=True)])
    except OSError:
        _LOG.exception("what was given again could not be written beside the database: a restored backup would lack it")


def _file() -> Path:
    return Path(settings.STATE_FOLDER) / FILE


def _digest(kind: Kind, identity: tuple[object, ...]) -> str:
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"mh-endings").digest()
    parts = msgspec.msgpack.encode([kind.value, *identity])
    return hashlib.blake2b(parts, key=secret, digest_size=DIGEST_BYTES, person=b"mh-ended").hexdigest()
