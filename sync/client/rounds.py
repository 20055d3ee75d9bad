"""What is one turn of each loop? A push round and a pull round, as conversations without any socket.

Promise: a round yields requests and is sent responses (or thrown what went wrong), so that the worker, the tests and the simulation
drive the same lines. Each ends: after ``EXCHANGES_MAX`` exchanges, with everything done, or in ``RetryLater`` or ``Stop``.
"""

from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

import msgspec
from nacl.signing import SigningKey

from sync.client.exchange import Response, read_reply
from sync.client.outcome import RetryLater, Stop, StopWhy, Why
from sync.client.pull import Pull
from sync.client.push import Next, Outbox
from sync.client.refill import Refill
from sync.domain.identity import Stream
from sync.journal.contract import Fault
from sync.protocol import paths
from sync.protocol.envelope import encode, pack
from sync.protocol.messages import LostAndFound, PullReply, Push, PushReply
from sync.protocol.names import NamesReply
from sync.protocol.signing import LOST, LOST_REPLY, NO_NONCE, PULL_REPLY, PUSH_REPLY, sign

EXCHANGES_MAX = 200
"""So many in one round: 100,000 entries or a roster of as many people; then the loop looks up whether it is to stop."""

Reply = TypeVar("Reply", PushReply, PullReply, NamesReply)


class Source(Protocol):
    """Where pushes come from: the outbox, or a refill of siblings' streams."""

    def next_push(self) -> Push | LostAndFound | None: ...

    def take_reply(self, sent: Push | LostAndFound, reply: PushReply) -> Next: ...

    def failed(self, sent: Push | LostAndFound, why: Why) -> Next: ...


class Request(msgspec.Struct, frozen=True):
    """A body for one of the centre's paths."""

    path: str
    body: bytes


Result = TypeVar("Result")
Conversation = Generator[Request, Response, Result]
"""Yields requests, is sent the responses, returns its result."""


class Line:
    """Asks, and checks the centre's signature; tells ``heard`` the centre's time with each answer."""

    def __init__(self, pull: Pull, heard: Callable[[int], None]) -> None:
        self._pull = pull
        self._heard = heard

    def ask(self, path: str, message: msgspec.Struct, about: tuple[str, bytes], sort: type[Reply]) -> Conversation[Reply]:
        """Return the reply to ``message``; ``about`` is the reply's purpose and our nonce."""
        response = yield Request(path, pack(message))
        reply = read_reply(response, *about, self._pull.server_keys, sort)
        self._heard(reply.now_ms)
        return reply


class PushRound:
    """Everything that waits goes up: first our own streams, then what the centre wants of siblings'."""

    def __init__(self, line: Line, sources: Iterable[Source], key: SigningKey) -> None:
        self._line = line
        self._sources = tuple(sources)
        self._key = key

    def run(self) -> Conversation[float]:
        """Push until nothing waits. The result is the gap that the centre asks for, in seconds."""
        gap_s = 0.0
        for source in self._sources:
            for _ in range(EXCHANGES_MAX):
                sent = source.next_push()
                if sent is None:
                    break
                gap_s = max(gap_s, (yield from self._exchange(source, sent)))
        return gap_s

    def _exchange(self, source: Source, sent: Push | LostAndFound) -> Conversation[float]:
        try:
            reply = yield from self._ask(sent)
        except RetryLater as error:
            if source.failed(sent, error.why) is Next.GO_ON:
                return 0.0
            raise
        if source.take_reply(sent, reply) is Next.BACK_OFF:
            raise RetryLater(Why.CENTRE_FAULT, "the centre's position does not lead on")
        return reply.next_after_ms / 1000

    def _ask(self, sent: Push | LostAndFound) -> Conversation[PushReply]:
        if isinstance(sent, Push):
            return self._line.ask(paths.PUSH, sent, (PUSH_REPLY, sent.nonce), PushReply)
        signed = sign(LOST, NO_NONCE, encode(sent), self._key)
        return self._line.ask(paths.LOST, signed, (LOST_REPLY, sent.nonce), PushReply)


class PullRound:
    """Everything that was published comes down, until there is no more."""

    def __init__(self, line: Line, pull: Pull, outbox: Outbox, refill: Refill, wake_push: Callable[[], None]) -> None:
        self._line = line
        self._pull = pull
        self._outbox = outbox
        self._refill = refill
        self._wake_push = wake_push

    def run(self) -> Conversation[float]:
        """Pull until there is no more. The result is the gap that the centre asks for, in seconds.

        What this machine could not keep is said when everything else has been done (``Why.NOT_KEPT``), and comes again next round.
        """
        gap_s = 0.0
        fault: Fault | None = None
        for _ in range(EXCHANGES_MAX):
            ask = self._pull.next_ask(self._outbox.waiting())
            try:
                reply = yield from self._line.ask(paths.PULL, self._pull.signed(ask), (PULL_REPLY, ask.nonce), PullReply)
            except Stop as stop:
                if stop.why is StopWhy.DEVICE_REVOKED:
                    self._pull.revoked()
                raise
            gap_s = reply.next_after_ms / 1000
            pulled = self._pull.take_reply(reply)
            self._hand_on(pulled.wanted)
            fault = pulled.fault
            if not pulled.more:
                break
        if fault is not None:
            raise RetryLater(Why.NOT_KEPT, str(fault)) from fault
        return gap_s

    def _hand_on(self, wanted: tuple[tuple[Stream, int], ...]) -> None:
        for stream, high in wanted:
            if not self._outbox.lower(stream, high):
                self._refill.wanted(stream, high)
        if wanted:
            self._wake_push()


def carry(conversation: Conversation[Result], post: Callable[[str, bytes], Response], stopping: Callable[[], bool]) -> Result | None:
    """Hold ``conversation`` over ``post`` until its result. None: ``stopping`` became true, and no answer was taken in after that."""
    response: Response | None = None
    trouble: RetryLater | None = None
    try:
        while not stopping():
            request = conversation.throw(trouble) if trouble else conversation.send(response)  # type: ignore[arg-type]  # None starts it
            response, trouble = _posted(request, post)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        conversation.close()
    return None


def _posted(request: Request, post: Callable[[str, bytes], Response]) -> tuple[Response | None, RetryLater | None]:
    try:
        return post(request.path, request.body), None
    except RetryLater as error:
        return None, error
