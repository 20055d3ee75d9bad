"""Can everybody use the page that is open? What axe-core, and the page's own styles, say about it.

Promise: axe-core comes through the browser's own door, past the content policy; nothing of it stays in a page that is opened next.
"""

from importlib.resources import files

from playwright.sync_api import Page

_AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}

_MOVES = """() => Array.from(document.querySelectorAll("*")).flatMap((one) => [null, "::before", "::after"].map((part) => {
  const style = getComputedStyle(one, part);
  const moves = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].some((time) => parseFloat(time) > 0);
  return moves || style.scrollBehavior === "smooth" ? one.tagName + "." + one.className : null;
})).filter(Boolean)"""


def violations(page: Page) -> list[str]:
    """One line for each rule that is broken, in the colours that the page has now. What can be folded out is folded out."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    page.evaluate(_AXE)
    told = page.evaluate("rules => axe.run(document, rules)", _RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in told["violations"]]


def what_moves(page: Page) -> list[str]:
    """Everything that takes its time to change; the page was asked for less motion before."""
    found: list[str] = page.evaluate(_MOVES)
    return found
