"""On what do things lie? Cards with round corners and one soft shadow, and plain grounds of one colour.

Promise: no hairlines; an edge is drawn only where a theme has one (high contrast, where every ground is black).
"""

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty

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
    is_edged = BooleanProperty(False)
    """Whether it has an edge, where there are edges, though it lies flat: what can be pressed."""

    def __init__(self, **wanted: object) -> None:
        super().__init__(**wanted)
        for name in ("lift", "is_edged"):
            self.fbind(name, self._on_edge)
        self._on_edge()

    def _on_edge(self, *_change: object) -> None:
        self.edge_width = theme.edge_width if (self.lift or self.is_edged) and theme.edge[3] else 0


class Plain(Row):
    """A ground of one colour, from edge to edge."""

    ground = ColorProperty((1, 1, 1, 1))


class Sheet(Card):
    """The card that things to read lie on."""
