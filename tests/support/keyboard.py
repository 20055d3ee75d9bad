"""Somebody who has nothing but a keyboard: where does each press of Tab lead, and do they see where they are?

Promise: whatever has the focus is looked at as the browser drew it: on the screen, with a line around it, in the order of the page.
"""

from typing import Any

from playwright.sync_api import Page

STOPS_MAX = 300
LINE_PX = 2
"""A line that is thinner is not seen from where somebody sits who needs it."""

_WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) { return null; }
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const label = one.labels && one.labels.length ? one.labels[0].innerText : one.innerText;
  const words = one.getAttribute("aria-label") || label || one.value || "";
  window.stops = window.stops || [];
  const before = window.stops.at(-1);
  const follows = !before || !before.isConnected || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const is_first = window.stops.length > 0 && window.stops[0] === one;
  window.stops.push(one);
  return {
    name: words.replace(/[\\ue000-\\uf8ff]/g, "").replace(/\\s+/g, " ").trim(),
    line: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    shown: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    follows, is_first, pushed: one.tabIndex > 0,
  };
}"""


class Keys:
    """One person at ``page``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self, key: str = "Tab") -> dict[str, Any] | None:
        """Go on by one; what has the focus then, none when it is the browser's again."""
        self.page.keyboard.press(key)
        stop: dict[str, Any] | None = self.page.evaluate(_WHERE)
        if stop is not None:
            assert stop["shown"], f"“{stop['name']}” has the focus and cannot be seen at {self.page.url}"
            assert stop["line"] >= LINE_PX, f"nothing shows that “{stop['name']}” has the focus at {self.page.url}"
            assert not stop["pushed"], f"“{stop['name']}” pushes in at {self.page.url}"
        return stop

    def to(self, name: str) -> None:
        """Go on until something has the focus whose words begin with ``name``."""
        passed = []
        for _ in range(STOPS_MAX):
            stop = self.tab()
            if stop is not None and stop["name"].startswith(name):
                return
            passed.append(stop["name"] if stop else "(the browser)")
        raise AssertionError(f"Tab never comes to “{name}” at {self.page.url}; it came by {passed}")

    def press(self, name: str, key: str = "Enter") -> None:
        """Go on to ``name`` and press it."""
        self.to(name)
        self.page.keyboard.press(key)

    def follow(self, name: str) -> None:
        """Go on to ``name``, press it, and wait for the page that it leads to."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def round(self) -> list[str]:
        """Every stop of the page from the top, once around, in the order of the page. Whoever is caught somewhere never comes around."""
        self.page.evaluate(
            "() => { document.activeElement.blur(); window.stops = []; window.scrollTo(0, 0); getSelection().removeAllRanges(); }"
        )
        names: list[str] = []
        for _ in range(STOPS_MAX):
            stop = self.tab()
            if stop is None or stop["is_first"]:
                return names
            assert stop["follows"], f"“{stop['name']}” comes before “{names[-1]}” on the page {self.page.url}, and after it by Tab"
            names.append(stop["name"])
        raise AssertionError(f"{self.page.url} lets nobody out; Tab came by {names}")
