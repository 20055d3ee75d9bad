"""Somebody sends slowly, or far too much, or hangs up: who gets to hear of it, and who waits for it."""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from tests.support.centre import set_up_django

set_up_django()

from sync.server import foyer  # noqa: E402 - it reads Django's settings
from sync.server.foyer import IN_MEMORY_BYTES_MAX, LONG_BYTES_MAX, Foyer, Hands  # noqa: E402 - the same

PUSH, PAGE = "/sync/v1/push", "/lists/"


class Answering:
    """An application that keeps what it was sent, and says how much that was."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        self.heard.append(body)
        start_response("200 OK", [])
        return [str(len(body)).encode()]


class Stalled:
    """A line that sends nothing until it is let go, and then one byte."""

    def __init__(self) -> None:
        self.is_read, self.is_let_go = threading.Event(), threading.Event()
        self._rest = io.BytesIO(b"x")

    def read(self, length: int) -> bytes:
        self.is_read.set()
        self.is_let_go.wait()
        return self._rest.read(length)


class Endless:
    """A line that never stops sending."""

    def read(self, length: int) -> bytes:
        return bytes(length)


class Sending:
    """What Django gives back for a file: parts, one after the other, and an end."""

    streaming = True

    def __init__(self) -> None:
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"one "
        yield b"two"

    def close(self) -> None:
        self.is_closed = True


def ask(application: Any, stream: Any = None, length: object = "", path: str = PUSH, **fields: str) -> tuple[str, Any]:
    """The answer's status and its parts."""
    began: list[str] = []
    body = io.BytesIO() if stream is None else stream
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "REMOTE_ADDR": "10.0.0.1", "CONTENT_LENGTH": str(length), "wsgi.input": body}
    parts = application({**environ, **fields}, lambda status, _headers: began.append(status))
    return began[-1], parts


@contextmanager
def stalled(room: Foyer, length: int = 1, path: str = PUSH) -> Iterator[None]:
    """Meanwhile a line is being heard that sends nothing."""
    slow = Stalled()
    thread = threading.Thread(target=ask, args=(room, slow, length, path))
    thread.start()
    slow.is_read.wait()
    try:
        yield
    finally:
        slow.is_let_go.set()
        thread.join()


def test_who_sends_slowly_keeps_nobody_waiting() -> None:
    application = Answering()
    room = Foyer(Hands(application, 1))
    slow, told = Stalled(), []
    thread = threading.Thread(target=lambda: told.append(ask(room, slow, 1)))
    thread.start()
    slow.is_read.wait()
    assert ask(room, io.BytesIO(b"a push"), 6) == ("200 OK", [b"6"])
    assert ask(room) == ("200 OK", [b"0"])
    slow.is_let_go.set()
    thread.join()
    assert told == [("200 OK", [b"1"])]


def test_an_address_gets_its_share_of_the_lines_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foyer, "LINES_EACH_MAX", 1)
    room = Foyer(Hands(Answering(), 1))
    with stalled(room):
        assert ask(room, io.BytesIO(b"more"), 4) == ("503 Service Unavailable", [])
        assert ask(room, io.BytesIO(b"more"), 4, REMOTE_ADDR="10.0.0.2")[0] == "200 OK"
        assert ask(room)[0] == "200 OK", "a question without a body keeps no line busy"
    assert ask(room, io.BytesIO(b"more"), 4)[0] == "200 OK"


def test_where_all_lines_are_busy_everybody_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foyer, "LINES_MAX", 1)
    room = Foyer(Hands(Answering(), 1))
    with stalled(room):
        assert ask(room, io.BytesIO(b"more"), 4, REMOTE_ADDR="10.0.0.2") == ("503 Service Unavailable", [])


def test_only_so_many_lists_are_brought_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foyer, "LONG_MAX", 1)
    room, long = Foyer(Hands(Answering(), 1)), IN_MEMORY_BYTES_MAX + 1
    with stalled(room, long, PAGE):
        assert ask(room, io.BytesIO(bytes(long)), long, PAGE, REMOTE_ADDR="10.0.0.2") == ("503 Service Unavailable", [])
        assert ask(room, io.BytesIO(b"a form"), 6, PAGE)[0] == "200 OK"


def test_for_whoever_hung_up_nothing_is_done() -> None:
    application = Answering()
    assert ask(Foyer(Hands(application, 1)), io.BytesIO(b"half"), 8)[0] == "400 Bad Request"
    assert application.heard == []


def test_a_push_that_says_that_it_is_too_long_is_left_to_the_wire_unread() -> None:
    stream = io.BytesIO(b"x")
    assert ask(Foyer(Hands(Answering(), 1)), stream, IN_MEMORY_BYTES_MAX + 1)[0] == "200 OK"


def test_a_push_that_does_not_say_how_long_it_is_is_read_to_just_beyond_the_limit() -> None:
    read = IN_MEMORY_BYTES_MAX + 1
    assert ask(Foyer(Hands(Answering(), 1)), Endless(), HTTP_TRANSFER_ENCODING="chunked")[1] == [str(read).encode()]


def test_a_long_list_comes_whole_by_way_of_the_disk_and_an_endless_one_is_refused() -> None:
    room = Foyer(Hands(Answering(), 1))
    long = bytes(IN_MEMORY_BYTES_MAX + 1)
    assert ask(room, io.BytesIO(long), len(long), PAGE) == ("200 OK", [str(len(long)).encode()])
    too_long = "413 Request Entity Too Large"
    assert ask(room, io.BytesIO(b"x"), LONG_BYTES_MAX + 1, PAGE)[0] == too_long
    assert ask(room, Endless(), path=PAGE, HTTP_TRANSFER_ENCODING="chunked")[0] == too_long


def test_a_file_on_its_way_out_keeps_no_pair_of_hands_and_gives_its_line_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foyer, "LINES_EACH_MAX", 1)
    sending = Sending()
    answers = iter((sending, Sending(), Sending()))

    def application(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return next(answers)

    closed: list[str] = []
    monkeypatch.setattr("sync.server.foyer.connections.close_all", lambda: closed.append("the sender's own database"))
    room = Foyer(Hands(application, 1))
    _, first = ask(room)
    assert closed == []
    with closing(first):
        assert next(first) == b"one "
        assert ask(room)[0] == "503 Service Unavailable"
        assert b"".join(first) == b"two"
    assert sending.is_closed
    assert closed
    _, third = ask(room)
    with closing(third):
        assert b"".join(third) == b"one two"
