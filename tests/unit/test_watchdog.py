"""Does systemd hear that the centre is ready and alive, only when it is, and not at all when there is no systemd?"""

import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sync.client.exchange import Response
from sync.server.vitals.watchdog import Supervisor
from tests.support.http_centre import listening


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(path)
        line.setblocking(False)  # what was sent is there: nothing is waited for
        yield line, path


def heard(line: socket.socket) -> list[bytes]:
    words = []
    while True:
        try:
            words.append(line.recv(100))
        except BlockingIOError:
            return words


def answering(status: int) -> AbstractContextManager[str]:
    """A centre that says this, whatever it is asked."""
    return listening(lambda _path, _body: Response(status, "application/json", b"{}"))


class Turns:
    """Lets the loop go round so often."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.waited: list[float] = []

    def is_over(self) -> bool:
        return self.left <= 0

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.left -= 1


def environ(path: str) -> dict[str, str]:
    return {"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "60000000"}


def test_a_centre_that_answers_is_ready_and_shows_that_it_lives(systemd: tuple[socket.socket, str]) -> None:
    line, path = systemd
    with answering(200) as address:
        turns = Turns(2)
        Supervisor(environ(path), address).attend(turns.is_over, turns.wait)
    assert heard(line) == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert turns.waited == [20.0, 20.0], "three looks within the minute after which systemd gives up"


def test_a_centre_that_does_not_answer_is_neither(systemd: tuple[socket.socket, str]) -> None:
    line, path = systemd
    with answering(503) as address:
        turns = Turns(3)
        Supervisor(environ(path), address).attend(turns.is_over, turns.wait)
    assert b"WATCHDOG=1" not in heard(line)


def test_a_centre_that_stops_answering_gives_no_more_signs_of_life(systemd: tuple[socket.socket, str]) -> None:
    line, path = systemd
    with listening(lambda asked, _body: Response(200 if asked == "/health/ready" else 503, "application/json", b"{}")) as address:
        turns = Turns(3)
        Supervisor(environ(path), address).attend(turns.is_over, turns.wait)
    assert heard(line) == [b"READY=1"]


def test_without_systemd_nothing_is_attended() -> None:
    assert not Supervisor({}, "http://127.0.0.1:1").is_there
