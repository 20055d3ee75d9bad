"""Can everybody use every page: with a screen reader, from the right to the left, at night, and without anything that moves?

Every address of the URL conf that answers a link with a page is opened: in English, by day and then at night, and in Hebrew at night.
An address that is new is walked by itself; one that opens nothing for a coordinator fails by its name until it is given a thing.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.axe import pale_at_night, violations, what_moves
from tests.support.browser import Looker, looker, put_key_into
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.served_day import ServedDay, served_day
from tests.support.things_behind_doors import add_authenticator_app, add_things, things_of_ours, words_of_ours

set_up_django()
pytestmark = pytest.mark.slow

ENGLISH, HEBREW = "en-gb", "he"
KEPT = Path(__file__).parents[1] / ".kept" / "browser" / "tongues"
LEADS_ON = ("account_login", "mfa_authenticate", "mfa_login_webauthn", "jobs-file")
"""Whoever has signed in is led on: these are opened on the way in. The job's file is none while the job goes on."""

BESIDE_THE_ADDRESSES = {"nothing": "/nothing-here/", "no-such-venue": "/venues/999999/"}


@pytest.fixture(scope="module")
def ours() -> dict[str, str]:
    """What addresses name, and, by the name of a row, the address where a secret word stands; filled with the day."""
    return {}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ours: dict[str, str]) -> Iterator[ServedDay]:
    def filled(day: CentreDay) -> None:
        day.fill()
        add_things(day)
        ours.update({name: str(thing) for name, thing in things_of_ours().items()})
        ours.update(words_of_ours(day))

    with served_day(tmp_path_factory.mktemp("centre"), filled) as served:
        yield served


@pytest.fixture(scope="module")
def address(served: ServedDay) -> str:
    """The centre called localhost: browsers make passkeys for names only."""
    return served.address.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def ruth(address: str, chromium: Browser) -> Iterator[Looker]:
    """A coordinator, who has no second step yet."""
    with looker(chromium, address) as someone:
        someone.sign_in("coordinator", PASSWORD)
        prove_again(someone)
        yield someone


@pytest.fixture(scope="module")
def naomi(served: ServedDay, address: str, chromium: Browser) -> Iterator[Looker]:
    """An auditor, who has a second step of every kind."""
    with looker(chromium, address) as someone:
        put_key_into(someone)
        someone.sign_in("auditor", PASSWORD)
        prove_again(someone)
        page = someone.open("/accounts/2fa/webauthn/add/")
        page.get_by_role("button", name="Add it").click()
        page.get_by_role("heading", name="Recovery codes").wait_for()
        served.beside(lambda: add_authenticator_app("auditor"))
        yield someone


def prove_again(someone: Looker) -> None:
    """What concerns the second step opens for some minutes after the password was told once more."""
    page = someone.open("/accounts/reauthenticate/?next=/accounts/2fa/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/accounts/2fa/")


@pytest.fixture(scope="module")
def pages(ruth: Looker, naomi: Looker, ours: dict[str, str]) -> list[tuple[Looker, dict[str, str]]]:
    """Whoever opens pages, and the address of each by its name."""
    from tests.support.doors import WALK, served

    addresses = {name: WALK[name].address.format(**ours) for name, _ in served() if name in WALK} | {
        name: address for name, address in ours.items() if address.startswith("/")
    }
    of_ruth, closed = sorted_out(ruth, {name: address for name, address in addresses.items() if name not in LEADS_ON})
    own_key = naomi.open("/accounts/2fa/webauthn/").locator("a[href*='/keys/']").first.get_attribute("href") or ""
    of_naomi = {name: address for name, address in closed.items() if name.startswith("mfa_")}
    of_naomi |= {
        f"mfa_{what}_webauthn": own_key.replace("/edit/", f"/{what}/").replace("/remove/", f"/{what}/") for what in ("edit", "remove")
    }
    found, still_closed = sorted_out(naomi, of_naomi)
    closed = still_closed | {name: address for name, address in closed.items() if name not in of_naomi}
    assert closed == {}, "give these a thing behind their doors, so that somebody looks at their pages"
    return [(ruth, of_ruth | BESIDE_THE_ADDRESSES), (naomi, found)]


def sorted_out(someone: Looker, addresses: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Which of ``addresses`` show a page, and which should and do not. What is no page at all is in neither."""
    found, closed = {}, {}
    for name, address in addresses.items():
        answer = someone.context.request.get(someone.address + address, max_redirects=0)
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status == 200 and is_html and "<!doctype html" in answer.text()[:100].lower():
            found[name] = address
        elif answer.status >= 300 and answer.status != 405 and (is_html or answer.status == 302):
            closed[name] = address
    return found, closed


def found_on(someone: Looker, addresses: dict[str, str], language: str) -> dict[str, list[str]]:
    """What is wrong, by the name of the page."""
    someone.context.add_cookies([{"name": "language", "value": language, "url": someone.address}])
    someone.page.emulate_media(color_scheme="light" if language == ENGLISH else "dark")
    wrong = {}
    for name, address in addresses.items():
        page = someone.open(address)
        faults = violations(page)
        if language == ENGLISH:
            faults += pale_at_night(page) + [f"moves: {one}" for one in what_moves(page)]
        if faults:
            someone.picture(KEPT / f"{name}-{language}.png")
            wrong[name] = faults
    return wrong


@pytest.mark.parametrize("language", [ENGLISH, HEBREW])
def test_axe_finds_nothing_on_any_page(pages: list[tuple[Looker, dict[str, str]]], language: str) -> None:
    for someone, addresses in pages:
        assert found_on(someone, addresses, language) == {}
        assert [each for each in someone.complaints if "404" not in each] == []


@pytest.mark.parametrize("language", [ENGLISH, HEBREW])
def test_axe_finds_nothing_on_the_way_in(naomi: Looker, chromium: Browser, language: str) -> None:
    with looker(chromium, naomi.address) as someone:
        assert found_on(someone, {"sign-in": "/accounts/login/"}, language) == {}
        page = someone.page
        page.locator("[name=login]").fill("auditor")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/2fa/authenticate/")
        assert violations(page) == []
        assert someone.complaints == []
