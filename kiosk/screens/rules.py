"""How does a page or piece get the layout that stands beside it?

Promise: each `.kv` is read once per process, when the first of its kind is made: a page that nobody opens costs nothing at start,
and rules are never stacked upon themselves.
"""

from pathlib import Path

from kivy.lang import Builder
from kivy.uix.widget import Widget

_read: set[str] = set()


def load_beside(module_file: str, *, uses: tuple[type[Widget], ...] = ()) -> None:
    """Read the `.kv` that stands beside the module whose ``__file__`` is given. ``uses`` are the widgets that it names: Kivy knows
    them once they were imported.
    """
    assert all(issubclass(widget, Widget) for widget in uses)
    path = str(Path(module_file).with_suffix(".kv"))
    if path not in _read:
        _read.add(path)
        Builder.load_file(path)


def forget_all() -> None:
    """Unload every rule; for tests, which start from nothing."""
    for path in _read:
        Builder.unload_file(path)
    _read.clear()
