"""Who gets to which page? Every address that is served, for a stranger and for every role, at home, at another venue and elsewhere."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import HALL, RAINBOW, SCHOOL, CentreDay
from tests.support.doors import AWAY, DONE, NOT_KNOWN, NOT_YOURS, SHOWN, WALK, served
from tests.support.neighbours import WORDS_OF_OTHER_VENUES, WORDS_OF_OURS, WORDS_OF_THEIRS, add_neighbours, other_lead
from tests.support.site_pages import ROLES, browser_of, centre_day, text_of
from tests.support.things_behind_doors import add_things, things_of_ours

set_up_django()

PEOPLE = (None, *ROLES, "other_lead", *(f"elsewhere_{role}" for role in ROLES))
REFUSED = (AWAY, NOT_KNOWN, NOT_YOURS)
NOTHING_HAS = 999_999


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        other_lead(day)
        add_neighbours(day)
        add_things(day)
        yield day


@pytest.fixture(scope="module")
def browsers(day: CentreDay) -> dict[str | None, Any]:
    """A browser for everybody, signed in once."""
    del day
    return {person: browser_of(person) for person in PEOPLE}


def outcome(answer: Any) -> Any:
    if answer.status_code == 302:
        return AWAY if answer["Location"].startswith("/accounts/login/") else DONE
    return answer.status_code


def hidden_from(person: str | None) -> tuple[str, ...]:
    """What they read nowhere: of the other organisation, and, for a lead, of the other venues."""
    theirs = WORDS_OF_OURS if person is None or person.startswith("elsewhere_") else WORDS_OF_THEIRS
    return theirs + WORDS_OF_OTHER_VENUES.get(person or "", ())


def whole(answer: Any) -> str:
    """What is sent, with what can be chosen and what no eye sees."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return html.unescape(content.decode(errors="replace"))


def test_every_address_has_a_row_here() -> None:
    from sync.server.site.accounts import NOT_OFFERED

    # What is not offered is answered by one page, before allauth sees it.
    missing = {name or address for name, address in served() if name not in WALK and not re.match(NOT_OFFERED, address)}
    assert missing == set(), "say in WALK who gets what there"
    assert set(WALK) - {name for name, _ in served()} == set(), "these are served no longer"


@pytest.mark.parametrize("name", WALK)
def test_an_address_opens_for_its_roles_and_for_nobody_else(name: str, browsers: dict[str | None, Any]) -> None:
    row, ours, told = WALK[name], things_of_ours(), {}
    for person in PEOPLE:
        expected = row.expected(person)
        is_harmless = row.method == "get" or expected in REFUSED or person is None or person.startswith(("elsewhere_", "other_"))
        address = row.address.format(**(ours if is_harmless else dict.fromkeys(ours, NOTHING_HAS)))
        answer = getattr(browsers[person], row.method)(address, follow=expected is SHOWN and name.startswith("mfa_"))
        told[person] = (outcome(answer), expected)
        is_ours_to_guard = row.stranger in (AWAY, NOT_KNOWN) and not name.startswith(("account_", "mfa_", "usersessions_"))
        if is_ours_to_guard and outcome(answer) == SHOWN:
            assert "private" in answer.headers.get("Cache-Control", ""), f"a shared machine shows {address} again"
            assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), f"{address} is told to other hosts"
        assert [word for word in hidden_from(person) if word in whole(answer)] == [], f"{person} reads of somebody else's at {address}"
    assert {person: got for person, (got, expected) in told.items() if got != expected} == {}
    assert things_of_ours() == ours, "somebody changed what is not theirs"


@pytest.mark.parametrize("name", [name for name, row in WALK.items() if row.method == "post"])
@pytest.mark.usefixtures("day")
def test_what_changes_something_does_not_answer_a_link(name: str) -> None:
    assert browser_of("coordinator").get(WALK[name].address.format(**things_of_ours())).status_code == 405


@pytest.mark.usefixtures("day")
def test_a_form_from_another_site_changes_nothing() -> None:
    from django.test import Client

    stranger = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    answer = stranger.post("/accounts/login/", {"login": "coordinator", "password": "x"})
    assert answer.status_code == 403
    assert "Please try once more" in text_of(answer)


@pytest.mark.usefixtures("day")
def test_a_person_without_a_role_sees_nothing() -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.models import Account, Organisation

    person = get_user_model().objects.create(username="nobody")
    Account.objects.create(user=person, organisation=Organisation.objects.earliest("pk"))
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
