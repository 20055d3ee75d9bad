"""Do the pages do what a device asks for: nothing that moves, a few colours of its own, ink on white paper?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import what_moves
from tests.support.browser import Looker, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import PASSWORD, RAINBOW, CentreDay
from tests.support.contrast import poor_contrasts
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = pytest.mark.slow

PAPER = (794, 1123)
"""An A4 sheet in CSS pixels."""

PRINTED = ("/", f"/venues/{RAINBOW}/", "/reports/", f"/reports/venues/{RAINBOW}/", "/flags/", "/audit/")
PRESSED = ("/", "/devices/", "/flags/", "/reports/", "/roster/", "/prepare/1/", "/registration/")

_ONLY_TO_PRESS = """() => Array.from(document.querySelectorAll(".rail, .skip, button, input, select, a.deed, a.quiet"))
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120))"""

_NOT_WHITE = """() => [document.documentElement, document.body].map((one) => getComputedStyle(one))
  .filter((style) => style.colorScheme !== "light" || !style.backgroundColor.endsWith(", 0)"))
  .map((style) => style.colorScheme + " " + style.backgroundColor)"""

_NO_TABLE = """() => Array.from(document.querySelectorAll(".figures thead"))
  .filter((one) => getComputedStyle(one).display !== "table-header-group").map(() => "a table that is none")"""

_WITHOUT_A_LINE = """() => Array.from(document.querySelectorAll("button, a.deed, a.quiet, a.alarm")).filter((one) => {
  const style = getComputedStyle(one);
  return one.checkVisibility() && (parseFloat(style.borderTopWidth) === 0 || style.borderTopStyle === "none");
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDay]:
    with served_day(tmp_path_factory.mktemp("centre"), CentreDay.fill) as served:
        yield served


def choose(someone: Looker, appearance: str) -> None:
    someone.context.add_cookies([{"name": "appearance", "value": appearance, "url": someone.address}])


def is_too_wide(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_whoever_wants_no_motion_sees_none_and_others_see_a_little(coordinator: Looker) -> None:
    page = coordinator.open("/")
    assert what_moves(page) == []
    page.emulate_media(reduced_motion="no-preference")
    assert what_moves(page) != [], "this would find nothing, whatever moved"


@pytest.mark.parametrize("appearance", ["day", "night", "high-contrast"])
def test_on_paper_stands_what_was_found_in_ink_and_nothing_to_press(chromium: Browser, address: str, appearance: str) -> None:
    with looker(chromium, address, PAPER, is_dark=appearance == "night") as someone:
        someone.sign_in("coordinator", PASSWORD)
        choose(someone, appearance)
        wrong: dict[str, list[str]] = {}
        for path in PRINTED:
            page = someone.open(path)
            page.emulate_media(media="print")
            found = [*poor_contrasts(page), *page.evaluate(_ONLY_TO_PRESS), *(["wider than the sheet"] if is_too_wide(page) else [])]
            found += [*page.evaluate(_NOT_WHITE), *page.evaluate(_NO_TABLE)]
            wrong |= {path: found} if found else {}
            page.emulate_media(media="screen")
        assert wrong == {}
        assert someone.complaints == []


def test_where_the_device_has_colours_of_its_own_every_button_has_a_line_around_it(coordinator: Looker) -> None:
    wrong = {}
    for path in PRESSED:
        page = coordinator.open(path)
        page.emulate_media(forced_colors="active")
        if found := page.evaluate(_WITHOUT_A_LINE):
            wrong[path] = found
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", f"nobody sees where they are at {path}"
    assert wrong == {}
