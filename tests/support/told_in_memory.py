"""What would a cache keep that has no disk? The client's ``Told``, for its tests and the simulation."""

import msgspec

from sync.domain.identity import Stream
from sync.journal.contract import Stretch
from sync.protocol.chain import walk
from sync.protocol.messages import Manifest, RosterPage, Seal, Signed, StreamPart


class _Kept(msgspec.Struct):
    heads: list[bytes]
    bodies: list[bytes] = []
    seals: dict[int, Seal] = {}


class MemoryTold:
    """Keeps what the centre told until the test ends."""

    def __init__(self) -> None:
        self.signed: Signed | None = None
        self.roster: dict[tuple[int, bytes], bytes] = {}
        self._position = (0, b"")
        self._kept: dict[Stream, _Kept] = {}

    def manifest(self) -> Signed | None:
        return self.signed

    def keep_manifest(self, signed: Signed, manifest: Manifest) -> None:
        assert manifest.version
        self.signed = signed

    def roster_position(self) -> tuple[int, bytes]:
        return self._position

    def keep_roster_page(self, page: RosterPage) -> None:
        for change in page.changes:
            if change.body is None:
                self.roster.pop((change.sort, change.key), None)
            else:
                self.roster[change.sort, change.key] = change.body
        self._position = (page.version, b"") if page.after is None else (self._position[0], page.after)

    def clear_rosters(self) -> None:
        self.roster.clear()
        self._position = (0, b"")

    def vector(self) -> tuple[tuple[Stream, int], ...]:
        return tuple((stream, len(kept.bodies)) for stream, kept in self._kept.items())

    def head(self, stream: Stream) -> bytes | None:
        kept = self._kept.get(stream)
        return kept.heads[-1] if kept else None

    def keep_part(self, part: StreamPart) -> None:
        kept = self._kept.setdefault(part.stream, _Kept([part.previous]))
        assert part.first == len(kept.bodies) + 1
        assert part.previous == kept.heads[-1]
        kept.bodies += part.entries
        kept.heads += walk(part.previous, part.entries)
        kept.seals |= {seal.seq: seal for seal in part.seals}

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        kept = self._kept[stream]
        return Stretch(stream, first, kept.heads[first - 1], tuple(kept.bodies[first - 1 : first - 1 + most]))

    def seals(self, stream: Stream, first: int, last: int) -> tuple[Seal, ...]:
        return tuple(seal for seq, seal in sorted(self._kept[stream].seals.items()) if first <= seq <= last)
