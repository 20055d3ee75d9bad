"""How does a restored centre get back what only a sibling still knows? Streams of other kiosks, carried to it sealed as they came.

Promise: exactly their bytes under their own device's seals, so the centre believes the device and not the carrier; several kiosks that
refill the same stream meet as duplicates. What the centre will not take from us is left to its owner.
"""

from threading import Lock

from sync.client.outcome import Why
from sync.client.ports import Told
from sync.client.push import Making, Next
from sync.domain.identity import Stream
from sync.protocol.limits import BATCH_ENTRIES_MAX, BATCH_ENTRIES_SERVER_MAX
from sync.protocol.messages import LostAndFound, Push, PushReply, PushState


class Refill:
    """What the centre wants of siblings' streams, and the pushes that carry it. Pull names it, push carries it: hence the lock."""

    def __init__(self, told: Told, making: Making) -> None:
        self._told = told
        self._making = making
        self._lock = Lock()
        self._after: dict[Stream, int] = {}
        self._followed: set[Stream] = set()
        self._careful: set[Stream] = set()
        """Streams of which a part was refused: from then on only up to the next seal at once."""

    def wanted(self, stream: Stream, high: int) -> None:
        """The centre holds ``stream`` up to ``high`` only and asks for more."""
        with self._lock:
            self._after.setdefault(stream, high)

    def waiting(self) -> int:
        """How many entries of siblings are on their way to the centre."""
        held = dict(self._told.vector())
        with self._lock:
            return sum(max(0, held.get(stream, 0) - after) for stream, after in self._after.items())

    def next_push(self) -> Push | None:
        """Return the next part that the centre wants and that a seal covers; none: there is none."""
        held = dict(self._told.vector())
        with self._lock:
            waiting = tuple(self._after.items())
        for stream, after in waiting:
            push = self._from(stream, after) if after < held.get(stream, 0) else None
            if push is not None:
                return push
            self._drop(stream)
        return None

    def take_reply(self, sent: Push | LostAndFound, reply: PushReply) -> Next:
        """Go on where the centre says."""
        assert isinstance(sent, Push), "a sibling's entry is never sent alone"
        if reply.state is PushState.FORK:
            self._drop(sent.stream)
            return Next.GO_ON
        with self._lock:
            self._after[sent.stream] = reply.high
        if reply.high >= sent.first:
            self._followed.discard(sent.stream)
            return Next.GO_ON
        if sent.stream in self._followed:
            self._drop(sent.stream)
            return Next.BACK_OFF
        self._followed.add(sent.stream)
        return Next.GO_ON

    def failed(self, sent: Push | LostAndFound, why: Why) -> Next:
        """Carry less at once; leave the stream to its owner when the centre cannot take even that. On a bad line try again later."""
        assert isinstance(sent, Push), "a sibling's entry is never sent alone"
        if why is Why.SLOW:
            self._careful.add(sent.stream)
        if why not in (Why.UNREADABLE, Why.TOO_LARGE):
            return Next.BACK_OFF
        if sent.stream in self._careful:
            self._drop(sent.stream)
        else:
            self._careful.add(sent.stream)
        return Next.GO_ON

    def _drop(self, stream: Stream) -> None:
        with self._lock:
            self._after.pop(stream, None)
        self._followed.discard(stream)
        self._careful.discard(stream)

    def _from(self, stream: Stream, after: int) -> Push | None:
        """A part must end where a seal stands: the last one within a batch, else the next one that the centre would still take."""
        first = after + 1
        seals = self._told.seals(stream, first, first + BATCH_ENTRIES_MAX - 1)
        seals = seals[:1] if stream in self._careful else seals[-1:]
        seals = seals or self._told.seals(stream, first, first + BATCH_ENTRIES_SERVER_MAX - 1)[:1]
        if not seals:
            return None
        stretch = self._told.read(stream, first, seals[0].seq - after)
        if after + len(stretch.entries) != seals[0].seq:
            return None
        return Push(stream, first, stretch.previous, stretch.entries, seals[0], self._making.nonce(), self._making.version)
