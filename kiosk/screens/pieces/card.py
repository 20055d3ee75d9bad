"""On what do things lie? Cards with round corners and one soft shadow, and plain grounds of one colour.

Promise: no hairlines; an edge is drawn only where a theme has one (high contrast, where every ground is black).
"""

from kivy.properties import ColorProperty, NumericProperty

from kiosk.screens.pieces.row import Column, Row
from kiosk.screens.rules import load_beside
from kiosk.window.theme import theme

load_beside(__file__)


class Card(Column):
    """A sheet of whiter paper, lifted by ``lift`` (1: the soft shadow; 0: lies flat)."""

    ground = ColorProperty((1, 1, 1, 1))
    radius = NumericProperty(24)
    lift = NumericProperty(1)
    edge_width = NumericProperty(0)

    def __init__(self, **wanted: object) -> None:
        super().__init__(**wanted)
        self.fbind("lift", self._on_edge)
        self._on_edge()

    def _on_edge(self, *_change: object) -> None:
        self.edge_width = theme.edge_width if self.lift and theme.edge[3] else 0


class Plain(Row):
    """A ground of one colour, from edge to edge."""

    ground = ColorProperty((1, 1, 1, 1))


class Sheet(Card):
    """The card that things to read lie on."""
