"""Does a coordinator get from somebody's list to passes that can be printed and shown, at a real browser, with the real worker?"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from sync.domain.codes import Pass, read_code
from tests.support.at_the_desk import JOB_MS, bring, saved
from tests.support.browser import PHONE, Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW
from tests.support.lists import EVENTBRITE
from tests.support.served_day import ServedDay, published, served_day

set_up_django()
pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / ".kept" / "browser"
ROOM = "Rainbow Room, St Brannoc’s Hospital"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), published) as served:
        yield served


def test_a_list_becomes_passes_that_are_printed_and_shown_on_a_phone(
    coordinator: Looker, chromium: Browser, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "report.csv"
    file.write_text(EVENTBRITE, encoding="utf-8")
    bring(coordinator, file, ROOM)
    page = coordinator.page
    expect(page.get_by_text("3 new names for the roster")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("6 Ticket Type There is no activity “Kniting hats”"))).to_be_visible()
    coordinator.picture(KEPT / "roster-preview.png")
    page.get_by_role("button", name="Put it onto the roster").click()
    page.get_by_role("link", name="Done").wait_for(timeout=JOB_MS)

    page = coordinator.open("/passes/")
    page.get_by_label("At").first.select_option(str(RAINBOW))
    page.get_by_role("button", name="Draw passes").click()
    paper = saved(page.get_by_role("link", name=re.compile("^.?Save passes")))
    assert paper.read_bytes().startswith(b"%PDF") or zipfile.is_zipfile(paper)

    page = coordinator.open(f"/passes/venues/{RAINBOW}/?name=Ada+M")
    page.get_by_role("link", name=re.compile("For a phone.*Ada M")).click()
    link = page.get_by_label("Send them this link, and nobody else").input_value()
    with looker(chromium, address, PHONE) as stranger:
        pass_page = stranger.open(link.removeprefix(address))
        expect(pass_page.get_by_role("heading", name="Ada M.")).to_be_visible()
        shown = tmp_path / "shown.png"
        pass_page.screenshot(path=shown)
        (code,) = zxingcpp.read_barcodes(Image.open(shown))
        assert isinstance(read_code(code.text), Pass)
        stranger.picture(KEPT / "pass-on-phone.png")
        assert stranger.complaints == []


def test_a_list_is_taken_back_by_the_keyboard_alone(coordinator: Looker, tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("Name,Number\nZelda Zorn,77\n", encoding="utf-8")
    bring(coordinator, file, ROOM)
    page = coordinator.page
    page.get_by_role("button", name="Put it onto the roster").press("Enter")
    page.get_by_role("link", name="Take back").wait_for(timeout=JOB_MS)
    page.get_by_role("link", name="Take back").press("Enter")
    page.get_by_role("button", name="Take it back").press("Enter")
    expect(page.get_by_text("The roster is as it was before one.csv.")).to_be_visible(timeout=JOB_MS)
