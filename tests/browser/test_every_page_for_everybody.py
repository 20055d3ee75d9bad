"""Can everybody use the pages: with a screen reader, from the right to the left, and without anything asked of another host?

Each page is opened once in English and once in Hebrew; axe-core looks at it through the browser's own door, past the content policy.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.test_pages_in_a_browser import Centre, centre, chromium
from tests.support.browser import Looker, looker
from tests.support.centre_day import PASSWORD, RAINBOW

__all__ = ["centre", "chromium"]
pytestmark = pytest.mark.slow

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
KEPT = Path(__file__).parents[1] / ".kept" / "browser" / "tongues"
PAGES = (
    "/",
    "/watch/",
    "/venues/",
    f"/venues/{RAINBOW}/",
    "/devices/",
    "/devices/1/revoke",
    "/flags/",
    "/roster/",
    "/passes/",
    "/jobs/",
    "/people/",
    "/people/invite",
    "/audit/",
    "/reports/",
    "/reports/boards/",
    "/reports/files/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/nothing-here/",
)


@pytest.fixture(params=["en-GB", "he"])
def coordinator(request: pytest.FixtureRequest, centre: Centre, chromium: Browser) -> Iterator[Looker]:
    with looker(chromium, centre.address) as someone:
        someone.sign_in("coordinator", PASSWORD)
        someone.context.add_cookies([{"name": "language", "value": request.param.lower(), "url": centre.address}])
        yield someone


def test_axe_finds_nothing_on_any_page(coordinator: Looker) -> None:
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page = coordinator.open(address)
        language = page.evaluate("document.documentElement.lang")
        page.evaluate(AXE)
        told = page.evaluate("rules => axe.run(document, rules)", RULES)
        name = address.strip("/").replace("/", "-") or "totals"
        coordinator.picture(KEPT / f"{name}-{language}.png")
        if told["violations"]:
            found[address] = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in told["violations"]]
    assert found == {}
    assert [each for each in coordinator.complaints if "404" not in each] == []
