"""Which entries go to the centre next, and what does its answer mean? The outbox: the journal after the centre's mark.

Promise: the centre's contiguous position is the only truth (S1): the mark follows its word, up and down, and nothing else ever moves
it. No failure drops an entry; the worst is one that goes alone, unread, with an alarm. No sockets, no clock, no disk of its own.
"""

from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto

import msgspec

from sync.client.lane import Doubts, Lane
from sync.client.outcome import Why
from sync.client.ports import Journal
from sync.client.reports import Behind, Forked, NotTakenAtAll, Report, WentAlone
from sync.client.sizing import Sizing, fitting
from sync.domain.identity import EntryId, Stream, entry_id
from sync.journal.contract import Fault, KeyGone
from sync.protocol.messages import ClockSample, LostAndFound, Push, PushReply, PushState

FLAGGED_MAX = 10_000
"""So many flagged ids are kept to be counted once each; a lead's screen says "more than" beyond."""


class Next(Enum):
    """How the round goes on after an answer."""

    GO_ON = auto()
    BACK_OFF = auto()


class Making(msgspec.Struct, frozen=True):
    """What a push needs from outside: the clocks, fresh nonces, the version of the definition and of the software, and how large
    the first push of a stream is. ``room_bytes``: what is free where the journal lies (none: nobody can tell).
    """

    clock: Callable[[], ClockSample]
    nonce: Callable[[], bytes]
    definition: Callable[[], int]
    version: str = ""
    sizing: Sizing = Sizing()
    room_bytes: Callable[[], int | None] = lambda: None


class Outbox:
    """Push logic for every stream of the journal."""

    def __init__(self, journal: Journal, making: Making, report: Callable[[Report], None] = lambda _report: None) -> None:
        self._journal = journal
        self._making = making
        self._report = report
        self._lanes: dict[Stream, Lane] = {}
        self._epoch: int | None = None
        self._put_last: Stream | None = None
        self._reported: set[Report] = set()
        self.flagged: set[EntryId] = set()

    def waiting(self) -> int:
        """How many entries neither stand in the ledger nor in quarantine, as far as the centre has said."""
        return sum(max(0, high - self._after(stream)) for stream, high in self._journal.streams())

    def quarantined(self) -> int:
        """How many entries the centre keeps in quarantine for a person to decide on."""
        lanes = ((self._lanes.get(stream), stream) for stream, _ in self._journal.streams())
        return sum(max(0, lane.branch - self._mark_of(stream)) for lane, stream in lanes if lane)

    def sent(self) -> int:
        """How many entries the centre has said it holds."""
        return sum(min(high, self._mark_of(stream)) for stream, high in self._journal.streams())

    def doubt(self) -> None:
        """Ask for every stream's position again: at start, now and then, and when the centre was restored."""
        for lane in tuple(self._lanes.values()):  # the pull loop may meet a stream for the first time meanwhile
            lane.confirmed = False

    def next_push(self) -> Push | LostAndFound | None:
        """Return what is to be sent next, or none: everything stands at the centre and was confirmed."""
        streams = sorted(self._journal.streams(), key=lambda each: each[0] == self._put_last)
        for stream, high in streams:
            push = self._next_of(stream, high)
            if push is not None:
                return push
        return None

    def take_reply(self, sent: Push | LostAndFound, reply: PushReply) -> Next:
        """Believe the centre's word about what was ``sent``."""
        stream = sent.stream if isinstance(sent, Push) else sent.id.stream
        lane = self._lane(stream)
        if self._epoch is not None and reply.epoch != self._epoch:
            self._restored()
        self._epoch = reply.epoch
        match reply.state:
            case PushState.FORK:
                return self._forked(sent, stream, lane, reply)
            case PushState.REWIND | PushState.UNKNOWN_STREAM_START:
                return self._rewound(stream, lane, reply)
            case PushState.APPENDED | PushState.REVOKED:
                return self._appended(sent, stream, lane, reply)

    def failed(self, sent: Push | LostAndFound, why: Why) -> Next:
        """Nobody took what was ``sent``: make the next one smaller where that can help, and let other streams go first."""
        if isinstance(sent, LostAndFound):
            self._put_last = sent.id.stream
            if why in (Why.UNREADABLE, Why.TOO_LARGE):
                self._report_once(NotTakenAtAll(sent.id))
            return Next.BACK_OFF
        self._put_last = sent.stream
        if why not in (Why.SLOW, Why.TOO_LARGE, Why.UNREADABLE) or not sent.entries:
            return Next.BACK_OFF
        lane = self._lane(sent.stream)
        lane.sizing = lane.sizing.failed(len(sent.entries))
        if why is Why.SLOW:
            return Next.BACK_OFF
        if len(sent.entries) == 1:
            again = lane.suspect == sent.first and lane.doubts >= Doubts.CENTRE_ANSWERS
            lane.suspect, lane.doubts = sent.first, Doubts.REFUSED_AGAIN if again else Doubts.REFUSED_ALONE
        return Next.GO_ON

    def lower(self, stream: Stream, high: int) -> bool:
        """The centre said, outside a push, that it holds ``stream`` only up to ``high``. Return whether the stream is ours.

        Lowering is always safe: what the centre has after all meets it as a duplicate.
        """
        if not any(stream == ours for ours, _ in self._journal.streams()):
            return False
        if high < self._mark_of(stream):
            self._keep_mark(stream, high, 0, self._epoch or 0)
            self._lane(stream).confirmed = False
        return True

    def seal_present(self) -> None:
        """Seal every stream at its end, so that a copied journal proves as much as it can even if nothing is ever sent."""
        clock = self._making.clock()
        for stream, high in self._journal.streams():
            with suppress(KeyGone):
                if high:
                    self._journal.seal(stream, high, self._making.definition(), clock)

    def _next_of(self, stream: Stream, high: int) -> Push | LostAndFound | None:
        lane = self._lane(stream)
        try:
            if self._after(stream) < high:
                return self._from(stream, high, lane)
            return self._knock(stream, high, high) if high and not lane.confirmed else None
        except KeyGone:
            return self._sealed_before(stream, high, lane)

    def _sealed_before(self, stream: Stream, high: int, lane: Lane) -> Push | None:
        """Return what was sealed while the stream's key was here. The rest waits for a person with the key and holds up nobody."""
        first = self._after(stream) + 1
        seals = self._journal.seals(stream, first, first + lane.sizing.entries - 1)
        if seals:
            stretch = self._journal.read(stream, first, seals[-1].seq - first + 1)
            making, waiting = self._making, high - seals[-1].seq
            return Push(
                stream, first, stretch.previous, stretch.entries, seals[-1], making.nonce(), making.version, waiting, making.clock()
            )
        if first <= high:
            self._report_once(NotTakenAtAll(entry_id(stream, first)))
        return None

    def _lane(self, stream: Stream) -> Lane:
        return self._lanes.setdefault(stream, Lane(self._making.sizing))

    def _after(self, stream: Stream) -> int:
        lane = self._lanes.get(stream)
        return max(self._mark_of(stream), lane.branch if lane else 0)

    def _mark_of(self, stream: Stream) -> int:
        lane = self._lanes.get(stream)
        return self._journal.mark(stream) if lane is None or lane.mark is None else lane.mark

    def _keep_mark(self, stream: Stream, high: int, safe_high: int, epoch: int) -> None:
        """A disk that is full or worn must not keep the next entries from the centre: the next start asks for the position again.

        Kept before it is told: who sees that nothing waits may switch the machine off.
        """
        with suppress(Fault):
            self._journal.set_mark(stream, high, safe_high, epoch)
        self._lane(stream).mark = high

    def _from(self, stream: Stream, high: int, lane: Lane) -> Push | LostAndFound:
        first = self._after(stream) + 1
        if lane.suspect == first and lane.doubts is Doubts.REFUSED_AGAIN:
            return self._lost(stream, first)
        if lane.suspect == first and lane.doubts is Doubts.REFUSED_ALONE:
            return self._knock(stream, first - 1, high)
        stretch = self._journal.read(stream, first, lane.sizing.entries)
        entries = stretch.entries[: fitting(stretch.entries)]
        last = first + len(entries) - 1
        return self._push(stream, first, stretch.previous, entries, high - last)

    def _push(self, stream: Stream, first: int, previous: bytes | None, entries: tuple[bytes, ...], waiting: int) -> Push:
        """``previous`` none: a knock, whose head before ``first`` is the seal's."""
        clock = self._making.clock()
        seal = self._journal.seal(stream, first + len(entries) - 1, self._making.definition(), clock)
        head = seal.head if previous is None else previous
        return Push(stream, first, head, entries, seal, self._making.nonce(), self._making.version, waiting, clock)

    def _knock(self, stream: Stream, at: int, high: int) -> Push:
        return self._push(stream, at + 1, None, (), high - at)

    def _lost(self, stream: Stream, seq: int) -> LostAndFound:
        stretch = self._journal.read(stream, seq, 1)
        return LostAndFound(entry_id(stream, seq), stretch.entries[0], self._making.nonce(), stretch.previous)

    def _appended(self, sent: Push | LostAndFound, stream: Stream, lane: Lane, reply: PushReply) -> Next:
        last = _last(sent)
        if reply.high < last or (isinstance(sent, Push) and reply.high == last and reply.head != sent.seal.head):
            return Next.BACK_OFF  # its own word contradicts itself: nothing is believed, the next push will tell
        lane.verified = max(lane.verified, last)
        if isinstance(sent, LostAndFound):
            self._report_once(WentAlone(sent.id))
        elif sent.entries:
            lane.sizing = lane.sizing.carried(len(sent.entries))
            lane.followed = False
        lane.answered(last)
        self._flag(stream, reply)
        # What the centre holds beyond our last may be another journal's (a clone): only the chain can say.
        self._mark(stream, lane, reply, reply.high if self._is_ours(stream, reply) else last)
        if reply.high > self._high(stream):
            self._about_present(stream, Behind(stream, reply.high))
        return Next.GO_ON

    def _rewound(self, stream: Stream, lane: Lane, reply: PushReply) -> Next:
        lane.branch = 0
        if self._is_ours(stream, reply):
            lane.verified = reply.high
            self._mark(stream, lane, reply, reply.high)
        else:
            self._mark(stream, lane, reply, 0)
        return self._follow(stream, lane)

    def _forked(self, sent: Push | LostAndFound, stream: Stream, lane: Lane, reply: PushReply) -> Next:
        """The centre's position is that of another branch. Everything of ours after the last agreement must reach the quarantine."""
        self._about_present(stream, Forked(stream))
        if lane.branch < _first(sent) - 1 and lane.verified < _first(sent) - 1:
            self._mark(stream, lane, reply, 0)
            return self._follow(stream, lane)
        lane.answered(_last(sent))
        lane.branch = max(lane.branch, _last(sent))
        lane.confirmed = True
        return Next.GO_ON

    def _follow(self, stream: Stream, lane: Lane) -> Next:
        """Go to the named position, once per back-off."""
        if lane.followed:
            self._put_last = stream
            return Next.BACK_OFF
        lane.followed = True
        return Next.GO_ON

    def _mark(self, stream: Stream, lane: Lane, reply: PushReply, high: int) -> None:
        self._keep_mark(stream, high, min(reply.safe_high, high), reply.epoch)
        lane.confirmed = True

    def _is_ours(self, stream: Stream, reply: PushReply) -> bool:
        """Whether the centre's position is a place of our chain. A start from nothing always is."""
        if not 0 < reply.high <= self._high(stream):
            return not reply.high
        return reply.head == self._journal.read(stream, reply.high + 1, 1).previous

    def _high(self, stream: Stream) -> int:
        return dict(self._journal.streams()).get(stream, 0)

    def _about_present(self, stream: Stream, report: Report) -> None:
        """An earlier incarnation needs no new one."""
        if stream == self._journal.stream:
            self._report_once(report)

    def _restored(self) -> None:
        """The centre came back from a backup: what it knew of any stream, and its quarantine, may be gone."""
        self.doubt()
        for lane in tuple(self._lanes.values()):
            lane.branch = lane.verified = 0

    def _flag(self, stream: Stream, reply: PushReply) -> None:
        for seq, _flag in reply.flags:
            if len(self.flagged) < FLAGGED_MAX:
                self.flagged.add(entry_id(stream, seq))

    def _report_once(self, report: Report) -> None:
        if report in self._reported:
            return
        # Who could not act on it now, on a full disk, is told again with the next answer that says it.
        with suppress(Fault):
            self._report(report)
            self._reported.add(report)


def _first(sent: Push | LostAndFound) -> int:
    return sent.first if isinstance(sent, Push) else sent.id.seq


def _last(sent: Push | LostAndFound) -> int:
    return sent.first + len(sent.entries) - 1 if isinstance(sent, Push) else sent.id.seq
