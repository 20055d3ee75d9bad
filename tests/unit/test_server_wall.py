"""A whole country looks at one board: what is made, for whom, and how often."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from tests.support.centre import set_up_django

set_up_django()

from sync.server.wall import FRESH_S, KEPT_MAX, OLD_S, Wall  # noqa: E402 - it reads Django's settings

LIVE = "/board/a-secret/live"


class Pages:
    """Answers each request with the number of the answer."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status = "200 OK"
        self.more: list[tuple[str, str]] = []

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        number = str(len(self.asked))
        start_response(self.status, [("ETag", f'"{number}"'), ("Content-Type", "text/html"), *self.more])
        return [number.encode()]


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Street:
    """A wall in front of pages, on a clock that is moved by hand."""

    def __init__(self, pages: Any = None) -> None:
        self.pages: Any = pages or Pages()
        self.clock = Clock()
        self.wall = Wall(self.pages, self.clock)

    def look(self, path: str = LIVE, **fields: str) -> tuple[str, dict[str, str], str]:
        began: list[Any] = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "localhost", **fields}
        body = b"".join(self.wall(environ, lambda status, headers: began.append((status, dict(headers)))))  # type: ignore[arg-type] # a start_response of one line
        return (*began[-1], body.decode())


def test_a_thousand_looks_within_a_second_are_one_question_to_the_pages() -> None:
    street = Street()
    assert {street.look()[2] for _ in range(1000)} == {"1"}
    assert len(street.pages.asked) == 1


def test_after_a_second_it_is_made_anew() -> None:
    street = Street()
    street.look()
    street.clock.now_s += FRESH_S + 0.01
    assert street.look()[2] == "2"


def test_who_knows_it_already_is_told_that_nothing_moved() -> None:
    street = Street()
    tag = street.look()[1]["ETag"]
    status, headers, body = street.look(HTTP_IF_NONE_MATCH=tag)
    assert (status, body, headers) == ("304 Not Modified", "", {"ETag": tag})
    assert street.look(HTTP_IF_NONE_MATCH='"another"')[0] == "200 OK"


def test_a_viewer_who_knows_it_does_not_make_the_pages_say_that_nothing_moved_to_everybody() -> None:
    street = Street()
    street.look(HTTP_IF_NONE_MATCH='"7"')
    assert "HTTP_IF_NONE_MATCH" not in street.pages.asked[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"HTTP_ACCEPT_LANGUAGE": "he"},
        {"HTTP_COOKIE": "language=ar"},
        {"HTTP_HOST": "other.example"},
        {"wsgi.url_scheme": "https"},
        {"path": "/board/another/live"},
        {"path": "/board/a-secret/board.json"},
    ],
)
def test_another_language_place_or_board_has_an_answer_of_its_own(fields: dict[str, str]) -> None:
    street = Street()
    street.look()
    assert street.look(**fields)[2] == "2"
    assert street.look()[2] == "1"


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "/totals/live"},
        {"path": "/board/a-secret/"},
        {"path": "/board/a-secret/live/x"},
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "a=1"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "language=he; sessionid=abc"},
    ],
)
def test_nothing_else_is_kept(fields: dict[str, str]) -> None:
    street = Street()
    assert [street.look(**fields)[2] for _ in range(3)] == ["1", "2", "3"]


@pytest.mark.parametrize(("status", "more"), [("404 Not Found", []), ("503 Busy", []), ("200 OK", [("Set-Cookie", "a=b")])])
def test_what_is_not_there_or_is_one_person_s_is_given_to_nobody_else(status: str, more: list[tuple[str, str]]) -> None:
    street = Street()
    street.pages.status, street.pages.more = status, more
    assert street.look()[0] == status
    assert street.look(HTTP_IF_NONE_MATCH='"2"')[::2] == (status, "2")


def test_a_board_that_was_taken_back_is_gone_when_its_moment_is_over() -> None:
    street = Street()
    street.look()
    street.pages.status = "404 Not Found"
    street.clock.now_s += FRESH_S + 0.01
    assert street.look()[0] == "404 Not Found"
    assert street.look()[0] == "404 Not Found"


class SlowPages(Pages):
    """Pages whose second answer takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        if len(self.asked) == 1:
            self.begun.set()
            assert self.let_go.wait(30)
        return super().__call__(environ, start_response)


def test_while_one_makes_it_anew_the_others_are_given_what_was_there_and_do_not_wait() -> None:
    street = Street(SlowPages())
    street.look()
    street.clock.now_s += FRESH_S + 0.01
    maker = threading.Thread(target=street.look)
    maker.start()
    assert street.pages.begun.wait(30)
    assert [street.look()[2] for _ in range(5)] == ["1"] * 5
    street.pages.let_go.set()
    maker.join(30)
    assert street.look()[2] == "2"


def test_what_is_older_than_a_board_s_patience_is_given_to_nobody() -> None:
    street = Street(SlowPages())
    street.look()
    street.clock.now_s += OLD_S + 0.01
    seen: list[str] = []
    lookers = [threading.Thread(target=lambda: seen.append(street.look()[2])) for _ in range(4)]
    for each in lookers:
        each.start()
    assert street.pages.begun.wait(30)
    street.pages.let_go.set()
    for each in lookers:
        each.join(30)
    assert seen == ["2"] * 4


def test_links_that_somebody_tries_do_not_fill_the_memory() -> None:
    street = Street()
    for number in range(KEPT_MAX + 20):
        street.look(f"/board/{number}/live")
    assert len(street.wall._places) == KEPT_MAX


def test_a_fault_of_the_pages_leaves_nothing_locked() -> None:
    street = Street()

    def fail(_environ: Any, _start_response: Any) -> Iterable[bytes]:
        raise RuntimeError

    street.wall._pages = fail
    with pytest.raises(RuntimeError):
        street.look()
    street.wall._pages = street.pages
    assert street.look()[2] == "1"
