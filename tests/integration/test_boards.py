"""Public boards: chosen totals to whoever has the link, small numbers hidden, taken back when somebody says so."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import CentreDay
from tests.support.site_pages import browser_of, centre_day, forget_pages, text_of

set_up_django()
HATS, PERFORMANCES = 1, 11
SITE = "https://www.example.org"


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(kind=request.param) as day:
        yield day


def made(**given: Any) -> Any:
    """A board as the form makes it."""
    from sync.server.boards.models import Board

    form = {"title": "Many Hands in town", "item": [str(HATS), str(PERFORMANCES)], "people": "1", "hours": "1", "venues": "1", "least": "5"}
    answer = browser_of("coordinator").post("/reports/boards/", form | given, follow=True)
    assert answer.status_code == 200, text_of(answer)
    return Board.objects.latest("pk")


def test_whoever_has_the_link_sees_the_chosen_totals_without_signing_in(day: CentreDay) -> None:
    board = made()
    answer = browser_of(None).get(f"/board/{board.secret}/")
    page = text_of(answer)
    assert "Many Hands in town" in page
    assert "hats" in page
    assert "meals" not in page, "nobody chose them"
    assert not answer.cookies
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
    for venue in day.definition.venues:
        assert venue.name["en"] not in page


def test_a_small_number_is_not_in_the_page_nor_in_the_json(day: CentreDay) -> None:
    del day
    board = made(least="1000")
    page = browser_of(None).get(f"/board/{board.secret}/").content.decode()
    assert "fewer than 1,000" in page
    assert "320" not in page
    assert "bar-wool" not in page, "the bar would tell what the figure does not"
    told = browser_of(None).get(f"/board/{board.secret}/board.json").json()
    assert [(item["made"], item["target"]) for item in told["items"]] == [(None, None), (None, None)]
    assert (told["arrived"], told["here"], told["hours"]) == (None, None, None)
    forget_pages()
    assert "fewer than" in browser_of(None).get(f"/board/{made().secret}/").content.decode(), "one performance is fewer than five"


def test_what_nobody_ticked_is_in_neither_page_nor_json(day: CentreDay) -> None:
    del day
    board = made(people="", hours="", venues="")
    page = text_of(browser_of(None).get(f"/board/{board.secret}/"))
    assert [word for word in ("people came", "helping now", "hours given", "venues") if word in page] == []
    told = browser_of(None).get(f"/board/{board.secret}/board.json").json()
    assert [told[name] for name in ("arrived", "here", "hours", "venues")] == [None] * 4


def ticked(page: str) -> set[str]:
    """The names, and of kinds the numbers, that the form shows as chosen."""
    return {no if name == "item" else name for name, no in re.findall(r'name="(\w+)" value="(\d+)" checked', page)}


def test_what_somebody_took_out_stays_out_when_the_form_comes_back(day: CentreDay) -> None:
    del day
    coordinator = browser_of("coordinator")
    assert {"people", "hours", "venues", str(HATS)} <= ticked(coordinator.get("/reports/boards/").content.decode())
    form = {"title": "", "item": [str(PERFORMANCES)], "venues": "1", "least": "5"}
    answer = coordinator.post("/reports/boards/", form)
    assert answer.status_code == 422
    assert ticked(answer.content.decode()) == {"venues", str(PERFORMANCES)}


def test_each_fault_of_the_form_is_said_in_words_and_nothing_else(day: CentreDay) -> None:
    del day
    coordinator = browser_of("coordinator")
    without_title = coordinator.post("/reports/boards/", {"title": "", "people": "1", "least": "5"}).content.decode()
    assert "Give it a title" in without_title
    assert "dict_items" not in without_title
    assert "Tick at least one figure" in coordinator.post("/reports/boards/", {"title": "Town", "least": "5"}).content.decode()


def test_a_board_that_was_taken_back_opens_nothing(day: CentreDay) -> None:
    del day
    board = made()
    page = text_of(browser_of("coordinator").post(f"/reports/boards/{board.pk}/take-back", follow=True))
    assert "is taken back" in page
    for end in ("", "live", "board.json"):
        assert browser_of(None).get(f"/board/{board.secret}/{end}").status_code == 404
    assert browser_of("coordinator").post(f"/reports/boards/{board.pk}/take-back").status_code == 404


def test_who_opened_a_board_and_who_took_it_back_stands_in_the_audit_log(day: CentreDay) -> None:
    del day
    from sync.server.audit.models import AuditLine

    board = made()
    browser_of("coordinator").post(f"/reports/boards/{board.pk}/take-back")
    newest = AuditLine.objects.order_by("-pk")[:2]
    assert [(line.deed, board.secret in line.what) for line in newest] == [("board-taken-back", False), ("board-opened", False)]


def test_only_the_named_sites_may_frame_it_and_only_it(day: CentreDay) -> None:
    del day
    board, closed = made(sites=f"{SITE}/ https://b.example"), made()
    framed = browser_of(None).get(f"/board/{board.secret}/")
    assert f"frame-ancestors {SITE} https://b.example" in framed["Content-Security-Policy"]
    assert "script-src 'self'" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    for other in (f"/board/{closed.secret}/", "/accounts/login/"):
        answer = browser_of(None).get(other)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], other
        assert answer["X-Frame-Options"] == "DENY", other


@pytest.mark.parametrize(
    "site",
    [
        *("*", "http://www.example.org", "https://a.example; script-src *", "https://a.example/path", "'self'", "https://*"),
        " ".join(f"https://{place}.example" for place in "abcdefghijk"),
    ],
)
def test_what_is_no_site_is_not_let_into_the_header(day: CentreDay, site: str) -> None:
    from sync.server.boards.models import Board

    del day
    form = {"title": "x", "people": "1", "least": "5", "sites": site}
    answer = browser_of("coordinator").post("/reports/boards/", form)
    assert (answer.status_code, Board.objects.count()) == (422, 0)
    assert "is no address of a site" in text_of(answer)


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "x" * 101}, {"least": "0"}, {"least": "many"}, {"people": "", "hours": "", "venues": "", "item": []}]
)
def test_a_form_that_is_not_right_says_what_to_do_and_makes_nothing(day: CentreDay, wrong: dict[str, Any]) -> None:
    from sync.server.boards.models import Board

    del day
    form = {"title": "x", "people": "1", "hours": "1", "venues": "1", "least": "5"} | wrong
    answer = browser_of("coordinator").post("/reports/boards/", form)
    assert (answer.status_code, Board.objects.count()) == (422, 0)
    assert "fault" in answer.content.decode()


def test_the_moving_part_is_sent_only_when_it_moved(day: CentreDay) -> None:
    del day
    board = made()
    first = browser_of(None).get(f"/board/{board.secret}/live")
    again = browser_of(None).get(f"/board/{board.secret}/live", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_json_is_what_the_description_says(day: CentreDay) -> None:
    from sync.server.openapi import description

    del day
    path = description()["paths"]["/board/{secret}/board.json"]["get"]["responses"]
    for address, status in (
        (f"/board/{made().secret}/board.json", "200"),
        ("/board/nothing/board.json", "404"),
        ("/board/%00é/board.json", "404"),
    ):
        answer = browser_of(None).get(address)
        assert str(answer.status_code) == status
        OAS31Validator(json.loads(json.dumps(path[status]["content"]["application/json"]["schema"]))).validate(answer.json())
