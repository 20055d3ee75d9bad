"""Who gets to which page? Every address of the pages, for a stranger and for every role."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from tests.support.centre import set_up_django
from tests.support.centre_day import HALL, RAINBOW, SCHOOL, CentreDay
from tests.support.site_pages import ROLES, browser_of, centre_day, text_of

set_up_django()

SHOWN, AWAY, NOT_KNOWN, NOT_YOURS, NOT_THERE, DONE = 200, "sign-in", 401, 403, 404, "back"

# name: (address, method, what a stranger gets, then a viewer, a lead of the Rainbow Room, a coordinator)
WALK: dict[str, tuple[str, str, Any, Any, Any, Any]] = {
    "totals": ("/", "get", AWAY, SHOWN, SHOWN, SHOWN),
    "totals-live": ("/totals/live", "get", AWAY, SHOWN, SHOWN, SHOWN),
    "totals-curve": ("/totals/curve", "get", AWAY, SHOWN, SHOWN, SHOWN),
    "totals-json": ("/totals.json", "get", NOT_KNOWN, SHOWN, SHOWN, SHOWN),
    "venues": ("/venues/", "get", AWAY, SHOWN, SHOWN, SHOWN),
    "venues-one": (f"/venues/{SCHOOL}/", "get", AWAY, SHOWN, NOT_THERE, SHOWN),
    "devices": ("/devices/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN),
    "devices-waiting": ("/devices/waiting", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN),
    "devices-approve": ("/devices/asking/999/approve", "post", AWAY, NOT_YOURS, NOT_YOURS, DONE),
    "devices-refuse": ("/devices/asking/999/refuse", "post", AWAY, NOT_YOURS, NOT_YOURS, DONE),
    "devices-revoke": ("/devices/2/revoke", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN),
    "devices-hand-over": ("/devices/hand-over", "post", AWAY, NOT_YOURS, NOT_YOURS, DONE),
    "flags": ("/flags/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN),
    "flags-settle": ("/flags/999999/settle", "post", AWAY, NOT_YOURS, NOT_THERE, NOT_THERE),
    "flags-accept": ("/flags/999999/accept", "post", AWAY, NOT_YOURS, NOT_THERE, NOT_THERE),
    "jobs": ("/jobs/", "get", AWAY, SHOWN, SHOWN, SHOWN),
    "jobs-one": ("/jobs/999999/", "get", AWAY, NOT_THERE, NOT_THERE, NOT_THERE),
    "jobs-bar": ("/jobs/999999/bar", "get", AWAY, NOT_THERE, NOT_THERE, NOT_THERE),
    "jobs-file": ("/jobs/999999/file", "get", AWAY, NOT_THERE, NOT_THERE, NOT_THERE),
    "jobs-cancel": ("/jobs/999999/cancel", "post", AWAY, NOT_THERE, NOT_THERE, NOT_THERE),
    "jobs-again": ("/jobs/999999/again", "post", AWAY, NOT_THERE, NOT_THERE, NOT_THERE),
    # These say nothing about the event.
    "appearance": ("/appearance", "post", DONE, DONE, DONE, DONE),
    "tokens": ("/tokens/any.css", "get", SHOWN, SHOWN, SHOWN, SHOWN),
    "not-offered": ("/accounts/password/reset/", "get", SHOWN, SHOWN, SHOWN, SHOWN),
}

# What the centre serves besides the pages and the accounts, and answers to anybody: it tells nothing about the event.
OPEN_TO_ALL = {"health", "openapi-json"}


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


def outcome(answer: Any) -> Any:
    if answer.status_code == 302:
        return AWAY if answer["Location"].startswith("/accounts/login/") else DONE
    return answer.status_code


def test_every_address_of_the_pages_is_walked() -> None:
    from sync.server.site.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns if hasattr(pattern, "name")} == set(WALK)


def test_nothing_else_is_served_that_nobody_walks() -> None:
    from sync.server.urls import urlpatterns

    named = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    included = {str(pattern.pattern) for pattern in urlpatterns if isinstance(pattern, URLResolver)}
    assert (named, included) == (OPEN_TO_ALL, {"", "accounts/"})


@pytest.mark.parametrize("name", WALK)
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.usefixtures("day")
def test_an_address_opens_for_its_roles_and_for_nobody_else(role: str | None, name: str) -> None:
    address, method, *expected = WALK[name]
    answer = getattr(browser_of(role), method)(address)
    assert outcome(answer) == expected[[None, *ROLES].index(role)]


@pytest.mark.parametrize("name", [name for name, row in WALK.items() if row[1] == "post"])
@pytest.mark.usefixtures("day")
def test_what_changes_something_does_not_answer_a_link(name: str) -> None:
    assert browser_of("coordinator").get(WALK[name][0]).status_code == 405


@pytest.mark.usefixtures("day")
def test_a_form_from_another_site_changes_nothing() -> None:
    from django.test import Client

    stranger = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    answer = stranger.post("/accounts/login/", {"login": "coordinator", "password": "x"})
    assert answer.status_code == 403
    assert "Please try once more" in text_of(answer)


@pytest.mark.usefixtures("day")
def test_every_account_page_is_closed_to_strangers_or_tells_them_nothing() -> None:
    from django.urls import get_resolver

    def names(patterns: list[Any]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield pattern

    (accounts,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "accounts/"]
    assert isinstance(accounts, URLResolver)
    from django.urls import NoReverseMatch, reverse

    opened = {}
    for pattern in names(accounts.url_patterns):
        try:
            address = reverse(str(pattern.name))
        except NoReverseMatch:  # needs a key that no stranger has
            continue
        answer = browser_of(None).get(address)
        if answer.status_code == 200 and "Ask a coordinator" not in text_of(answer):
            opened[pattern.name] = address
    assert set(opened) == {"account_login"}


@pytest.mark.usefixtures("day")
def test_a_person_without_a_role_sees_nothing() -> None:
    from django.contrib.auth import get_user_model

    get_user_model().objects.get_or_create(username="nobody")
    answer = browser_of("nobody").get("/")
    assert answer.status_code == 403
    assert "ask a coordinator" in text_of(answer)
    assert "Alder Lane" not in text_of(answer)


@pytest.mark.usefixtures("day")
def test_a_lead_sees_the_figures_of_their_own_venue_only() -> None:
    lead = browser_of("venue_lead")
    assert {item["name"] for item in lead.get("/totals.json").json()["items"]} == {
        "hats",
        "guests welcomed",
        "of item kind 77, not in the event",
    }
    assert lead.get("/totals.json").json()["venues"]["all"] == 1
    for address in ("/", "/venues/", "/devices/", "/flags/", f"/flags/?venue={SCHOOL}", f"/flags/?venue={HALL}"):
        assert "Alder Lane Primary" not in text_of(lead.get(address)), address
        assert "Tanner Street" not in text_of(lead.get(address)), address
    assert "Rainbow Room" in text_of(lead.get(f"/venues/{RAINBOW}/"))


@pytest.mark.usefixtures("day")
def test_a_lead_cannot_settle_a_flag_of_another_venue() -> None:
    from sync.server.ledger.models import RaisedFlag

    theirs = RaisedFlag.objects.filter(venue=SCHOOL, settled_ms=None).first()
    assert theirs is not None
    assert browser_of("venue_lead").post(f"/flags/{theirs.pk}/settle").status_code == 403
    theirs.refresh_from_db()
    assert theirs.settled_ms is None


@pytest.mark.usefixtures("day")
def test_a_viewer_is_told_of_neither_kiosks_nor_flags() -> None:
    page = text_of(browser_of("viewer").get(f"/venues/{RAINBOW}/"))
    assert "Rainbow door" not in page
    assert "Nobody we know" not in page


@pytest.mark.usefixtures("day")
def test_a_moving_part_sends_the_whole_page_to_the_door_and_is_not_replaced_by_it() -> None:
    answer = browser_of(None).get("/totals/live", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/")
