"""What is known of each request: its number, its route, how long it took, how it was answered?

Promise: a route stands by its pattern and never by its address, since addresses hold secrets; neither the asker's address nor who is
signed in is written; a number that a proxy gave is kept when it looks like one.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROUTE = "manyhands.route"
NOWHERE = "(none)"
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
_SERVER_TROUBLE = 500
_LOG = logging.getLogger(__name__)

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request that this thread answers; empty where none is answered."""


class Counted:
    """Wraps the whole application."""

    def __init__(
        self,
        application: "WSGIApplication",
        took: Callable[[str, int, float], None],
        known_routes: frozenset[str],
        *,
        trusts_proxy: bool = False,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._application = application
        self._took = took
        self._known = known_routes
        self._trusts_proxy = trusts_proxy
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        number = self._number(environ)
        begun, told = self._clock(), ["500"]

        def start(status: str, headers: list[tuple[str, str]], *trouble: Any) -> Callable[[bytes], object]:  # noqa: ANN401 - WSGI's exc_info
            told[0] = status.split(" ", 1)[0]
            return start_response(status, [*headers, ("X-Request-ID", number)], *trouble)

        before = request_number.set(number)
        try:
            return self._application(environ, start)
        finally:
            self._tell(environ, int(told[0]), self._clock() - begun)
            request_number.reset(before)

    def _number(self, environ: WSGIEnvironment) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts_proxy else ""
        return given if _NUMBER.fullmatch(given) else secrets.token_hex(8)

    def _tell(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        path = environ.get("PATH_INFO", "")
        route = environ.get(ROUTE) or (path if path in self._known else NOWHERE)
        self._took(route, status, seconds)
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"].isalpha() else "?"
        level = logging.WARNING if status >= _SERVER_TROUBLE else logging.INFO
        about = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        _LOG.log(level, "%s %s answered %d in %.1f ms", *about.values(), extra={"about": about})


class Routed:
    """Django's middleware that leaves the pattern of a page's address where ``Counted`` finds it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self._get_response(request)
        finally:
            if request.resolver_match is not None:
                request.META[ROUTE] = f"/{request.resolver_match.route}"
