"""Does a volunteer get through registration on an old phone, in a right-to-left language, without JavaScript?

Nothing may be complained about in the console and no other host may be asked; a picture of each step is kept to be looked at.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import PHONE, Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, RAINBOW, CentreDay
from tests.support.contrast import poor_contrasts
from tests.support.registering import with_shifts
from tests.support.served_day import ServedDay, published, served_day

set_up_django()
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / ".kept" / "browser"


def with_places(day: CentreDay) -> None:
    published(day)
    with_shifts(day)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), with_places) as served:
        yield served


def opened(address: str, chromium: Browser, *, is_dark: bool = False) -> str:
    """The page's path, opened by the lead, who looks at it on a desk."""
    with looker(chromium, address, is_dark=is_dark) as lead:
        lead.sign_in("venue_lead", PASSWORD)
        page = lead.open(f"/registration/venues/{RAINBOW}/")
        if page.get_by_role("button", name="Open registration").count():
            page.get_by_role("button", name="Open registration").click()
        path = page.get_by_label("Its address").input_value()
        lead.picture(KEPT / f"registration-venue-{'night' if is_dark else 'day'}.png")
        lead.open("/registration/")
        lead.picture(KEPT / f"registration-{'night' if is_dark else 'day'}.png")
        assert poor_contrasts(lead.page) == []
        assert lead.complaints == []
    return path.removeprefix(address)


def test_a_lead_opens_the_page_and_a_volunteer_registers_by_phone_changes_their_shift_and_withdraws(
    address: str, chromium: Browser
) -> None:
    path = opened(address, chromium)
    with looker(chromium, address, PHONE) as someone:
        page = someone.open(path)
        someone.picture(KEPT / "register-phone.png")
        page.get_by_role("button", name="עברית").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        someone.picture(KEPT / "register-phone-hebrew.png")
        page.get_by_role("button", name="English").click()
        page.get_by_label("Your name").fill("Noor A.")
        page.get_by_label("With whom do you come?").fill("The Lane School")
        page.get_by_role("radio").first.check()
        page.get_by_label("You may keep my name").check()
        page.wait_for_timeout(2_100)  # nobody writes all that within a moment: what is quicker is asked to send it again
        page.get_by_role("button", name="Register and get my pass").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Noor A.")
        someone.picture(KEPT / "registered-pass-phone.png")
        page.get_by_role("link", name="Change my shift").click()
        someone.picture(KEPT / "registered-change-phone.png")
        page.get_by_role("radio").last.check()
        page.get_by_role("button", name="Take this one").click()
        page.get_by_role("link", name="I cannot come").click()
        someone.picture(KEPT / "registered-withdraw-phone.png")
        page.get_by_role("button", name="Give my place back").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your place is free again")
        assert poor_contrasts(page) == []
        assert someone.complaints == []


def test_without_javascript_it_is_the_same_page(address: str, chromium: Browser) -> None:
    path = opened(address, chromium, is_dark=True)
    context = chromium.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False, color_scheme="dark", locale="ar")
    try:
        someone = Looker(context, address)
        page = context.pages[0]
        loaded: list[int] = []
        page.on("response", lambda response: loaded.append(len(response.body())))
        page.goto(address + path, wait_until="load")
        assert sum(loaded) < 64_000, "a page for an old phone on a bad line"
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert page.locator("main").bounding_box()["width"] <= 320  # type: ignore[index] # it is drawn
        someone.picture(KEPT / "register-phone-arabic-night.png")
        page.locator("#name").fill("نور ع")
        page.get_by_role("radio").last.check()
        page.locator("input[name=agrees]").check()
        page.wait_for_timeout(2_100)
        page.locator("button.deed").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("نور ع")
        assert someone.complaints == []
    finally:
        context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_at_a_phone_every_place_is_in_the_bar_or_behind_one_more(address: str, chromium: Browser, width: int) -> None:
    with looker(chromium, address, (width, 700)) as coordinator:
        coordinator.sign_in("coordinator", PASSWORD)
        page = coordinator.open("/registration/")
        bar = page.get_by_role("navigation")
        expect(bar.get_by_role("link")).to_have_count(4)
        words = bar.locator(".place-word:visible")
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for one in words.all() if (box := one.bounding_box()))
        bar.get_by_text("More", exact=True).click()
        coordinator.picture(KEPT / f"more-places-{width}.png")
        expect(bar.get_by_role("link", name="Registration")).to_have_attribute("aria-current", "page")
        bar.get_by_role("link", name="Prepare").click()
        page.wait_for_url("**/prepare/**")
        page.set_viewport_size({"width": 1280, "height": 900})
        expect(bar.get_by_text("More", exact=True)).to_be_hidden()
        expect(bar.get_by_role("link", name="Registration")).to_be_visible()
        assert coordinator.complaints == []
