"""Does the open page fit, does nothing lie on anything, and can every word be read, by day and at night? For galleries in a real browser.

Promise: both themes are measured on the same page, as when the sun goes down behind it; a picture of each is kept to be looked at.
"""

from pathlib import Path

from tests.support.browser import Looker
from tests.support.contrast import poor_contrasts

KEPT = Path(__file__).parents[1] / ".kept" / "browser"

_ON_EACH_OTHER = """() => {
  const all = document.querySelectorAll("main :is(input:not([type=hidden]), select, textarea, button, a.deed, a.quiet)");
  const seen = Array.from(all).filter((one) => one.checkVisibility() && !one.closest(".unseen, .part-answers"));
  const boxes = seen.map((one) => [one.id || one.outerHTML.slice(0, 60), one.getBoundingClientRect()]);
  const wide = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([, b]) => wide(a, b) > 2 && high(a, b) > 2)
    .map(([other]) => `${one} lies on ${other}`));
}"""

_CUT = """() => Array.from(document.querySelectorAll("main *")).filter((one) => one.checkVisibility() && one.clientWidth > 0
  && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible"
  && !one.closest(".unseen, .scrolls, svg, input, select, textarea")).map((one) => `cut: ${one.textContent.trim().slice(0, 60)}`)"""


def looked_at(someone: Looker, name: str) -> list[str]:
    """One line for each thing that is wrong; the pictures are called after ``name``."""
    page, found = someone.page, []
    for theme in ("night", "day"):
        page.emulate_media(color_scheme="dark" if theme == "night" else "light")
        if not page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"):
            found.append(f"{theme}: too wide")
        found += [f"{theme}: {fault}" for measure in (_ON_EACH_OTHER, _CUT) for fault in page.evaluate(measure)]
        found += [f"{theme}: {words}" for words in poor_contrasts(page)]
        someone.picture(KEPT / f"{name}-{theme}.png")
    return found
