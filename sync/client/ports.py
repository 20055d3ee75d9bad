"""What does the client need from the rest of the kiosk? The interfaces through which it is given everything.

Promise: the client owns no journal, no clock and no randomness; whatever it keeps stands behind one of these.
"""

from typing import Protocol

from sync.domain.identity import Stream
from sync.journal.contract import Stretch
from sync.protocol.messages import ClockSample, Manifest, RosterChange, RosterPage, Seal, Signed, StreamPart


class Journal(Protocol):
    """The part of ``sync.journal.contract.Journal`` that a push needs."""

    @property
    def stream(self) -> Stream: ...

    def streams(self) -> tuple[tuple[Stream, int], ...]: ...

    def read(self, stream: Stream, first: int, most: int) -> Stretch: ...

    def seal(self, stream: Stream, seq: int, definition: int, clock: ClockSample) -> Seal: ...

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]: ...

    def mark(self, stream: Stream) -> int: ...

    def set_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None: ...


class WalkIns(Protocol):
    """The names of newcomers, beside the journal."""

    def waiting(self, most: int) -> tuple[RosterChange, ...]:
        """Up to ``most`` rows that the centre has not heard of yet, the oldest first."""

    def told(self, changes: tuple[RosterChange, ...]) -> None:
        """The centre took ``changes``."""


class Told(Protocol):
    """What the centre told: manifest, roster, siblings' streams. Each call is one transaction."""

    def manifest(self) -> Signed | None:
        """The newest signed manifest that was kept, as it came."""

    def keep_manifest(self, signed: Signed, manifest: Manifest) -> None:
        """Keep a manifest that was verified; ``manifest`` is what it says."""

    def roster_position(self) -> tuple[int, bytes]:
        """The roster's version, and where its next page begins (b"": at the start)."""

    def keep_roster_page(self, page: RosterPage) -> None:
        """Apply a page and move the position, in one transaction. The version becomes the page's with the last page only."""

    def clear_rosters(self) -> None:
        """The device was revoked: forget everybody; entries stay."""

    def vector(self) -> tuple[tuple[Stream, int], ...]:
        """How far every sibling's stream is held."""

    def head(self, stream: Stream) -> bytes | None:
        """The chain's head at the end of what is held of ``stream``; none: nothing is held."""

    def keep_part(self, part: StreamPart) -> None:
        """Keep entries and seals that were verified and follow on what is held."""

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        """Up to ``most`` entries of a sibling's stream from ``first``."""

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        """The kept seals whose seq lies in ``first`` … ``last``, in order."""
