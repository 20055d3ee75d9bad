"""Tokens on the pages: shown once, limited to what their maker looks after, taken back with the consequences said first."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.neighbours import add_neighbours
from tests.support.programs import ask, token
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()
FORM = {"name": "the council’s dashboard", "reach": "present", "lasts": "365"}


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def made(**given: Any) -> tuple[Any, str]:
    """The page that shows the token, and the token."""
    answer = browser_of("coordinator").post("/reports/tokens/make", FORM | given)
    assert answer.status_code == 200, text_of(answer)
    found = re.search(r"mh_[\w-]{43}", answer.content.decode())
    assert found is not None
    return answer, found.group()


def event_coordinator(day: CentreDay) -> Any:
    """Somebody who coordinates this event and no other."""
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Membership, Role

    person = get_user_model().objects.create(username="of_this_event")
    Membership.objects.create(user=person, role=Role.COORDINATOR, event=day.event)
    return browser_of("of_this_event")


def test_a_coordinator_makes_a_token_that_opens_what_was_ticked(day: CentreDay) -> None:
    page, secret = made(reach="some", venues=[str(RAINBOW)])
    assert "shown now and never again" in text_of(page)
    assert "without small numbers" in text_of(page)
    assert page["Cache-Control"] == "private, no-store"
    told = ask(secret, f"events/{day.event}/venues").json()["rows"]
    assert [row["venue"] for row in told] == [RAINBOW]


def test_the_list_never_shows_a_token_again(day: CentreDay) -> None:
    _, secret = made()
    ask(secret, f"events/{day.event}/venues")
    answer = browser_of("coordinator").get("/reports/tokens/")
    assert secret not in answer.content.decode()
    words = text_of(answer)
    assert f"ends in {secret[-4:]}" in words
    assert "just now" in words
    assert "another 364 days" in words


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"name": " "}, "Write what it is for"),
        ({"reach": ""}, "Choose what it opens"),
        ({"reach": "some"}, "Tick at least one venue"),
        ({"venues": [str(RAINBOW)]}, "Take the ticks away"),
        ({"reach": "some", "venues": ["777"]}, "777"),
        ({"lasts": "100000"}, "100000"),
    ],
)
def test_a_form_that_is_not_right_says_what_to_do_and_makes_nothing(day: CentreDay, given: dict[str, Any], word: str) -> None:
    from sync.server.api.models import Token

    del day
    answer = browser_of("coordinator").post("/reports/tokens/make", FORM | given)
    assert (answer.status_code, Token.objects.count()) == (200, 0)
    assert word in text_of(answer)


def test_taking_back_says_first_what_it_does(day: CentreDay) -> None:
    from sync.server.api.models import Token
    from sync.server.audit.models import AuditLine

    _, secret = made()
    no = Token.objects.get().pk
    page = text_of(browser_of("coordinator").get(f"/reports/tokens/{no}/take-back"))
    assert "It cannot be undone" in page
    assert ask(secret, f"events/{day.event}/venues").status_code == 200, "looking takes nothing back"
    after = text_of(browser_of("coordinator").post(f"/reports/tokens/{no}/take-back", follow=True))
    assert "opens nothing any more" in after
    assert "taken back" in after
    assert ask(secret, f"events/{day.event}/venues").status_code == 401
    assert browser_of("coordinator").post(f"/reports/tokens/{no}/take-back").status_code == 404
    assert [line.deed for line in AuditLine.objects.filter(deed__startswith="token").order_by("pk")] == ["token-made", "token-revoked"]


def test_who_looks_after_one_event_opens_and_closes_that_one_only(day: CentreDay) -> None:
    from sync.server.api.models import Token

    browser = event_coordinator(day)
    assert "Every event" not in text_of(browser.get("/reports/tokens/make"))
    browser.post("/reports/tokens/make", FORM | {"reach": "every"})
    assert Token.objects.count() == 0
    token(None, name="the ministry")
    wide = Token.objects.get().pk
    assert "the ministry" not in text_of(browser.get("/reports/tokens/"))
    assert browser.post(f"/reports/tokens/{wide}/take-back").status_code == 404
    assert browser.post("/reports/tokens/make", FORM).status_code == 200
    assert "the council’s dashboard" in text_of(browser.get("/reports/tokens/"))


def test_another_organisation_neither_sees_nor_ends_a_token(day: CentreDay) -> None:
    from sync.server.api.models import Token

    add_neighbours(day)
    token(day.event, name="the ministry")
    no = Token.objects.get().pk
    browser = browser_of("elsewhere_coordinator")
    assert "the ministry" not in text_of(browser.get("/reports/tokens/"))
    assert browser.get(f"/reports/tokens/{no}/take-back").status_code == 404


def test_what_ended_long_ago_leaves_the_page(day: CentreDay) -> None:
    from sync.server.api.models import Token

    token(day.event, name="last year’s poster")
    Token.objects.update(expires_ms=day.now_ms - 31 * 86_400_000)
    assert "last year’s poster" not in text_of(browser_of("coordinator").get("/reports/tokens/"))
    Token.objects.update(expires_ms=day.now_ms - 86_400_000)
    assert "last year’s poster" in text_of(browser_of("coordinator").get("/reports/tokens/"))
