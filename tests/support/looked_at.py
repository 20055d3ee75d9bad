"""Does the open page fit, and can every word of it be read, by day and at night? For galleries of pages in a real browser.

Promise: both themes are measured on the same page, as when the sun goes down behind it; a picture of each is kept to be looked at.
"""

from pathlib import Path

from tests.support.browser import Looker
from tests.support.contrast import poor_contrasts

KEPT = Path(__file__).parents[1] / ".kept" / "browser"


def looked_at(someone: Looker, name: str) -> list[str]:
    """One line for each thing that is wrong; the pictures are called after ``name``."""
    page, found = someone.page, []
    for theme in ("night", "day"):
        page.emulate_media(color_scheme="dark" if theme == "night" else "light")
        if not page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"):
            found.append(f"{theme}: too wide")
        found += [f"{theme}: {words}" for words in poor_contrasts(page)]
        someone.picture(KEPT / f"{name}-{theme}.png")
    return found
