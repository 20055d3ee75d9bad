"""What does taking in need from a database? The one contract behind which PostgreSQL and SQLite stand.

Promise: everything inside one ``transaction`` becomes durable together or not at all; streams that were locked are nobody else's until
it ends; a full disk and a busy database are told apart and neither loses anything. No framework is known here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import msgspec

from sync.domain.entry import Line
from sync.domain.identity import EntryId, Stream
from sync.protocol.messages import Seal


class StoreFull(Exception):
    """The database has no room: nothing was taken; the kiosk keeps it and comes again."""


class StoreBusy(Exception):
    """The database cannot do it now (restarting, locked for too long): nothing was taken; the kiosk comes again."""


class MissingStreams(Exception):
    """Rows of these streams have to be made, outside of the transaction, before they can be locked."""

    def __init__(self, streams: Collection[Stream]) -> None:
        super().__init__(f"{len(streams)} streams have no row yet")
        self.streams = streams


class KnownDevice(msgspec.Struct, frozen=True):
    """What taking in needs to know about a device. ``events`` are those of its organisation (none: there is one organisation, or nobody
    asked at the door).
    """

    no: int
    public_key: bytes
    event: int
    venue: int
    revoked_ms: int | None
    events: frozenset[int] | None = None

    def is_foreign(self, event: int | None) -> bool:
        """Whether ``event`` is one that the device's organisation does not hold."""
        return self.events is not None and event is not None and event not in self.events


class Door(NamedTuple):
    """How things stand as somebody comes to the door: the device (none: unknown), the ledger's epoch, the manifests' versions by event."""

    device: KnownDevice | None
    epoch: int
    versions: dict[int, int]


class Held(msgspec.Struct, frozen=True):
    """A stream's row; ``id`` is the database's own number of it. ``head`` is empty while ``high`` is 0.

    ``awaited`` is the last seq that an amendment waits for, ``is_branched`` says that something of it lies in quarantine: both save
    a question in all pushes but a few.
    """

    id: int
    stream: Stream
    high: int
    head: bytes
    safe_high: int
    awaited: int = 0
    is_branched: bool = False


class Columns(NamedTuple):
    """New entries of one stream, column by column, which is how PostgreSQL takes them fastest."""

    seq: list[int]
    kind: list[int | None]
    event: list[int | None]
    venue: list[int | None]
    who: list[bytes | None]
    activity: list[int | None]
    item: list[int | None]
    at_ms: list[int]
    error_ms: list[int]
    body: list[bytes]


class SubtotalKey(NamedTuple):
    """A bucket of one stream; ``measure`` is a number of ``sync.server.ledger.measures``."""

    stream_id: int
    event: int
    venue: int
    activity: int
    item: int
    measure: int


class CountRow(NamedTuple):
    """The latest count of one box in one stream."""

    event: int
    venue: int
    activity: int
    item: int
    quantity: int
    at_ms: int
    seq: int


class FlagRow(NamedTuple):
    """A flag on the entry at ``seq`` of a stream."""

    stream_id: int
    seq: int
    code: int
    event: int | None
    venue: int | None
    who: bytes | None


class VenueRow(NamedTuple):
    """``entries`` more of a stream belong to a venue; the newest happened about ``at_ms``."""

    event: int
    venue: int
    entries: int
    at_ms: int


class Heard(NamedTuple):
    """What a kiosk said about itself when it sent: how much it still holds, and its software."""

    waiting: int
    version: str


Somebody = tuple[int, bytes]
"""(event, reference)"""


class Appended(msgspec.Struct, frozen=True):
    """All that a push changes in every case, written together: entries, what they add, seal, position.

    ``people`` are those whom the event should know. ``counted``: false until a person accepts it. ``seal`` and ``heard`` none: it came by
    another way than the kiosk's own push.
    """

    columns: Columns
    received_ms: int
    counted: bool
    amounts: Mapping[SubtotalKey, int]
    venues: Sequence[VenueRow]
    high: int
    head: bytes
    people: frozenset[Somebody] = frozenset()
    seal: Seal | None = None
    heard: Heard | None = None


class Batch(msgspec.Struct, frozen=True):
    """What came, for quarantine: ``body`` is the push as it was."""

    stream: Stream
    first: int
    entries: int
    head: bytes
    body: bytes


class Ledger(Protocol):
    """An open transaction, or plain reading."""

    # what is known
    def device(self, no: int) -> KnownDevice | None: ...
    def door(self, no: int) -> Door:
        """Return all that is asked before a push of device ``no`` is looked at, by one question."""

    def versions(self) -> dict[int, int]:
        """Return the manifest's version of every event that was published."""

    def definition(self, event: int) -> bytes: ...
    # streams
    def lock(self, streams: Collection[Stream]) -> dict[Stream, Held]:
        """Lock the rows, always in the same order. Raises ``MissingStreams``."""

    def held(self, stream: Stream) -> Held | None:
        """Return the row without locking it."""

    def hear(self, stream_id: int, now_ms: int, heard: Heard) -> None: ...
    def branched(self, stream_id: int) -> None:
        """Remember that something of the stream lies in quarantine."""

    def awaits(self, stream_id: int, seq: int) -> None:
        """Remember that an amendment waits for an entry of the stream."""

    def make_safe(self, stream_id: int, seq: int) -> None:
        """Remember that entries up to ``seq`` stand in a backup that was restored and checked."""

    def bodies(self, stream_id: int, first: int, last: int) -> list[bytes]: ...
    def seal_before(self, stream_id: int, seq: int) -> tuple[int, bytes] | None:
        """Return (seq, head) of the last seal at or before ``seq``."""

    def is_quarantined(self, stream: Stream, head: bytes) -> bool: ...
    def quarantine(self, batch: Batch, now_ms: int) -> None: ...
    def keep_found(self, id_: EntryId, body: bytes, now_ms: int) -> None: ...

    # entries and figures
    def append(self, stream_id: int, appended: Appended) -> set[Somebody]:
        """Store the entries with what goes along with them; an entry that stands there already ends the transaction.

        Return those of ``appended.people`` who are neither on their event's roster nor a walk-in that was known before.
        """

    def parties_of(self, event: int) -> list[bytes]:
        """Return the references of the parties on the event's roster."""

    def add_subtotals(self, amounts: Mapping[SubtotalKey, int]) -> None: ...
    def counts(self, stream_id: int) -> dict[tuple[int, int, int, int], CountRow]: ...
    def set_counts(self, stream_id: int, rows: Iterable[CountRow]) -> None: ...
    def drop_counts(self, stream_id: int) -> None: ...
    def lines_of_kind(self, stream_id: int, kind: int) -> list[Line]: ...

    # amendments
    def add_amendments(self, stream_id: int, targets: Sequence[tuple[int, int, int]]) -> None:
        """Store (seq, target's stream id, target's seq)."""

    def line_at(self, id_: EntryId) -> Line | None:
        """Return the entry if it is held, readable and counted."""

    def amending(self, id_: EntryId) -> list[Line]:
        """Return the counted amendments whose target is ``id_``."""

    def amended_among(self, stream_id: int, first: int, last: int) -> set[int]:
        """Return which seqs of a stretch are the target of a held amendment."""

    def uncounted_seqs(self, stream_id: int, last: int, most: int) -> list[int]:
        """Return the first ``most`` seqs up to ``last`` that do not count yet and wait under the same event as ``last``."""

    def uncounted(self, stream_id: int, first: int, last: int) -> list[Line]: ...
    def set_counted(self, stream_id: int, seqs: Collection[int]) -> None: ...
    def mark(self, event: int, who: bytes) -> None:
        """Have a person's day folded again."""

    def mark_entry(self, stream_id: int, seq: int) -> None:
        """Have an entry that names nobody looked at again."""

    # flags
    def raise_flags(self, rows: Iterable[FlagRow], now_ms: int) -> None: ...
    def drop_flag(self, id_: EntryId, code: int) -> None: ...
    def flags_of(self, stream_id: int, first: int, last: int) -> list[tuple[int, int]]: ...
    def settle_flags(self, stream_id: int, seqs: Collection[int], code: int, now_ms: int, by: str) -> None: ...
    def reopen_flags(self, stream_id: int, seq: int, codes: Collection[int]) -> None: ...


class Store(Protocol):
    """One connection to the database."""

    def reading(self) -> Ledger:
        """Return the ledger outside of any transaction."""

    def transaction(self) -> AbstractContextManager[Ledger]:
        """Open a transaction; leaving it commits durably. Raises ``StoreFull`` and ``StoreBusy``."""

    def snapshot(self) -> AbstractContextManager[Ledger]:
        """Open a transaction that reads one state of the database, whatever is written meanwhile."""

    def make_streams(self, streams: Collection[Stream]) -> None:
        """Make the rows that are missing, each in a commit of its own, so that making never waits while something is locked."""
