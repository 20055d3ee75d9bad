"""Does every failure of a real socket become a retry, in bounded time and memory?"""

import itertools
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Semaphore, Thread

import pytest

from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.client.session import HttpTransport
from sync.protocol.envelope import CONTENT_TYPE
from sync.protocol.limits import BODY_BYTES_SERVER_MAX
from tests.support.http_centre import listening


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Give the address of a raw socket that reads a request's head and then does what ``answer`` says."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            end, _ = listener.accept()
            with end:
                while b"\r\n\r\n" not in end.recv(65536):
                    pass
                answer(end)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(3)


@contextmanager
def transport(address: str, timeout_s: float = 0.3) -> Iterator[HttpTransport]:
    carrier = HttpTransport(address, timeout_s=timeout_s)
    try:
        yield carrier
    finally:
        carrier.close()


def why_of(address: str) -> Why:
    with transport(address) as carrier, pytest.raises(RetryLater) as caught:
        carrier.post("/sync/v1/push", b"body")
    return caught.value.why


def test_status_type_and_body_come_back_as_they_are() -> None:
    asked: list[tuple[str, bytes]] = []

    def serve(path: str, body: bytes) -> Response:
        asked.append((path, body))
        return Response(418, f"{CONTENT_TYPE}; charset=utf-8", b"answer")

    with listening(serve) as address, transport(address + "/") as carrier:
        assert carrier.post("/sync/v1/push", b"body") == Response(418, CONTENT_TYPE, b"answer")
    assert asked == [("/sync/v1/push", b"body")]


def test_nobody_there_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert why_of(f"http://127.0.0.1:{port}") is Why.OFFLINE


def test_a_name_that_is_no_address_is_offline() -> None:
    assert why_of("http://") is Why.OFFLINE


def test_a_line_that_is_cut_is_offline() -> None:
    with answering(lambda end: end.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) as address:
        assert why_of(address) is Why.OFFLINE


def test_an_answer_that_does_not_begin_is_slow() -> None:
    with answering(lambda _end: time.sleep(0.5)) as address:
        assert why_of(address) is Why.SLOW


def test_an_answer_that_stops_in_the_middle_is_slow() -> None:
    def stall(end: socket.socket) -> None:
        end.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        time.sleep(0.5)

    with answering(stall) as address:
        assert why_of(address) is Why.SLOW


@pytest.mark.parametrize(("length", "byte"), [(b"Transfer-Encoding: chunked", b"1\r\na\r\n"), (b"Content-Length: 1000", b"a")])
def test_an_answer_that_trickles_does_not_hold_us_for_ever(length: bytes, byte: bytes) -> None:
    """The other end gives one byte whenever we looked at the clock, which goes on by a second with each look."""
    looks = Semaphore(0)
    seconds = itertools.count()

    def clock() -> float:
        looks.release()
        return float(next(seconds))

    def trickle(end: socket.socket) -> None:
        end.sendall(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n\r\n")
        for _ in range(100):
            looks.acquire()
            try:
                end.sendall(byte)
            except OSError:
                return

    with answering(trickle) as address:
        carrier = HttpTransport(address, timeout_s=5, monotonic=clock)
        with closing(carrier), pytest.raises(RetryLater, match="trickles") as caught:
            carrier.post("/", b"")
        looks.release(100)
    assert caught.value.why is Why.SLOW
    assert next(seconds) == 7, "one to begin with, five in time, and the one that was too late"


def test_the_line_stays_open_after_an_answer_of_either_kind() -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    in_pieces = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"

    def one_line(end: socket.socket) -> None:
        for answer in (whole, in_pieces):
            end.sendall(answer)
            end.recv(65536)
        end.sendall(whole)

    with answering(one_line) as address, transport(address, timeout_s=5) as carrier:
        assert [carrier.post("/", b"").body for _ in range(3)] == [b"ok"] * 3


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    def flood(end: socket.socket) -> None:
        end.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            for _ in range(3 * BODY_BYTES_SERVER_MAX // 65536):
                end.sendall(b"a" * 65536)
        except OSError:
            return

    with answering(flood) as address, transport(address, timeout_s=5) as carrier, pytest.raises(RetryLater, match="longer than any"):
        carrier.post("/", b"")


def test_a_redirection_to_a_sign_in_page_is_not_followed() -> None:
    def redirect(end: socket.socket) -> None:
        end.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/\r\nContent-Length: 0\r\n\r\n")

    with answering(redirect) as address, transport(address) as carrier:
        assert carrier.post("/", b"").status == 302


def test_the_machines_own_proxy_settings_are_not_picked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with listening(lambda _path, _body: Response(200, CONTENT_TYPE, b"")) as address, transport(address) as carrier:
        assert carrier.post("/", b"").status == 200


def test_a_proxy_and_an_authority_come_from_our_own_settings() -> None:
    with listening(lambda path, _body: Response(200, CONTENT_TYPE, path.encode())) as address:
        carrier = HttpTransport("http://centre.invalid", proxy=address, ca_file="/nowhere.pem", timeout_s=1)
        assert carrier.post("/sync/v1/push", b"").body == b"http://centre.invalid/sync/v1/push"
        carrier.close()
