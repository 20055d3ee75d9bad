"""Can a coordinator leave the board open, call a silent venue, decide about flags and take it back, at a real browser?"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from sync.domain.facts import ItemsLogged
from tests.support.browser import Looker
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = pytest.mark.slow

HATS, KNITTING = 1, 1


def filled(day: CentreDay) -> None:
    """A lively day on which somebody logged 450 hats at once."""
    day.fill()
    day.kiosks[2].add(ItemsLogged(KNITTING, HATS, 450), day.now_ms - 90_000)
    day.take(day.kiosks[2])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), filled) as served:
        yield served


def test_a_number_that_is_written_down_stands_on_the_open_board(coordinator: Looker) -> None:
    page = coordinator.open("/watch/")
    expect(page.get_by_role("status").first).to_contain_text("2 venues outstanding")
    page.get_by_role("link", name=re.compile("Write down the telephone numbers")).click()
    row = page.locator("#venue-3")
    row.get_by_label("Who answers").fill("Bilal at the door")
    row.get_by_label("Telephone").fill("not a number")
    row.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be dialled")
    # The browser calls an answer that asks once more a failed one; nothing else may have been said.
    assert [one for one in coordinator.complaints if "400" not in one] == []
    coordinator.complaints.clear()
    row.get_by_label("Telephone").fill("+44 161 496 0123")
    row.get_by_role("button", name="Keep").click()
    page.wait_for_url(re.compile("#venue-3"))
    page = coordinator.open("/watch/")
    expect(page.locator('a[href="tel:+441614960123"]')).to_be_visible()


def test_flags_are_decided_with_the_keyboard_and_taken_back(coordinator: Looker) -> None:
    page = coordinator.open("/flags/")
    many = page.locator(".flag").filter(has_text="450 hats")
    tick = many.get_by_role("checkbox")
    tick.focus()
    page.keyboard.press("Space")
    expect(tick).to_be_checked()
    page.get_by_role("button", name="Decide about the ticked ones").press("Enter")
    expect(page.get_by_role("table")).to_contain_text("320")
    page.get_by_role("button", name="Take it out of the totals").press("Enter")
    page.wait_for_url(re.compile("/flags/decisions/"))
    expect(page.get_by_role("status")).to_contain_text("1 entry says so now")
    hats = coordinator.open("/").locator(".deed-card").filter(has_text="hats")
    expect(hats.locator("strong")).to_have_text("320")
    page = coordinator.open("/flags/decisions/")
    page.get_by_role("button", name=re.compile("Take it back")).press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    expect(coordinator.open("/").locator(".deed-card").filter(has_text="hats").locator("strong")).to_have_text("770")


def test_a_kiosk_is_set_from_afar(coordinator: Looker) -> None:
    page = coordinator.open("/devices/2/")
    page.get_by_label("How loud").select_option("20")
    page.get_by_role("button", name="Set it", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("takes it up at its next contact")
    expect(page.get_by_label("How loud")).to_have_value("20")


def test_names_are_shown_only_after_a_reason(coordinator: Looker) -> None:
    page = coordinator.open("/venues/2/")
    page.get_by_role("link", name="See the names").click()
    page.get_by_label("Why do you need the names?").select_option("ROLL_CALL")
    page.get_by_role("button", name="Show the names").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who is at")
    expect(page.locator(".present li").first).to_be_visible()
