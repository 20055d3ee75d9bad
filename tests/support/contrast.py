"""Which words of a page stand too palely on their ground? Measured in the browser, on what it really drew.

The ground of a word is the nearest ancestor that paints one; words over pictures are not judged.
"""

from typing import Any

from playwright.sync_api import Page

AAA, AAA_LARGE = 7.0, 4.5
LARGE_PX, LARGE_STRONG_PX = 24, 18.66
"""What WCAG calls large: 18 points, or 14 points in bold."""

_WORDS = """() => {
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const paint = getComputedStyle(at).backgroundColor;
      const parts = paint.match(/[0-9.]+/g).map(Number);
      if (parts.length === 3 || parts[3] > 0.99) { return paint; }
    }
    return getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)";
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!words || element.closest(".unseen, .icon, option, script, title, desc, [hidden]") || !element.checkVisibility()) { continue; }
    const style = getComputedStyle(element);
    const colour = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
    found.push([words.slice(0, 40), colour, ground(element), parseFloat(style.fontSize), parseInt(style.fontWeight)]);
  }
  return found;
}"""


def poor_contrasts(page: Page) -> list[str]:
    """One line for each run of words that is paler than AAA asks for."""
    found: list[list[Any]] = page.evaluate(_WORDS)
    assert found, "the page has no words at all"
    poor = []
    for words, colour, ground, size_px, weight in found:
        is_large = size_px >= LARGE_PX or (size_px >= LARGE_STRONG_PX and weight >= 700)
        ratio = _contrast(_channels(colour), _channels(ground))
        if ratio < (AAA_LARGE if is_large else AAA):
            poor.append(f"{ratio:.1f} {words!r} {colour} on {ground}")
    return poor


def _channels(colour: str) -> tuple[float, float, float]:
    numbers = [float(part) for part in colour[colour.index("(") + 1 : -1].replace(",", " ").split()[:3]]
    return numbers[0], numbers[1], numbers[2]


def _contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
