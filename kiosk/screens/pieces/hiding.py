"""How does a part of a page step aside without the others moving?

Promise: what is hidden is not drawn, and a finger does not meet it.
"""

from typing import Any


def hide(widget: Any) -> None:
    """Keep the place of ``widget``, but neither draw nor touch it."""
    widget.opacity = 0
    widget.disabled = True


def unhide(widget: Any) -> None:
    widget.opacity = 1
    widget.disabled = False


def show_when(widget: Any, *, is_wanted: bool) -> None:
    if is_wanted:
        unhide(widget)
    else:
        hide(widget)
