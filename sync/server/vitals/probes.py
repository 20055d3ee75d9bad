"""What is answered to supervisors, load balancers and Prometheus?

Promise: before Django, so that they may call the centre by any name and without TLS; health tells nothing but a word; figures go only to
whoever has the token, or, where no proxy stands before the centre and no token is set, to this machine.
"""

import hmac
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

import msgspec

from sync.server.vitals.figures import Figures
from sync.server.vitals.ready import Readiness, Ready

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LIVE, READY, HEALTH, METRICS = "/health/live", "/health/ready", "/health", "/metrics"
PATHS = (LIVE, READY, HEALTH, METRICS)
_LOOPBACK = ("127.0.0.1", "::1")
_JSON = "application/json"
_TEXT = "text/plain; charset=utf-8"

Answer = tuple[HTTPStatus, str, bytes]


class Door(msgspec.Struct, frozen=True):
    """Who gets figures: the holder of ``token``; with none this machine, unless a proxy speaks for everybody."""

    token: str
    is_behind_proxy: bool

    def opens_for(self, environ: WSGIEnvironment) -> bool:
        if self.token:
            given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
            return hmac.compare_digest(given.encode(), self.token.encode())
        return not self.is_behind_proxy and environ.get("REMOTE_ADDR", "") in _LOOPBACK


class Probes:
    """Answers the four addresses; everything else is for ``application``."""

    def __init__(self, application: "WSGIApplication", door: Door, figures: Figures, readiness: Readiness | None = None) -> None:
        self._application = application
        self._door = door
        self._figures = figures
        self._readiness = readiness or Readiness()
        self._answers: dict[str, Callable[[WSGIEnvironment], Answer]] = {
            LIVE: lambda _environ: (HTTPStatus.OK, _JSON, _word(Ready.OK)),
            READY: self._ready,
            HEALTH: self._ready,
            METRICS: self._metrics,
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._answers.get(environ.get("PATH_INFO", ""))
        if answer is None:
            return self._application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _send(start_response, environ, (HTTPStatus.METHOD_NOT_ALLOWED, _TEXT, b""))
        return _send(start_response, environ, answer(environ))

    def _ready(self, _environ: WSGIEnvironment) -> Answer:
        ready = self._readiness.now()
        return (HTTPStatus.OK if ready is Ready.OK else HTTPStatus.SERVICE_UNAVAILABLE, _JSON, _word(ready))

    def _metrics(self, environ: WSGIEnvironment) -> Answer:
        if not self._door.opens_for(environ):
            return (HTTPStatus.FORBIDDEN, _TEXT, b"Figures are for the holder of MANYHANDS_METRICS_TOKEN.\n")
        return (HTTPStatus.OK, self._figures.content_type, self._figures.text())


def _word(ready: Ready) -> bytes:
    return msgspec.json.encode({"status": str(ready)})


def _send(start_response: StartResponse, environ: WSGIEnvironment, answer: Answer) -> Iterable[bytes]:
    status, content_type, body = answer
    headers = [("Content-Type", content_type), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    headers += [("Allow", "GET, HEAD")] if status is HTTPStatus.METHOD_NOT_ALLOWED else []
    start_response(f"{status.value} {status.phrase}", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
