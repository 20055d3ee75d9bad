"""Who waits for a line that is slow? Stands before everything else: a request is heard whole before anybody gets to work on it.

Promise: whoever sends or takes slowly keeps a thread that does nothing else, never one of the hands that answer; no address gets all of
the room, and where there is none left, that is said at once. There are as many hands as was asked for: the database sees no more.
"""

import io
import logging
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from contextvars import copy_context
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, cast
from wsgiref.types import StartResponse, WSGIEnvironment

from django.db import connections

from sync.protocol.limits import BODY_BYTES_SERVER_MAX
from sync.server.importing.sheets import FILE_BYTES_MAX
from sync.server.people.address import address_in
from sync.server.wire.application import PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LINES_MAX = 1_024
"""Bodies on their way in and files on their way out, at once. A thread that only waits costs some 30 KB."""

LINES_EACH_MAX = 256
"""Of these, for one address: a school has kiosks, telephones and boards behind its one, and none of them takes long."""

LONG_MAX = 8
"""Bodies at once that do not go into memory: lists that are brought in the browser."""

IN_MEMORY_BYTES_MAX = BODY_BYTES_SERVER_MAX
LONG_BYTES_MAX = FILE_BYTES_MAX + 1024 * 1024
"""The longest list, and the form around it."""

RETRY_S = 5
PIECE_BYTES = 64 * 1024

_LOG = logging.getLogger(__name__)


class _Refused(Exception):
    """Somebody is not let in; ``status`` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class _Places:
    """Who keeps a line busy just now: so many in all, so many for one address."""

    def __init__(self, most: int, most_each: int) -> None:
        self._most, self._most_each = most, most_each
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def one_for(self, address: str) -> Iterator[None]:
        """Hold a place. Raises ``_Refused`` when there is none."""
        with self._lock:
            if self._taken.total() >= self._most or self._taken[address] >= self._most_each:
                raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE)
            self._taken[address] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[address] -= 1
                self._taken = +self._taken  # who keeps nothing busy is not remembered


class _Sent:
    """A file on its way out. It is made by the thread that sends it, which lets go of its place and of its database at the end."""

    def __init__(self, parts: Iterable[bytes], held: ExitStack) -> None:
        self._parts, self._held = iter(parts), held

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        """Let go."""
        self._held.close()


class Hands:
    """A WSGI application that lets ``application`` answer ``at_once`` requests at a time, in threads that are there for nothing else."""

    def __init__(self, application: "WSGIApplication", at_once: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="answering")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # The number of the request goes along, for the log.
        return self._threads.submit(copy_context().run, self._answer, environ, start_response).result()

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts: Any = self._application(environ, start_response)
        if getattr(parts, "streaming", False):
            return cast("Iterable[bytes]", parts)
        try:
            return [b"".join(parts)]
        finally:
            getattr(parts, "close", lambda: None)()


class Foyer:
    """A WSGI application before ``application``: hears requests, and sends files."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._lines, self._long = _Places(LINES_MAX, LINES_EACH_MAX), _Places(LONG_MAX, LONG_MAX)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = address_in(environ)
        try:
            with self._heard(environ, address) as body:
                environ["wsgi.input"] = body
                parts = self._application(environ, start_response)
            return parts if isinstance(parts, list) else self._sent(parts, address)
        except _Refused as refused:
            return _plain(start_response, refused.status)

    def _sent(self, parts: Any, address: str) -> Iterable[bytes]:  # noqa: ANN401 - Django's answer, of which WSGI knows only that it is iterable
        with ExitStack() as held:
            held.callback(connections.close_all)
            held.enter_context(closing(parts))
            held.enter_context(self._lines.one_for(address))
            return _Sent(parts, held.pop_all())

    @contextmanager
    def _heard(self, environ: WSGIEnvironment, address: str) -> Iterator[Any]:
        """Give what ``wsgi.input`` is from now on: everything that was sent. Raises ``_Refused``."""
        stream: Any = environ["wsgi.input"]
        length, is_for_wire = _length(environ), environ.get("PATH_INFO", "").startswith(PREFIX)
        most = IN_MEMORY_BYTES_MAX if is_for_wire else LONG_BYTES_MAX
        if length == 0 or (is_for_wire and length is not None and length > most):
            yield stream  # the wire has its own words for what is too long, and reads nothing of it
            return
        if length is not None and length > most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        with ExitStack() as held:
            with self._lines.one_for(address):
                if min(most, length or most) <= IN_MEMORY_BYTES_MAX:
                    body: IO[bytes] = io.BytesIO(stream.read(most + 1 if length is None else length))
                else:
                    held.enter_context(self._long.one_for(address))
                    body = held.enter_context(_on_disk(stream, most))
            yield _whole(body, length)


def _length(environ: WSGIEnvironment) -> int | None:
    """Return how long the body says that it is; none: it comes in chunks, until it ends."""
    said = environ.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() else None if "HTTP_TRANSFER_ENCODING" in environ else 0


@contextmanager
def _on_disk(stream: Any, most: int) -> Iterator[IO[bytes]]:  # noqa: ANN401 - the server's own kind of stream
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES_MAX) as file:
        while piece := stream.read(PIECE_BYTES):
            file.write(piece)
            if file.tell() > most:
                raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        yield cast("IO[bytes]", file)


def _whole(body: IO[bytes], length: int | None) -> IO[bytes]:
    """Return what was sent, from its beginning. For whoever hung up in the middle nothing is done."""
    if length is not None and body.seek(0, io.SEEK_END) != length:
        raise _Refused(HTTPStatus.BAD_REQUEST)
    body.seek(0)
    return body


def _plain(start_response: StartResponse, status: HTTPStatus) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0")]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        _LOG.warning("too many lines are busy at once; one was asked to come again")
        headers.append(("Retry-After", str(RETRY_S)))
    start_response(f"{status.value} {status.phrase}", headers)
    return []
