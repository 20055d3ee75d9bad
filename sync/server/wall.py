"""What if the whole country looks at one board? Stands before Django and gives out again what an open board showed a moment ago.

Promise: what a board shows is made once a second however many look, by one request at a time, and nobody else waits while it is made.
Nothing is kept but answers of 200 without a cookie to requests without a query and without a sign-in, by address and language.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

import msgspec
from django.conf import settings
from django.http import parse_cookie

from sync.server.tongues.choosing import COOKIE
from sync.server.vitals.requests import ROUTE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FRESH_S = 1.0
"""As long as the pages keep their own figures."""

OLD_S = 5.0
"""So long others are given what was there, while one makes it anew: a board asks every three seconds."""

KEPT_MAX = 256
"""Boards in their languages; the one that nobody asked for longest goes first, and is made anew when it is asked for."""

_OPEN = re.compile(r"/board/[\w-]{1,100}/(?:live|board\.json)")
_SENT_AGAIN = ("etag", "cache-control", "vary", "content-security-policy", "access-control-allow-origin")
"""What an answer of "not modified" repeats (RFC 9110, 15.4.5), and what guards it."""

BOARD_ROUTE = "/board/<slug:secret>/…"
"""What the log and the figures call these addresses, which hold a secret."""

Clock = Callable[[], float]


class _Answer(msgspec.Struct, frozen=True):
    """What the pages answered at ``made_s``."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    made_s: float

    @property
    def may_be_kept(self) -> bool:
        return self.status.startswith("200 ") and not self.header("Set-Cookie")

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")


class _Place:
    """Where one board's answer stands. Whoever holds ``making`` makes it."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.answer: _Answer | None = None

    def answer_since(self, made_s: float) -> _Answer | None:
        answer = self.answer
        return answer if answer is not None and answer.made_s >= made_s else None


class Wall:
    """A WSGI application in front of ``pages``."""

    def __init__(self, pages: "WSGIApplication", clock: Clock = time.monotonic) -> None:
        self._pages, self._clock = pages, clock
        self._places: OrderedDict[tuple[str, ...], _Place] = OrderedDict()
        self._finding = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self._pages(environ, start_response)
        environ[ROUTE] = BOARD_ROUTE
        return _give(self._answer(self._place(key), environ), environ, start_response)

    def _answer(self, place: _Place, environ: WSGIEnvironment) -> _Answer:
        now_s = self._clock()
        fresh, old = place.answer_since(now_s - FRESH_S), place.answer_since(now_s - OLD_S)
        if answer := fresh or (old if place.making.locked() else None):
            return answer
        with place.making:
            # Whoever had to wait finds it made.
            return place.answer_since(now_s) or self._made(place, environ)

    def _made(self, place: _Place, environ: WSGIEnvironment) -> _Answer:
        asked = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        began: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _fault: object = None) -> Callable[[bytes], object]:
            began.append((status, headers))
            return written.append  # the old way to write an answer

        parts = self._pages(asked, start)
        try:
            body = b"".join([*written, *parts])
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = began[-1]
        answer = _Answer(status, headers, body, self._clock())
        place.answer = answer if answer.may_be_kept else None
        return answer

    def _place(self, key: tuple[str, ...]) -> _Place:
        with self._finding:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > KEPT_MAX:
                self._places.popitem(last=False)
        return place


def _key(environ: WSGIEnvironment) -> tuple[str, ...] | None:
    """Return everything that an open board's answer depends on; none: ask the pages."""
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING") or not _OPEN.fullmatch(path):
        return None
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    if settings.SESSION_COOKIE_NAME in cookies:
        return None  # a person's own choice of language goes before the browser's
    told = (environ.get(name, "") for name in ("wsgi.url_scheme", "HTTP_HOST", "HTTP_ACCEPT_LANGUAGE"))
    return (path, *told, cookies.get(COOKIE, ""))


def _give(answer: _Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    tag = answer.header("ETag")
    if tag and answer.may_be_kept and environ.get("HTTP_IF_NONE_MATCH") == tag:
        status = HTTPStatus.NOT_MODIFIED
        start_response(f"{status.value} {status.phrase}", [each for each in answer.headers if each[0].lower() in _SENT_AGAIN])
        return []
    start_response(answer.status, answer.headers)
    return [answer.body]
