"""How is one message sent, and what came of it?

Promise: the name is asked once, what it leads to is checked, and the connection goes to what was checked, so that a name cannot change
its mind between the two; no redirect is followed, no proxy asked, of the answer nothing but the status is read, and ten seconds
after the name is known the line is cut whatever happens on it.
"""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from sync.server.webhooks.guard import NotAllowed, Resolve, checked, resolved, target_of
from sync.server.webhooks.models import Heard

CONNECT_S = 4.0
READ_S = 6.0
WHOLE_S = 10.0
"""A receiver that has to think does so after it has answered."""

_GONE = 410


class Ways(msgspec.Struct, frozen=True):
    """How the world is reached: the real one, unless a test says otherwise. ``authorities``: a file of certificates, none for the usual."""

    is_tried_out: bool = False
    resolve: Resolve = resolved
    authorities: str | None = None
    whole_s: float = WHOLE_S


class Outcome(msgspec.Struct, frozen=True):
    """What came of a try."""

    heard: Heard
    status: int | None = None


def post(address: str, body: bytes, headers: Mapping[str, str], ways: Ways) -> Outcome:
    """Send ``body`` to ``address`` once."""
    try:
        target = target_of(address, is_tried_out=ways.is_tried_out)
        line = _Line(checked(target, ways.resolve), ways.whole_s)
    except NotAllowed as refused:
        return Outcome(refused.reason)
    watch = threading.Timer(ways.whole_s, line.cut)
    watch.daemon = True
    watch.start()
    try:
        return _sent(line, requests.Request("POST", address, headers=dict(headers), data=body).prepare(), ways)
    finally:
        watch.cancel()
        line.close()


def _sent(line: "_Line", request: requests.PreparedRequest, ways: Ways) -> Outcome:
    adapter = _Pinned(line)
    try:
        # The adapter and not a session: a session reads the whole answer of a redirect, and asks the environment for proxies.
        response = adapter.send(request, stream=True, timeout=(CONNECT_S, READ_S), verify=ways.authorities or True, proxies={})
    except requests.exceptions.SSLError:
        return Outcome(Heard.SLOW if line.is_cut else Heard.NO_CERTIFICATE)
    except requests.exceptions.Timeout:
        return Outcome(Heard.SLOW)
    except (requests.exceptions.RequestException, OSError, ValueError):
        return Outcome(Heard.SLOW if line.is_cut else Heard.NOT_THERE)
    finally:
        adapter.close()
    with suppress(OSError):
        response.close()
    # Where the line was cut among the headers, they look as if they had ended there.
    return Outcome(Heard.SLOW) if line.is_cut else _read(response.status_code)


def _read(status: int) -> Outcome:
    if status in range(200, 300):
        return Outcome(Heard.HEARD, status)
    if status in range(300, 400):
        return Outcome(Heard.REDIRECTED, status)
    return Outcome(Heard.GONE if status == _GONE else Heard.STATUS, status)


class _Line:
    """The one connection of one message, to an address that was checked."""

    def __init__(self, checked_addresses: Sequence[str], whole_s: float) -> None:
        self._addresses = checked_addresses
        self._ends_s = time.monotonic() + whole_s
        self._second: socket.socket | None = None
        self._lock = threading.Lock()
        self.is_cut = False

    def open(self, port: int) -> socket.socket:
        """Connect. Keeps a second handle, because TLS takes the first one apart while it shakes hands."""
        opened = self._connected(port)
        with self._lock:
            self._second = opened.dup()
        if self.is_cut:
            self.cut()
        return opened

    def _connected(self, port: int) -> socket.socket:
        for address in self._addresses:
            left_s = min(CONNECT_S, self._ends_s - time.monotonic())
            if left_s <= 0:
                self.is_cut = True
                break
            with suppress(OSError):
                return socket.create_connection((address, port), left_s)
        raise TimeoutError("Nobody answered at any of its addresses.")

    def cut(self) -> None:
        """End whatever goes on."""
        self.is_cut = True
        with self._lock, suppress(OSError):
            if self._second is not None:
                self._second.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the second handle go."""
        with self._lock:
            if self._second is not None:
                self._second.close()
                self._second = None


class _Pinned(HTTPAdapter):
    """Connects along ``line``; the certificate is held against the name all the same."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *parts: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on as they come
        """Return the pool, whose connections go along our line."""
        line = self._line

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return line.open(self.port)

        class Sealed(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return line.open(self.port)

        pool: Any = super().get_connection_with_tls_context(*parts, **named)
        pool.ConnectionCls = Sealed if pool.scheme == "https" else Plain
        return pool
