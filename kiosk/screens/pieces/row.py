"""How do things stand beside each other in a language that runs from right to left?

Promise: a `Row` mirrors itself when the language does, or for a left hand; a `Blocks` stands its parts side by side in landscape
and one above the other in portrait.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from kiosk.screens.pieces.words import Words, alike
from kiosk.window.theme import theme


class Row(BoxLayout):
    """Side by side, in the order of reading. ``handed``: the last part, where the deed is, stands at the left for a left hand."""

    handed = BooleanProperty(False)

    def do_layout(self, *arguments: object) -> None:
        super().do_layout(*arguments)
        is_mirrored = theme.right_to_left or (self.handed and theme.left_handed)
        if is_mirrored and self.orientation == "horizontal":
            for child in self.children:
                child.x = self.x + self.right - child.right


class Blocks(Row):
    """Side by side in landscape, stacked in portrait."""

    def __init__(self, **wanted: Any) -> None:
        super().__init__(orientation="vertical" if theme.portrait else "horizontal", **wanted)


class Column(Row):
    """One above the other."""

    def __init__(self, **wanted: Any) -> None:
        super().__init__(orientation="vertical", **wanted)


class Grid(GridLayout):
    """Tiles in rows, in the order of reading. Their texts of one rank are alike."""

    def __init__(self, **wanted: Any) -> None:
        self._alike_again = Clock.create_trigger(self._alike, -1)
        super().__init__(**({"orientation": "rl-tb" if theme.right_to_left else "lr-tb"} | wanted))

    def add_widget(self, widget: Any, *arguments: Any, **more: Any) -> None:
        super().add_widget(widget, *arguments, **more)
        for words in _ranked(widget):
            words.fbind("alone_px", self._alike_again)
        self._alike_again()

    def remove_widget(self, widget: Any, *arguments: Any, **more: Any) -> None:
        for words in _ranked(widget):
            words.funbind("alone_px", self._alike_again)
        super().remove_widget(widget, *arguments, **more)
        self._alike_again()

    def _alike(self, *_change: object) -> None:
        alike([words for child in self.children for words in _ranked(child)])


def _ranked(widget: Any) -> list[Words]:
    return [each for each in widget.walk(restrict=True) if isinstance(each, Words) and each.rank]


def kept(container: Any, count: int, make: Callable[[], Any]) -> list[Any]:
    """Give ``container`` so many children, in the order of reading. Those that stand there stay: making a widget costs milliseconds."""
    while len(container.children) > count:
        container.remove_widget(container.children[0])
    while len(container.children) < count:
        container.add_widget(make())
    return list(reversed(container.children))
