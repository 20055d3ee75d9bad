"""Would the simulation notice? Clients and centres with one protection taken out each.

Every bug is one that real systems shipped; a test per bug asks that some seed's day ends ``Astray`` because of it.
"""

import msgspec

from sync.client.outcome import Why
from sync.client.push import Next, Outbox
from sync.client.refill import Refill
from sync.domain.identity import Stream
from sync.protocol import chain, position
from sync.protocol.messages import LostAndFound, Push, PushReply
from tests.support.centre_in_memory import MemoryCentre
from tests.support.simulation.kiosk import Parts


class TrustsOwnAckOutbox(Outbox):
    """What was acknowledged once counts as sent for ever: a restored centre never gets it again."""

    def take_reply(self, sent: Push | LostAndFound, reply: PushReply) -> Next:
        marks = {stream: self._mark_of(stream) for stream, _ in self._journal.streams()}
        how = super().take_reply(sent, reply)
        for stream, mark in marks.items():
            self._keep_mark(stream, max(mark, self._mark_of(stream)), 0, 0)
        return how

    def lower(self, stream: Stream, _high: int) -> bool:
        return any(stream == ours for ours, _ in self._journal.streams())


class MarksOnSendOutbox(Outbox):
    """What was sent counts as arrived."""

    def next_push(self) -> Push | LostAndFound | None:
        sent = super().next_push()
        if isinstance(sent, Push) and sent.entries:
            self._keep_mark(sent.stream, sent.seal.seq, 0, 0)
        return sent


class DropsOnRefusalOutbox(Outbox):
    """A batch that was answered 400 is thrown away, since "it will never be accepted"."""

    def failed(self, sent: Push | LostAndFound, why: Why) -> Next:
        if why is Why.UNREADABLE and isinstance(sent, Push):
            self._keep_mark(sent.stream, sent.seal.seq, 0, 0)
            return Next.GO_ON
        return super().failed(sent, why)


class BelievesACloneOutbox(Outbox):
    """The centre's position is believed without asking whether it is a place of our own chain."""

    def _is_ours(self, _stream: Stream, _reply: PushReply) -> bool:
        return True


class ForgetsWantedRefill(Refill):
    """What the restored centre asks for is not carried."""

    def wanted(self, stream: Stream, high: int) -> None:
        pass


class NoChainCentre(MemoryCentre):
    """Places by number alone: a place that is taken is a duplicate, whatever stands there."""

    def place(self, sent: Push | LostAndFound, standing: position.Standing) -> position.Placed:
        first, entries = (sent.first, sent.entries) if isinstance(sent, Push) else (sent.id.seq, (sent.body,))
        if first > standing.high + 1:
            return position.Rewind(standing.high)
        new = entries[standing.high + 1 - first :]
        if not new:
            return position.Duplicate()
        return position.Append(standing.high + 1, new, tuple(chain.walk(standing.head, new)))


class CountsDuplicatesCentre(MemoryCentre):
    """Adds up what was sent instead of what was appended."""

    def counted(self, sent: tuple[int, tuple[bytes, ...]], _placed: position.Append) -> tuple[int, tuple[bytes, ...]]:
        return sent


class ForgetsTheBranchCentre(MemoryCentre):
    """Keeps a forked batch but not that it began a branch: what follows on it is sent back for a gap that cannot be filled."""

    def is_quarantined(self, _stream: Stream, _head: bytes) -> bool:
        return False


class Bug(msgspec.Struct, frozen=True):
    """One protection taken out: the parts that lack it."""

    outbox: type[Outbox] = Outbox
    refill: type[Refill] = Refill
    centre: type[MemoryCentre] = MemoryCentre

    def parts(self) -> Parts:
        parts = Parts()
        parts.outbox, parts.refill = self.outbox, self.refill
        return parts


PLANTED: dict[str, Bug] = {
    "trusts its own ack": Bug(outbox=TrustsOwnAckOutbox),
    "marks on send": Bug(outbox=MarksOnSendOutbox),
    "drops on a refusal": Bug(outbox=DropsOnRefusalOutbox),
    "believes a clone's position": Bug(outbox=BelievesACloneOutbox),
    "forgets what is wanted": Bug(refill=ForgetsWantedRefill),
    "compares no chain": Bug(centre=NoChainCentre),
    "counts duplicates": Bug(centre=CountsDuplicatesCentre),
    "forgets the branch": Bug(centre=ForgetsTheBranchCentre),
}
