"""How does a request for ``/sync/`` become an answer? A plain WSGI callable before Django (S22).

Promise: a body is read no further than its limit; every answer, good or bad, is signed; a fault of ours is a 500 that is logged, after
which the kiosk simply comes again.
"""

import logging
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from wsgiref.types import InputStream, StartResponse, WSGIEnvironment

from django.db import DatabaseError
from nacl.signing import SigningKey

from sync.protocol.envelope import CONTENT_TYPE
from sync.protocol.limits import BODY_BYTES_SERVER_MAX
from sync.protocol.messages import TroubleCode
from sync.server.ledger.opening import open_store
from sync.server.ledger.rules import Rules
from sync.server.ledger.store import StoreBusy
from sync.server.people.address import address_in
from sync.server.publishing import keys
from sync.server.wire.reply import BUSY_RETRY_MS, STATUS_OF, Troubled, body_of, body_of_trouble
from sync.server.wire.routes import ROUTES, Room

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PREFIX = "/sync/"
_LOG = logging.getLogger(__name__)
_MS_IN_S = 1000


class Wire:
    """Answers for ``/sync/v1/…``; the key and the rules are read once."""

    def __init__(self, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._now_ms = now_ms
        self._rules = Rules()
        self._key: SigningKey | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        route = ROUTES.get(environ.get("PATH_INFO", ""))
        if route is None:
            return _plain(start_response, HTTPStatus.NOT_FOUND)
        if environ["REQUEST_METHOD"] != "POST":
            return _plain(start_response, HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", "POST"))
        try:
            room = self._room(address_in(environ))
        except (StoreBusy, DatabaseError):
            _LOG.exception("the centre's key cannot be read")
            return _plain(start_response, HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", str(BUSY_RETRY_MS // _MS_IN_S)))
        try:
            return _answer(start_response, HTTPStatus.OK, body_of(route(room, _body(environ)), room.key))
        except Troubled as trouble:
            return self._trouble(start_response, trouble, room.key)
        except DatabaseError as cause:
            _LOG.exception("the database cannot now")
            return self._trouble(start_response, Troubled(TroubleCode.BUSY, str(cause), b"", BUSY_RETRY_MS), room.key)

    def _room(self, asker: str) -> Room:
        if self._key is None:
            open_store()
            self._key = keys.server_key()
        return Room(self._key, self._rules, self._now_ms, asker)

    @staticmethod
    def _trouble(start_response: StartResponse, trouble: Troubled, key: SigningKey) -> Iterable[bytes]:
        status = STATUS_OF[trouble.code]
        log = _LOG.error if status is HTTPStatus.SERVICE_UNAVAILABLE else _LOG.info
        # The code only: what a database says of its troubles may hold values.
        log("answered %d: %s", status, trouble.code.name)
        more = [("Retry-After", str(-(-trouble.retry_after_ms // _MS_IN_S)))] if trouble.retry_after_ms else []
        return _answer(start_response, status, body_of_trouble(trouble, key), *more)


def before(wire: Wire, pages: "WSGIApplication") -> "WSGIApplication":
    """Return the application that answers ``/sync/`` by ``wire`` and everything else by ``pages``."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return (wire if environ.get("PATH_INFO", "").startswith(PREFIX) else pages)(environ, start_response)

    return application


def _body(environ: WSGIEnvironment) -> bytes:
    stream: InputStream | Any = environ["wsgi.input"]
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > BODY_BYTES_SERVER_MAX:
        raise Troubled(TroubleCode.TOO_LARGE, f"{length} bytes")
    # Without a length the body comes in chunks, and is read to just beyond the limit.
    body: bytes = stream.read(int(length) if length.isdecimal() else BODY_BYTES_SERVER_MAX + 1)
    if len(body) > BODY_BYTES_SERVER_MAX:
        raise Troubled(TroubleCode.TOO_LARGE, "more than a body may have")
    return body


def _answer(start_response: StartResponse, status: HTTPStatus, body: bytes, *more: tuple[str, str]) -> Iterable[bytes]:
    headers = [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body))), ("Cache-Control", "no-store"), *more]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]


def _plain(start_response: StartResponse, status: HTTPStatus, *more: tuple[str, str]) -> Iterable[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0"), *more])
    return []
