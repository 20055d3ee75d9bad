"""What does the client find out that a person or the app must act on? Plain values, handed to one callback.

Promise: a report is about a fact, is made once per fact and run, and asks for nothing that the client could have done itself. One that
raises a ``Fault`` at who hears it could not be acted on, and is made again when the centre says so again.
"""

import msgspec

from sync.client.outcome import StopWhy, Why
from sync.domain.identity import EntryId, Stream


class Forked(msgspec.Struct, frozen=True):
    """The centre holds other entries at the same places of ``stream``: begin a new incarnation. The old one's goes to quarantine."""

    stream: Stream


class Behind(msgspec.Struct, frozen=True):
    """The centre holds more of ``stream`` (up to ``high``) than this journal: it was rolled back. Begin a new incarnation."""

    stream: Stream
    high: int


class WentAlone(msgspec.Struct, frozen=True):
    """An entry could not be taken in a push and was given to lost and found: an alarm for a person."""

    id: EntryId


class NotTakenAtAll(msgspec.Struct, frozen=True):
    """Even lost and found would not take the entry: its stream waits behind it, an alarm for a person."""

    id: EntryId


class StandingChanged(msgspec.Struct, frozen=True):
    """The centre trusts this device (again), or no longer."""

    trusted: bool


class HandingOnChanged(msgspec.Struct, frozen=True):
    """A round has ended, and ``sent`` or the ``trouble`` (none: all is well) are other than when last told."""

    sent: int
    trouble: Why | StopWhy | None = None


class ManifestChanged(msgspec.Struct, frozen=True):
    """A newer definition stands in the cache."""

    version: int


class ManifestNotKept(msgspec.Struct, frozen=True):
    """The centre published ``version``, and this kiosk cannot keep or read it: ``why`` for the lead. The day goes on as it was."""

    version: int
    why: str


class RosterChanged(msgspec.Struct, frozen=True):
    """The roster in the cache is complete at ``version``."""

    version: int


class SiblingsAdvanced(msgspec.Struct, frozen=True):
    """Entries of these streams of other kiosks came in."""

    streams: tuple[Stream, ...]


class PartNotTrusted(msgspec.Struct, frozen=True):
    """A sibling's part did not match its chain or its seals and was left out."""

    stream: Stream
    reason: str


Report = (
    Forked
    | Behind
    | WentAlone
    | NotTakenAtAll
    | StandingChanged
    | HandingOnChanged
    | ManifestChanged
    | ManifestNotKept
    | RosterChanged
    | SiblingsAdvanced
    | PartNotTrusted
)
