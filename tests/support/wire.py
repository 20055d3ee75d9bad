"""What can a bad line do to real bytes? A TCP proxy that cuts, stalls, flips and replays, by a plan that the test decides.

Promise: it knows nothing of HTTP; a connection's fate is decided when it opens, so a seed gives the same bad luck again.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from random import Random
from threading import Event, Thread
from urllib.parse import urlsplit

_CHUNK = 4096


class Fate(Enum):
    """What becomes of one connection."""

    CARRIED = "carried"
    REFUSED = "closed before a byte is read"
    REQUEST_CUT = "the request breaks off in the middle"
    REPLY_LOST = "the request arrives whole, the reply does not come"
    REPLY_CUT = "the reply breaks off in the middle"
    STALLED = "the reply hangs"
    FLIPPED_REQUEST = "a bit of the request is flipped"
    FLIPPED_REPLY = "a bit of the reply is flipped"
    REPLAYED = "the request arrives twice"


class ChaosProxy:
    """Stands between a client and ``target`` (host, port). ``fates`` are counted as they are dealt."""

    def __init__(self, target: tuple[str, int], deal: Callable[[], Fate], stall_s: float) -> None:
        self._target = target
        self._deal = deal
        self._stall_s = stall_s
        self._closing = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.fates: list[Fate] = []
        self._threads = [Thread(target=self._accept, name="chaos proxy", daemon=True)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(self._stall_s + 2)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            fate = self._deal()
            self.fates.append(fate)
            thread = Thread(target=self._carry, args=(near, fate), name=f"chaos {fate.name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket, fate: Fate) -> None:
        with near, suppress(OSError):
            near.settimeout(2)
            if fate is Fate.REFUSED:
                return
            request = _one_message(near)
            if fate is Fate.REQUEST_CUT:
                self._ask(request[: len(request) * 2 // 3])
                return
            if fate is Fate.FLIPPED_REQUEST:
                request = _flipped(request)
            if fate is Fate.REPLAYED:
                self._ask(request)
            self._answer(near, fate, self._ask(request))

    def _answer(self, near: socket.socket, fate: Fate, reply: bytes) -> None:
        if fate is Fate.REPLY_LOST:
            return
        if fate is Fate.REPLY_CUT:
            reply = reply[: len(reply) * 2 // 3]
        if fate is Fate.FLIPPED_REPLY:
            reply = _flipped(reply)
        if fate is Fate.STALLED:
            near.sendall(reply[: len(reply) // 2])
            self._closing.wait(self._stall_s)
            return
        near.sendall(reply)

    def _ask(self, request: bytes) -> bytes:
        """Send ``request``, whole or not, and return what the target says until the message or the connection ends."""
        with socket.create_connection(self._target, timeout=5) as far:
            far.sendall(request)
            with suppress(OSError):
                if b"\r\n\r\n" not in request or len(request) < _length(request):
                    far.shutdown(socket.SHUT_WR)
            with suppress(OSError):
                return _one_message(far)
        return b""


@contextmanager
def chaos(address: str, seed: int, share: float, stall_s: float = 1.0) -> Iterator[ChaosProxy]:
    """Give a proxy before ``address`` that lets a bad fate meet ``share`` of all connections."""
    dice = Random(seed)
    bad = [fate for fate in Fate if fate is not Fate.CARRIED]
    split = urlsplit(address)
    proxy = ChaosProxy(
        (split.hostname or "", split.port or 0), lambda: dice.choice(bad) if dice.random() < share else Fate.CARRIED, stall_s
    )
    try:
        yield proxy
    finally:
        proxy.close()


def _one_message(end: socket.socket) -> bytes:
    """Read one HTTP message with a length; shorter when the other side breaks off."""
    message = b""
    while b"\r\n\r\n" not in message or len(message) < _length(message):
        chunk = end.recv(_CHUNK)
        if not chunk:
            break
        message += chunk
    return message


def _length(message: bytes) -> int:
    """Return how long the whole message is, by its Content-Length."""
    head, _, _ = message.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(head) + 4 + (lengths[0] if lengths else 0)


def _flipped(message: bytes) -> bytes:
    """Flip one bit in the middle of the body, where it hurts most."""
    body = message.find(b"\r\n\r\n") + 4
    at = min(len(message) - 1, (body + len(message)) // 2)
    return message[:at] + bytes((message[at] ^ 0x10,)) + message[at + 1 :] if message else message
