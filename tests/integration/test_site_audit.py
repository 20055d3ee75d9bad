"""Is the audit log read by whom it concerns, found by what is asked for, and safe in a spreadsheet?"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


@pytest.fixture(scope="module")
def auditor(day: CentreDay) -> Any:
    """Their browser, after two things were done and one name was seen."""
    from sync.server.audit.deeds import Deed
    from sync.server.audit.log import Actor, did, looked

    ruth = Actor("Ruth Adeyemi (coordinator)", 1, day.event, 1, "192.0.2.7")
    did(ruth, Deed.DEVICE_REVOKED, "Revoked kiosk 7.")
    did(Actor(" =1+1 (mallory)", 1), Deed.INVITED, "Invited <b>somebody</b>.")
    looked(ruth, "Saw who is at the Rainbow Room.", 2)
    return browser_of("auditor")


def rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_log_says_who_did_what_from_where(auditor: Any) -> None:
    answer = auditor.get("/audit/")
    page = text_of(answer)
    assert "Saw who is at the Rainbow Room. Ruth Adeyemi (coordinator)" in page
    assert "192.0.2.7" in page
    assert "the centre’s own machine" in page
    assert "<b>somebody" not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found", "left_out"),
    [
        ("theme=NAMES", "Saw who", "kiosk 7"),
        ("theme=DEVICES&words=ruth", "kiosk 7", "Saw who"),
        ("words=192.0.2.7+rainbow", "Saw who", "kiosk 7"),
        ("from=2020-01-01", "kiosk 7", "No line is like that"),
        ("to=2020-01-01", "No line is like that", "kiosk 7"),
        ("theme=NOTHING&from=yesterday&before=x", "kiosk 7", "No line is like that"),
    ],
)
def test_a_filter_shows_what_was_asked_for(auditor: Any, asked: str, found: str, left_out: str) -> None:
    page = text_of(auditor.get(f"/audit/?{asked}"))
    assert found in page
    assert left_out not in page


def test_the_file_holds_the_same_and_no_formula_and_is_a_line_itself(auditor: Any) -> None:
    head, *lines = rows(auditor.get("/audit.csv?theme=ACCOUNTS"))
    assert head == ["time_utc", "who", "what", "subject", "event", "venue", "address"]
    assert [line[1:4] for line in lines] == [["' =1+1 (mallory)", "Invited <b>somebody</b>.", "Accounts and roles"]]
    assert "Took the audit log as a file, filtered." in text_of(auditor.get("/audit/?theme=FIGURES"))


def test_a_long_log_goes_on_page_by_page(day: CentreDay) -> None:
    from sync.server.audit.deeds import Deed
    from sync.server.audit.log import Actor, did
    from sync.server.reading.audit import PAGE_MAX, Wanted, lines

    del day
    for no in range(PAGE_MAX + 1):
        did(Actor("Somebody", 77), Deed.FLAG_SETTLED, f"Settled flag {no}.")
    first = lines(77, Wanted())
    assert (len(first), first[0].what) == (PAGE_MAX, f"Settled flag {PAGE_MAX}.")
    assert [line.what for line in lines(77, Wanted(), first[-1].id)] == ["Settled flag 0."]


def test_how_an_account_is_kept_safe_is_written_down(auditor: Any) -> None:
    someone = browser_of(None)
    someone.post("/accounts/login/", {"login": "viewer", "password": PASSWORD})
    fresh = "four-balls-of-green-wool"
    someone.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    page = text_of(auditor.get("/audit/?theme=SIGN_IN"))
    assert "Changed their own password. Press office (viewer)" in page
    assert "Signed in. Press office (viewer)" in page


def test_the_page_says_a_line_in_its_language_and_the_file_keeps_it(auditor: Any) -> None:
    page = text_of(auditor.get("/audit/?theme=DEVICES", headers={"Accept-Language": "pl"}))
    assert "Odwołano kiosk 7." in page
    assert "Revoked kiosk 7." not in page
    assert "szukaj angielskich słów" in page
    assert "look for English words" not in text_of(auditor.get("/audit/"))
    assert "Revoked kiosk 7." in [line[2] for line in rows(auditor.get("/audit.csv?theme=DEVICES", headers={"Accept-Language": "pl"}))]
