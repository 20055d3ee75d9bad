"""Which addresses show a page, and what is wrong with those that do? For whoever walks them in a real browser.

Promise: whether something is a page is asked of the centre, and is no list that somebody keeps.
"""

from pathlib import Path

from tests.support.axe import violations, what_moves
from tests.support.browser import Looker

ENGLISH, HEBREW = "en-gb", "he"
KEPT = Path(__file__).parents[1] / ".kept" / "browser" / "walked"


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
    """What is wrong, by the name of the page: in English by day, in Hebrew at night; a colour cares for no language."""
    someone.context.add_cookies([{"name": "language", "value": language, "url": someone.address}])
    someone.page.emulate_media(color_scheme="light" if language == ENGLISH else "dark")
    wrong = {}
    for name, address in addresses.items():
        page = someone.open(address)
        faults = violations(page)
        faults += [f"moves: {one}" for one in what_moves(page)]
        if faults:
            someone.picture(KEPT / f"{name}-{language}.png")
            wrong[name] = faults
    return wrong
