"""Whose journals are the sums added up from, in tests? Streams in memory, and entries put into them.

Promise: it answers as a journal and as what the centre told, and nothing is kept on a disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from sync.domain.definition import Definition
from sync.domain.facts import Fact
from sync.domain.identity import EntryId, Stream
from sync.journal import sums as sums_module
from sync.journal.contract import Stretch
from sync.protocol.canon import encode
from sync.protocol.chain import extend, genesis
from tests.support.day import CARDS, HERE, WARD, line, small_definition


class Standing:
    """Streams in memory: our own journal and what the centre told, as the sums see them."""

    def __init__(self, venue: int = WARD) -> None:
        self.definition = small_definition()
        self.venue = venue
        self.stream = HERE
        self.bodies: dict[Stream, list[bytes]] = {}
        self.own: set[Stream] = {HERE}

    def put(self, stream: Stream, body: bytes) -> None:
        self.bodies.setdefault(stream, []).append(body)

    def streams(self) -> tuple[tuple[Stream, int], ...]:
        return tuple((stream, len(bodies)) for stream, bodies in self.bodies.items() if stream in self.own)

    def vector(self) -> tuple[tuple[Stream, int], ...]:
        return tuple((stream, len(bodies)) for stream, bodies in self.bodies.items() if stream not in self.own)

    def read(self, stream: Stream, first: int, most: int) -> Stretch:
        bodies = self.bodies[stream]
        head = genesis(stream, b"")
        for body in bodies[: first - 1]:
            head = extend(head, body)
        return Stretch(stream, first, head if first <= len(bodies) + 1 else b"", tuple(bodies[first - 1 : first - 1 + most]))


def put(standing: Standing, fact: Fact, minute: float, stream: Stream = HERE, venue: int = WARD) -> EntryId:
    seq = len(standing.bodies.get(stream, [])) + 1
    made = line(fact, minute, seq, stream, venue=venue)
    standing.put(stream, encode(made.entry))
    return made.id


@contextmanager
def pieces_of(size: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_PIECE_ENTRIES", "_PIECE_PEOPLE", "_PIECE_JUDGED"):
            patch.setattr(sums_module, name, size)
        yield


def published_again(definition: Definition) -> Definition:
    """Return the next version, by turns without the cards and with them."""
    whole = small_definition().activities
    activities = whole if len(definition.activities) < len(whole) else tuple(one for one in whole if one.no != CARDS)
    return msgspec.structs.replace(definition, version=definition.version + 1, activities=activities)
