"""How do things stand beside each other in a language that runs from right to left?

Promise: a `Row` mirrors itself when the language does; a `Blocks` stands its parts side by side in landscape and one above the other
in portrait.
"""

from typing import Any

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from kiosk.window.theme import theme


class Row(BoxLayout):
    """Side by side, in the order of reading."""

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401 - Kivy's properties by name
        super().__init__(**wanted)
        theme.bind(turn=self._on_turn)

    def _on_turn(self, *_change: object) -> None:  # a method, because the theme holds those weakly
        self._trigger_layout()

    def do_layout(self, *arguments: object) -> None:
        super().do_layout(*arguments)
        if theme.right_to_left and self.orientation == "horizontal":
            for child in self.children:
                child.x = self.x + self.right - child.right


class Blocks(Row):
    """Side by side in landscape, stacked in portrait."""

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401
        super().__init__(**wanted)
        theme.bind(portrait=self._turn)
        self._turn()

    def _turn(self, *_change: object) -> None:
        self.orientation = "vertical" if theme.portrait else "horizontal"


class Column(BoxLayout):
    """One above the other."""

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401
        super().__init__(orientation="vertical", **wanted)


class Grid(GridLayout):
    """Tiles in rows, in the order of reading."""

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401
        super().__init__(**wanted)
        theme.bind(right_to_left=self._turn)
        self._turn()

    def _turn(self, *_change: object) -> None:
        self.orientation = "rl-tb" if theme.right_to_left else "lr-tb"
