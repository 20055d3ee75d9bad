"""How does a part of a page step aside without the others moving?

Promise: what is hidden is not drawn, and a finger does not meet it.
"""

from typing import Any


def hide(widget: Any) -> None:  # noqa: ANN401 - Kivy has no types
    """Keep the place of ``widget``, but neither draw nor touch it."""
    widget.opacity = 0
    widget.disabled = True


def unhide(widget: Any) -> None:  # noqa: ANN401
    widget.opacity = 1
    widget.disabled = False


def show_when(widget: Any, *, is_wanted: bool) -> None:  # noqa: ANN401
    if is_wanted:
        unhide(widget)
    else:
        hide(widget)
