"""In which order and with which letters does a line stand on the screen?

Promise: any name comes out as its owner writes it, whatever the language of the page around it. Kivy lays glyphs out from left to
right and joins nothing, so: **wrap first, in the order of reading, then reorder each line**. The other way round the lines of a
Hebrew or Arabic text come out in the wrong order.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

RIGHT_TO_LEFT = frozenset({"he", "ar", "ur", "fa", "yi"})
"""Languages, by their code."""

_MARKS = {ord(mark): None for mark in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_ELLIPSIS = "…"
# A word ends after its spaces, or after a hyphen within it; never at a no-break space.
_WORDS = re.compile(r" *[^ -]*(?:-|[ ]+|$)")
# In drawing order an alef that was read before a lam stands behind it, and the typeface would draw the two as the ligature lam-alef,
# which is another word. Real ligatures are letters of their own by then.
_LAM_BEFORE_ALEF = re.compile(r"(?<=[\ufedd-\ufee0])(?=[\ufe81-\ufe84\ufe87\ufe88\ufe8d\ufe8e])")
_NON_JOINER = "\u200c"
_BETWEEN = "·"  # parts what stands side by side; where a line ends, its end does that
LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT_MARK = "\u200f"

Measure = Callable[[str], float]
"""The width in pixels of a line as it will be drawn."""


@lru_cache(maxsize=2048)
def direction(text: str) -> str:
    """``R`` when the first letter with a direction runs from right to left, else ``L``."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return "R"
        if kind == "L":
            return "L"
    return "L"


@lru_cache(maxsize=2048)
def has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def set_apart(text: str, *, in_right_to_left: bool) -> str:
    """Keep ``text`` whole inside a sentence of the other direction: it pulls no number along that stands beside it, and the full stop
    of an initial stays with its initial.
    """
    if has_right_to_left(text) == in_right_to_left:
        return text
    outer, inner = (RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK) if in_right_to_left else (LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK)
    return f"{outer}{inner}{text}{inner}{outer}"


@lru_cache(maxsize=8192)
def in_drawing_order(line: str, base: str) -> str:
    """Return one line as its glyphs stand from left to right; ``base`` is the direction of the whole text."""
    if base == "L" and not has_right_to_left(line):
        return line.translate(_MARKS)
    if line.endswith("-") and base == "R" and direction(line[-2:-1]) == "L" and line[-2:-1].isalpha():
        line += LEFT_TO_RIGHT_MARK  # where a name was broken its hyphen stays with it
    if any(unicodedata.bidirectional(letter) == "AL" for letter in line):
        line = _letters_joined()(line)
    # The algorithm in Python, because it mirrors brackets; the package's other one does not.
    from bidi.algorithm import get_display

    ordered: str = get_display(line, base_dir=base)
    return _LAM_BEFORE_ALEF.sub(_NON_JOINER, ordered).translate(_MARKS)


@cache
def _letters_joined() -> Callable[[str], str]:
    """Return what joins Arabic letters. The package looks for fontTools while it is imported, for something that we never ask of it
    and at the cost of most of its time; the welcome page names Arabic, and everybody waits for that page.
    """
    unseen = "fontTools.ttLib"
    is_loaded = unseen in sys.modules
    if not is_loaded:
        sys.modules[unseen] = None  # type: ignore[assignment] # the import system's own way to say that there is none
    try:
        import arabic_reshaper
    finally:
        if not is_loaded:
            del sys.modules[unseen]
    reshape: Callable[[str], str] = arabic_reshaper.reshape
    return reshape


def wrap(text: str, width_px: float, measure: Measure, base: str) -> list[str]:
    """Break ``text`` into lines no wider than ``width_px``, in the order of reading. A word wider than that stands alone, too wide.
    A dot between two things goes where one of them begins a line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in filter(None, _WORDS.findall(paragraph)):
            longer = line + word
            if line and measure(in_drawing_order(longer.rstrip(), base)) > width_px:
                lines.append(line.rstrip(f" {_BETWEEN}"))
                line = "" if word.strip() == _BETWEEN else word
            else:
                line = longer
        lines.append(line.rstrip())
    return lines


def balanced(text: str, width_px: float, measure: Measure, base: str) -> list[str]:
    """Wrap into as few lines as fit, of nearly the same length: no word is left alone below a full line."""
    lines = wrap(text, width_px, measure, base)
    if len(lines) == 1:
        return lines
    low, high = width_px / 2, width_px
    while high - low > width_px / 40:
        middle = (low + high) / 2
        tighter = wrap(text, middle, measure, base)
        if len(tighter) == len(lines) and _widest(tighter, measure, base) <= middle:
            lines, high = tighter, middle
        else:
            low = middle
    return lines


def joined(lines: list[str]) -> str:
    """Undo the wrapping of ``lines``."""
    text = lines[0]
    for line in lines[1:]:
        text += line if text.endswith("-") else f" {line}"
    return text


def shorten(line: str, width_px: float, measure: Measure, base: str) -> str:
    """Cut ``line`` so that it fits with an ellipsis at the end of reading."""
    if measure(in_drawing_order(line, base)) <= width_px:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(in_drawing_order(line[:middle].rstrip() + _ELLIPSIS, base)) <= width_px:
            low = middle
        else:
            high = middle - 1
    return line[:low].rstrip() + _ELLIPSIS


def _widest(lines: list[str], measure: Measure, base: str) -> float:
    return max(measure(in_drawing_order(line, base)) for line in lines)
