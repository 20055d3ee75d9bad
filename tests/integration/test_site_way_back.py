"""Does a browser that opens what only a button may press come to the page that it belongs to?"""

from collections.abc import Iterator

import pytest

from tests.support.centre import set_up_django
from tests.support.site_pages import browser_of, centre_day

set_up_django()

AS_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module", autouse=True)
def day() -> Iterator[None]:
    with centre_day(filled=False):
        yield


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/prepare/1/file", "/prepare/1/"),
        ("/prepare/1/file/take", "/prepare/1/"),
        ("/prepare/1/venue/2/move", "/prepare/1/venue/2/"),
        ("/prepare/from-file", "/prepare/"),
        ("/roster/bring", "/roster/"),
        ("/devices/asking/1/approve", "/devices/"),
        ("/passes/draw", "/passes/"),
        ("/reports/freeze", "/reports/"),
        ("/people/links/send", "/people/"),
        ("/language", "/"),
    ],
)
def test_whoever_reloads_what_a_button_showed_comes_to_the_page_it_belongs_to(address: str, page: str) -> None:
    answer = browser_of("coordinator").get(address, headers=AS_BROWSER, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1] == (page, 302)


def test_whoever_changes_the_language_on_a_preview_comes_to_the_page_it_belongs_to() -> None:
    answer = browser_of("coordinator").post("/language", {"language": "he", "back": "/prepare/1/file"}, headers=AS_BROWSER, follow=True)
    assert answer.redirect_chain[-1] == ("/prepare/1/", 302)
    assert 'lang="he"' in answer.content.decode()


def test_a_program_is_told_that_it_may_not_ask_so() -> None:
    assert browser_of("coordinator").get("/passes/draw").status_code == 405
