"""Does a link lead somebody all the way to a passkey that signs them in, at a real browser, and can every account page be read?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import DESK, PHONE, Looker, looker, put_key_into
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD
from tests.support.looked_at import looked_at
from tests.support.served_day import ServedDay, published, served_day

set_up_django()
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / ".kept" / "browser"
PAGES = {
    "accounts": "/people/",
    "invite": "/people/invite",
    "audit": "/audit/",
    "sessions": "/accounts/sessions/",
    "passkeys": "/accounts/2fa/webauthn/",
    "join": "/join/",
}
OWN = "a-password-of-their-own"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), published) as served:
        yield served


@pytest.fixture(scope="module")
def address(served: ServedDay) -> str:
    """The centre called localhost: browsers make passkeys for names only."""
    return served.address.replace("127.0.0.1", "localhost")


def link_for(coordinator: Looker, name: str) -> str:
    page = coordinator.open("/people/invite")
    page.get_by_label("Their name").fill(name)
    page.get_by_label("Coordinator: does everything").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("The link").input_value()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    return link


def sign_out(page: Page) -> None:
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


def test_from_a_copied_link_to_signing_in_with_a_finger(address: str, chromium: Browser) -> None:
    with looker(chromium, address) as coordinator, looker(chromium, address, PHONE) as newcomer:
        coordinator.context.grant_permissions(["clipboard-read", "clipboard-write"])
        coordinator.sign_in("coordinator", PASSWORD)
        link = link_for(coordinator, "Bea Hall")
        put_key_into(newcomer)
        page = newcomer.open(link.removeprefix(address))
        page.get_by_label("The name that you sign in with").fill("bea")
        page.get_by_label("Password").fill(OWN)
        page.get_by_label("The same once more").fill(OWN)
        page.get_by_role("button", name="Make my account").click()
        newcomer.sign_in("bea", OWN)
        page.get_by_role("link", name="set it up now").click()
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Password").fill(OWN)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_label("Sign in with it alone")).to_be_checked()
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        sign_out(page)
        page.get_by_role("button", name="Use a passkey instead").click()
        page.wait_for_url(address + "/")
        expect(page.get_by_text("second step at sign-in. You have")).to_have_count(0)
        page = coordinator.open("/audit/")
        for line in ("Invited Bea Hall as coordinator.", "Added a passkey."):
            expect(page.get_by_text(line).first).to_be_visible()
        assert coordinator.complaints == []
        assert newcomer.complaints == []


def test_without_a_passkey_the_page_says_so_and_nothing_breaks(address: str, chromium: Browser) -> None:
    with looker(chromium, address) as someone:
        page = someone.open("/accounts/login/")
        page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('nobody there')); }")
        page.get_by_role("button", name="Use a passkey instead").click()
        expect(page.get_by_text("Nothing was read from a passkey")).to_be_visible()
        assert someone.complaints == []


@pytest.mark.gallery
@pytest.mark.parametrize(("place", "size"), [("desk", DESK), ("phone", PHONE)])
def test_every_account_page_fits_and_can_be_read(address: str, chromium: Browser, place: str, size: tuple[int, int]) -> None:
    with looker(chromium, address, size) as someone:
        someone.context.grant_permissions(["clipboard-read", "clipboard-write"])
        someone.sign_in("coordinator", PASSWORD)
        poor = {}
        for name, path in PAGES.items():
            someone.open(path)
            poor[name] = looked_at(someone, f"{name}-{place}")
        link_for(someone, "Somebody with a rather long name, of the hall")
        poor["link"] = looked_at(someone, f"link-{place}")
        assert {name: faults for name, faults in poor.items() if faults} == {}
        assert someone.complaints == []
