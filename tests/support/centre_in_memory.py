"""What would a centre answer that keeps everything in memory? The wire's contract, for the client's tests and the simulation.

Promise: it decides with ``sync.protocol.position`` as the real one does, appends and counts together, can be set back to an earlier
day, and speaks bytes, so that nothing of the real client is bypassed.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TypeVar

import msgspec
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from sync.client.exchange import Response
from sync.domain.definition import Definition
from sync.domain.entry import Line
from sync.domain.identity import Stream, entry_id
from sync.domain.output import Bucket, contribution
from sync.protocol import canon, paths, position
from sync.protocol.chain import extend
from sync.protocol.digits import digits_of
from sync.protocol.envelope import CONTENT_TYPE, Unreadable, decode, encode, pack, unpack
from sync.protocol.limits import PULL_ENTRIES_MAX
from sync.protocol.messages import (
    DeviceKey,
    EnrolAsk,
    EnrolReply,
    EnrolState,
    HelloAsk,
    HelloReply,
    LostAndFound,
    Manifest,
    PullAsk,
    PullReply,
    Push,
    PushReply,
    PushState,
    RosterPage,
    Seal,
    Signed,
    StreamPart,
    Trouble,
    TroubleCode,
)
from sync.protocol.signing import (
    ENROL_REPLY,
    HELLO_REPLY,
    LOST,
    LOST_REPLY,
    MANIFEST,
    NO_NONCE,
    PULL,
    PULL_REPLY,
    PUSH_REPLY,
    TROUBLE,
    Untrusted,
    open_signed,
    sign,
)
from tests.support.day import small_definition

Message = TypeVar("Message")

SALT = b"s" * 16


class Held(msgspec.Struct):
    """One stream in the ledger: ``heads[n]`` is the chain after n entries."""

    heads: list[bytes]
    bodies: list[bytes] = []
    seals: dict[int, Seal] = {}


class Books(msgspec.Struct):
    """Everything that a backup holds."""

    ledger: dict[Stream, Held] = {}
    quarantine: dict[tuple[Stream, int, bytes], None] = {}
    branches: set[tuple[Stream, bytes]] = set()
    totals: Counter[Bucket] = msgspec.field(default_factory=Counter)
    unread: set[tuple[Stream, int]] = set()


class Refusal(Exception):
    """The request ends in a ``Trouble``."""

    def __init__(self, status: int, code: TroubleCode, retry_after_ms: int = 0) -> None:
        super().__init__(status, code)
        self.status = status
        self.trouble = Trouble(code, retry_after_ms)


class MemoryCentre:
    """One venue's centre. ``is_poison`` says which entries the ingest of pushes chokes on (a defect, acted)."""

    def __init__(
        self,
        key: SigningKey,
        now_ms: Callable[[], int],
        is_poison: Callable[[bytes], bool] = lambda _entry: False,
        definition: Definition | None = None,
    ) -> None:
        self.key = key
        self.public_key = key.verify_key.encode()
        self.hand_over_key = PrivateKey(key.encode())
        self.now_ms = now_ms
        self.is_poison = is_poison
        self.definition = definition or small_definition()
        self.books = Books()
        self.devices: dict[int, bytes] = {}
        self.revoked: set[int] = set()
        self.asked: dict[bytes, int] = {}
        self.pages: list[RosterPage] = []
        self.epoch = 1
        self.version = 0
        self.next_after_ms = 1_000
        self._manifest = self._signed_manifest()
        self._lock = Lock()
        self._nonce = b""

    def enrol(self, device: int, public_key: bytes) -> None:
        self.devices[device] = public_key
        self._manifest = self._signed_manifest()

    def backup(self) -> Books:
        return copy.deepcopy(self.books)

    def restore(self, backup: Books) -> None:
        """Go back to ``backup``; what came since is gone here."""
        self.books = copy.deepcopy(backup)
        self.epoch += 1

    def handle(self, path: str, body: bytes) -> Response:
        """Answer one request. Never raises for anything that somebody sent."""
        answers = {paths.PUSH: self._on_push, paths.LOST: self._on_lost, paths.PULL: self._on_pull}
        answers |= {paths.ENROL: self._on_enrol, paths.HELLO: self._on_hello}
        if path not in answers:
            return Response(404, "text/html", b"<h1>Not found</h1>")
        with self._lock:
            self._nonce = b""
            try:
                purpose, reply = answers[path](body)
            except Unreadable:
                return self._refuse(Refusal(400, TroubleCode.UNREADABLE))
            except Refusal as refusal:
                return self._refuse(refusal)
            return Response(200, CONTENT_TYPE, pack(sign(purpose, self._nonce, encode(reply), self.key)))

    def _on_push(self, body: bytes) -> tuple[str, msgspec.Struct]:
        push = unpack(body, Push)
        self._nonce = push.nonce
        if any(self.is_poison(entry) for entry in push.entries):
            raise Refusal(400, TroubleCode.UNREADABLE)
        return PUSH_REPLY, self._take(push.stream, push)

    def _on_lost(self, body: bytes) -> tuple[str, msgspec.Struct]:
        lost = self._opened(unpack(body, Signed), LOST, LostAndFound, lambda lost: lost.id.device)
        self._nonce = lost.nonce
        return LOST_REPLY, self._take(lost.id.stream, lost)

    def _on_pull(self, body: bytes) -> tuple[str, msgspec.Struct]:
        ask = self._opened(unpack(body, Signed), PULL, PullAsk, lambda ask: ask.device)
        self._nonce = ask.nonce
        return PULL_REPLY, self._pull(ask)

    def _on_enrol(self, body: bytes) -> tuple[str, msgspec.Struct]:
        ask = unpack(body, EnrolAsk)
        self._nonce = ask.nonce
        return ENROL_REPLY, self._enrol(ask)

    def _on_hello(self, body: bytes) -> tuple[str, msgspec.Struct]:
        self._nonce = unpack(body, HelloAsk).nonce
        return HELLO_REPLY, HelloReply(self.now_ms())

    def place(self, sent: Push | LostAndFound, standing: position.Standing) -> position.Placed:
        """Decide; a test may plant a bug here."""
        held = self.books.ledger.get(standing.stream)

        def head_at(seq: int) -> bytes:
            assert held is not None
            return held.heads[seq]

        def is_quarantined(head: bytes) -> bool:
            return self.is_quarantined(standing.stream, head)

        if isinstance(sent, Push):
            return position.place(sent, standing, head_at, is_quarantined)
        return position.place_lost(sent, standing, head_at, is_quarantined)

    def is_quarantined(self, stream: Stream, head: bytes) -> bool:
        return (stream, head) in self.books.branches

    def count(self, stream: Stream, first: int, bodies: Iterable[bytes]) -> None:
        """Add what is new to the totals, in the transaction that appends it."""
        for seq, body in enumerate(bodies, first):
            if (line := line_of(stream, seq, body)) and (added := contribution(line)):
                self.books.totals[added.bucket] += added.quantity

    def counted(self, _sent: tuple[int, tuple[bytes, ...]], placed: position.Append) -> tuple[int, tuple[bytes, ...]]:
        """Return what of a push is to be counted: what was appended, never what was sent."""
        return placed.first, placed.entries

    def _take(self, stream: Stream, sent: Push | LostAndFound) -> PushReply:
        public_key = self.devices.get(stream.device)
        if public_key is None:
            raise Refusal(401, TroubleCode.NOT_ENROLLED)
        held = self.books.ledger.get(stream)
        empty = position.unknown(stream, public_key)
        standing = position.Standing(stream, public_key, len(held.bodies), held.heads[-1]) if held else empty
        placed = self.place(sent, standing)
        entries = sent.entries if isinstance(sent, Push) else (sent.body,)
        if isinstance(placed, position.BadSeal):
            raise Refusal(400, TroubleCode.UNREADABLE)
        if isinstance(placed, position.Append):
            held = self.books.ledger.setdefault(stream, Held([empty.head]))
            held.bodies += placed.entries
            held.heads += placed.heads
            if isinstance(sent, Push):
                self.count(stream, *self.counted((sent.first, entries), placed))
            else:
                self.books.unread.add((stream, sent.id.seq))
        elif isinstance(placed, position.Fork):
            self._quarantine(stream, sent, entries)
        if isinstance(sent, Push) and not isinstance(placed, position.Fork) and held and 0 < sent.seal.seq <= len(held.bodies):
            held.seals[sent.seal.seq] = sent.seal
        return self._position(position.state_of(placed, standing), stream, empty.head)

    def _quarantine(self, stream: Stream, sent: Push | LostAndFound, entries: tuple[bytes, ...]) -> None:
        first = sent.first if isinstance(sent, Push) else sent.id.seq
        for seq, body in enumerate(entries, first):
            self.books.quarantine[stream, seq, body] = None
        if entries:
            self.books.branches.add((stream, sent.seal.head if isinstance(sent, Push) else extend(sent.previous, sent.body)))

    def _position(self, state: PushState, stream: Stream, genesis: bytes) -> PushReply:
        held = self.books.ledger.get(stream)
        if state is PushState.APPENDED and stream.device in self.revoked:
            state = PushState.REVOKED
        high, head = (len(held.bodies), held.heads[-1]) if held else (0, genesis)
        return PushReply(state, high, head, 0, self.epoch, self.now_ms(), (), self.version, self.next_after_ms)

    def _pull(self, ask: PullAsk) -> PullReply:
        held = dict(ask.vector)
        own = {stream for stream in held if stream.device == ask.device}
        parts = []
        room = PULL_ENTRIES_MAX
        for stream, kept in sorted(self.books.ledger.items()):
            part = self._part(stream, kept, held.get(stream, 0), room) if stream not in own else None
            if part:
                parts.append(part)
                room -= len(part.entries)
        highs = {stream: len(kept.bodies) for stream, kept in self.books.ledger.items()}
        wanted = tuple((stream, highs.get(stream, 0)) for stream, high in ask.vector if high > highs.get(stream, 0))
        manifest = self._manifest if self.version != ask.definition else None
        page = next((page for page in self.pages if page.version > ask.roster), None) if not ask.roster_after else self.pages[-1]
        standing = ask.device not in self.revoked
        return PullReply(standing, manifest, page, tuple(parts), wanted, self.now_ms(), self.next_after_ms)

    def _part(self, stream: Stream, kept: Held, after: int, room: int) -> StreamPart | None:
        seals = [seal for seq, seal in sorted(kept.seals.items()) if after < seq <= after + room]
        if not seals:
            return None
        return StreamPart(stream, after + 1, kept.heads[after], tuple(kept.bodies[after : seals[-1].seq]), tuple(seals))

    def _enrol(self, ask: EnrolAsk) -> EnrolReply:
        number = next((no for no, key in self.devices.items() if key == ask.public_key), 0)
        self.asked.setdefault(ask.public_key, 0)
        state = EnrolState.APPROVED if number else EnrolState.WAITING
        return EnrolReply(state, SALT, self.public_key, number, 1, self._manifest if number else None, 500)

    def digits(self, public_key: bytes) -> str:
        """What the coordinator's page shows for a machine that asked."""
        assert public_key in self.asked
        return digits_of(public_key, self.public_key, SALT)

    def _opened(self, signed: Signed, purpose: str, sort: type[Message], device_of: Callable[[Message], int]) -> Message:
        """Read first who it claims to be from, then whether that one signed it."""
        message = decode(signed.body, sort)
        try:
            open_signed(signed, purpose, NO_NONCE, (self.devices.get(device_of(message), b""),))
        except Untrusted as error:
            raise Refusal(401, TroubleCode.NOT_ENROLLED) from error
        return message

    def _signed_manifest(self) -> Signed:
        self.version += 1
        devices = tuple(DeviceKey(device, 1, key) for device, key in sorted(self.devices.items()))
        definition = msgspec.msgpack.encode(self.definition)
        hand_over = self.hand_over_key.public_key.encode()
        manifest = Manifest(self.version, (), self.epoch, 0, 2**50, definition, devices, (self.public_key,), (), hand_over)
        return sign(MANIFEST, NO_NONCE, encode(manifest), self.key)

    def refuse_as_too_old(self) -> Response:
        """Answer the last request as a centre that no longer understands it."""
        return self._refuse(Refusal(426, TroubleCode.TOO_OLD))

    def _refuse(self, refusal: Refusal) -> Response:
        return Response(refusal.status, CONTENT_TYPE, pack(sign(TROUBLE, self._nonce, encode(refusal.trouble), self.key)))


def line_of(stream: Stream, seq: int, body: bytes) -> Line | None:
    """Return the entry in ``body`` as a line at its own clock's time; none: it is no entry."""
    try:
        entry = canon.decode(body)
    except canon.NoEntry:
        return None
    return Line(entry_id(stream, seq), entry.wall_ms, entry)
