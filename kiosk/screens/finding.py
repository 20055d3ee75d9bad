"""What stands on the screen now, and what on it can be pressed? For the tour and the tests, which see what a person sees.

Promise: what is hidden, empty or faded out is not found.
"""

from collections.abc import Iterator
from typing import Any

from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.words import Words


def seen(widget: Any) -> Iterator[Any]:
    """Yield ``widget`` and everything on it that is drawn."""
    if widget.opacity == 0 or widget.width <= 0 or widget.height <= 0:
        return
    yield widget
    for child in reversed(widget.children):
        yield from seen(child)


def words_on(widget: Any) -> list[str]:
    """Return what stands on ``widget``, as it was said and not as it is drawn."""
    return [each.words for each in seen(widget) if isinstance(each, Words) and each.words]


def pressables(widget: Any) -> list[Any]:
    """Return everything on ``widget`` that can be pressed now."""
    return [each for each in seen(widget) if isinstance(each, Pressing) and each.can_act]


def to_press(widget: Any, text: str) -> Any:
    """Return the thing to press on which ``text`` stands. Raises ``LookupError`` that says what there is instead."""
    for each in pressables(widget):
        if text in words_on(each):
            return each
    raise LookupError(f"nothing to press says {text!r}; there is {words_on(widget)}")
