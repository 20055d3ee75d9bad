"""In which language does somebody get a page, and does everything on it speak it?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()


@pytest.fixture(scope="module")
def day() -> Iterator[CentreDay]:
    with centre_day() as filled:
        yield filled


pytestmark = pytest.mark.usefixtures("day")


def opening_tag(answer: Any) -> str:
    page: str = answer.content.decode()
    return page[page.index("<html") : page.index(">", page.index("<html")) + 1]


def test_a_page_speaks_what_the_browser_asks_for() -> None:
    answer = browser_of("viewer").get("/", headers={"Accept-Language": "he-IL,he;q=0.9,en;q=0.5"})
    assert opening_tag(answer) == '<html lang="he" dir="rtl">'
    assert "סיכומים" in text_of(answer)
    assert answer["Content-Language"] == "he"
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize(("asked", "spoken"), [("en-US", "en-gb"), ("de", "en-gb"), ("fr-CA", "fr"), ("ar-EG", "ar"), ("", "en-gb")])
def test_whoever_asks_for_a_language_that_we_do_not_speak_gets_english(asked: str, spoken: str) -> None:
    assert f'lang="{spoken}"' in opening_tag(browser_of(None).get("/accounts/login/", headers={"Accept-Language": asked}))


def test_a_choice_goes_with_the_account_to_another_browser() -> None:
    browser_of("auditor").post("/language", {"language": "cy", "back": "/venues/"})
    elsewhere = browser_of("auditor")
    assert 'lang="cy"' in opening_tag(elsewhere.get("/", headers={"Accept-Language": "pl"}))
    assert 'lang="pl"' in opening_tag(browser_of("viewer").get("/", headers={"Accept-Language": "pl"}))


def test_a_stranger_keeps_the_choice_in_this_browser() -> None:
    stranger = browser_of(None)
    answer = stranger.post("/language", {"language": "ur", "back": "/join/"})
    assert (answer.status_code, answer["Location"]) == (302, "/join/")
    assert opening_tag(stranger.get("/join/")) == '<html lang="ur" dir="rtl">'


def test_a_person_is_spoken_to_in_their_own_language_whatever_this_browser_was_set_to_before() -> None:
    browser_of("coordinator").post("/language", {"language": "fr"})
    shared = browser_of("coordinator")
    shared.cookies["language"] = "he"
    assert 'lang="fr"' in opening_tag(shared.get("/"))


def test_a_language_that_nobody_speaks_changes_nothing_and_no_link_leads_elsewhere() -> None:
    stranger = browser_of(None)
    answer = stranger.post("/language", {"language": "tlh", "back": "https://elsewhere.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "language" not in stranger.cookies


def test_every_language_can_be_chosen_in_its_own_name() -> None:
    page = browser_of(None).get("/accounts/login/").content.decode()
    for code, name in (("he", "עברית"), ("ar", "العربية"), ("ur", "اردو"), ("cy", "Cymraeg"), ("pl", "Polski"), ("fr", "Français")):
        assert f'lang="{code}"' in page
        assert name in page


def test_figures_for_programs_are_the_same_in_every_language() -> None:
    there = browser_of("viewer")
    hebrew, english = (there.get("/totals.json", headers={"Accept-Language": language}).json() for language in ("he", "en"))
    assert hebrew["items"] == english["items"]


def test_a_telephone_number_and_a_sign_are_read_the_right_way_where_lines_run_from_the_right() -> None:
    reader = browser_of("coordinator")
    reader.post("/language", {"language": "he"})
    board, venue = (reader.get(page).content.decode() for page in ("/watch/", "/venues/2/"))
    assert '<bdi dir="ltr">01632 960103</bdi>' in board
    assert "88%" in board
    assert "88 %" not in board
    # Hats: 314 counted of 320 made. The mark keeps the minus before the digits.
    assert "\u200e−6<" in venue
    reader.post("/language", {"language": "en-gb"})
    assert "\u200e" not in reader.get("/venues/2/").content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "pl"])
def test_a_bar_is_filled_in_a_language_that_writes_a_comma_in_numbers(language: str) -> None:
    reader = browser_of("coordinator")
    reader.post("/language", {"language": language})
    page = reader.get("/").content.decode() + reader.get("/totals/curve").content.decode()
    widths = re.findall(r'(?:class="bar-wool"[^>]* width|class="curve-tick" x)="([^"]*)"', page)
    assert widths
    assert [width for width in widths if not re.fullmatch(r"[0-9]+(\.[0-9]+)?%", width)] == []
