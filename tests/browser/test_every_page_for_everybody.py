"""Can everybody use every page: with a screen reader, from the right to the left, at night, and without anything that moves?

Every address of the URL conf that answers a link with a page is opened: in English by day, and in Hebrew at night.
An address that is new is walked by itself; one that opens nothing for a coordinator fails by its name until it is given a thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.axe import violations
from tests.support.browser import Looker, looker, put_key_into
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.pages_walked import ENGLISH, HEBREW, found_on, sorted_out
from tests.support.served_day import ServedDay, served_day
from tests.support.things_behind_doors import add_authenticator_app, add_things, things_of_ours, words_of_ours

set_up_django()
pytestmark = pytest.mark.slow

LEADS_ON = ("account_login", "mfa_authenticate", "mfa_login_webauthn", "jobs-file")
"""Whoever has signed in is led on: these are opened on the way in. The job's file is none while the job goes on."""

BESIDE_THE_ADDRESSES = {"nothing": "/nothing-here/", "no-such-venue": "/venues/999999/"}


@dataclass
class Ours:
    """What addresses name, and, by the name of a row, the address where a secret word stands; filled with the day."""

    things: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def ours() -> Ours:
    return Ours()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ours: Ours) -> Iterator[ServedDay]:
    def filled(day: CentreDay) -> None:
        day.fill()
        add_things(day)
        ours.things = things_of_ours()
        ours.words = words_of_ours(day)

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
def pages(ruth: Looker, naomi: Looker, ours: Ours) -> list[tuple[Looker, dict[str, str]]]:
    """Whoever opens pages, and the address of each by its name."""
    from tests.support.doors import WALK, served

    addresses = {name: WALK[name].address.format(**ours.things) for name, _ in served() if name in WALK} | ours.words
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
