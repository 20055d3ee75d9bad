"""Does somebody get through their work with nothing but Tab, Enter, Space and the arrows, and always see where they are?"""

import re
from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.browser import Looker, looker, put_key_into
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, CentreDay
from tests.support.keyboard import Keys
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = pytest.mark.slow

MARKET_DAY = 77
AROUND = ("/", "/watch/", "/devices/2/", "/flags/", "/roster/", "/passes/", "/reports/", "/reports/files/", "/prepare/1/", "/privacy/erase")


def two_events(day: CentreDay) -> None:
    from sync.server.publishing.publish import publish

    day.fill()
    event = msgspec.structs.replace(day.definition.event, no=MARKET_DAY, name={"en": "Market Day"})
    publish(msgspec.structs.replace(day.definition, event=event), {}, day.now_ms - 1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), two_events) as served:
        yield served


def test_from_signing_in_to_signing_out_without_a_mouse(address: str, chromium: Browser) -> None:
    with looker(chromium, address) as someone:
        keys = Keys(someone.open("/accounts/login/"))
        sign_in(keys)
        skip_to_the_page(keys)
        choose_an_event(keys)
        edit_an_item_kind(keys)
        publish(keys)
        let_a_machine_in(keys)
        think_better_of_revoking(keys)
        settle_a_flag(keys)
        sign_out(keys)
        assert someone.complaints == []


def sign_in(keys: Keys) -> None:
    keys.to("Username")
    keys.page.keyboard.type("coordinator")
    keys.to("Password")
    keys.page.keyboard.type(PASSWORD)
    keys.follow("Sign in")
    expect(keys.page.locator(".headline").first).to_contain_text("helping now")


def skip_to_the_page(keys: Keys) -> None:
    """The first stop is the way past the list of pages, and it leads past it."""
    stop = keys.tab()
    assert stop is not None
    assert stop["name"] == "Skip to the page"
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("main")).to_be_focused()
    keys.tab()
    assert keys.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def choose_an_event(keys: Keys) -> None:
    page = keys.page
    keys.press("Ruth Adeyemi")
    assert violations(page) == [], "with the menu open"
    page.keyboard.press("Escape")
    expect(page.locator("details.account summary")).to_be_focused()
    for name, key in (("Market Day", "Space"), ("Many Hands Day", "Enter")):
        page.locator("details.account summary").focus()
        page.keyboard.press("Enter")
        keys.to(name)
        with page.expect_navigation():
            page.keyboard.press(key)
        expect(page.locator(".rail-event strong")).to_have_text(name)


def edit_an_item_kind(keys: Keys) -> None:
    page = keys.page
    keys.follow("Prepare")
    keys.follow("Many Hands Day")
    keys.follow("Hats")
    keys.to("Step buttons")
    page.keyboard.press("Control+a")
    page.keyboard.type("1, 3, 5")
    keys.to("Packs")
    # What is beside the form is written anew meanwhile; nobody is taken out of what they are writing.
    expect(page.locator("#check")).not_to_contain_text("As you write")
    expect(page.get_by_label("Packs")).to_be_focused()
    keys.follow("Keep in the draft")
    expect(page.get_by_role("status")).to_contain_text("is kept in the draft")


def publish(keys: Keys) -> None:
    keys.follow("See what changed, and publish")
    keys.follow("Publish 1 change")
    expect(keys.page.get_by_role("status")).to_contain_text("Version 2 is published")


def let_a_machine_in(keys: Keys) -> None:
    page = keys.page
    keys.follow("Devices")
    keys.to("Venue where it stands")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".asking select").first).to_have_value("2")
    keys.follow("The digits agree: approve")
    expect(page.get_by_role("status")).to_contain_text("at Rainbow Room")


def think_better_of_revoking(keys: Keys) -> None:
    """What cannot be undone asks once more, and the way back is there, too."""
    keys.follow("Rainbow door")
    keys.follow("Revoke")
    asked = keys.round()
    assert any(name.startswith("Revoke") for name in asked), asked
    keys.page.go_back()
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("Rainbow door")


def settle_a_flag(keys: Keys) -> None:
    page = keys.page
    keys.follow("Flags")
    lines = page.locator(".flag")
    there = lines.count()
    keys.follow("Settle")
    expect(page.get_by_role("status")).to_contain_text("Settled")
    expect(lines).to_have_count(there - 1)


def sign_out(keys: Keys) -> None:
    keys.press("Ruth Adeyemi")
    keys.follow("Sign out")
    keys.page.wait_for_url(re.compile("/accounts/login/"))


def test_a_passkey_is_added_and_signs_in_without_a_mouse(address: str, chromium: Browser) -> None:
    named = address.replace("127.0.0.1", "localhost")  # browsers make passkeys for names only
    with looker(chromium, named) as someone:
        put_key_into(someone)
        keys = Keys(someone.open("/accounts/login/"))
        keys.to("Username")
        keys.page.keyboard.type("viewer")
        keys.to("Password")
        keys.page.keyboard.type(PASSWORD)
        keys.follow("Sign in")
        keys.press("Press office")
        keys.follow("Second step")
        keys.follow("Add a passkey")
        keys.to("Password")
        keys.page.keyboard.type(PASSWORD)
        keys.follow("Go on")
        keys.follow("Add it")
        expect(keys.page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        keys.press("Press office")
        keys.follow("Sign out")
        keys.press("Use a passkey instead", "Space")
        keys.page.wait_for_url(named + "/")
        expect(keys.page.locator("details.account summary")).to_contain_text("Press office")
        assert someone.complaints == []


def test_tab_goes_once_around_every_page_in_its_order_and_is_always_seen(coordinator: Looker) -> None:
    for path in AROUND:
        names = Keys(coordinator.open(path)).round()
        assert names[0] == "Skip to the page"
        assert "" not in names, f"something without a name at {path}: {names}"


def test_what_moves_by_itself_takes_the_focus_from_nobody(coordinator: Looker) -> None:
    page = coordinator.open("/watch/")
    inside = page.locator("#moving a").first
    inside.focus()
    wake(page)
    page.wait_for_timeout(300)
    expect(inside).to_be_focused()
    outside = page.get_by_role("navigation").get_by_role("link", name="Venues")
    outside.focus()
    with page.expect_response(re.compile("/watch/live")):
        wake(page)
    expect(outside).to_be_focused()


def wake(page: Page) -> None:
    """What moves asks at once, as it does when the window is looked at again."""
    page.evaluate("htmx.trigger('#moving', 'wake')")
