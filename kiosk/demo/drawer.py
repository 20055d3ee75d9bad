"""Where are the sample cards when there is no printer at hand? In a drawer at the edge of the window: a tap holds one up.

Promise: only the demo has it. A tap shows the picture of the card to the kiosk's eye; nothing is told to the kiosk directly.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from kivy.properties import StringProperty

from kiosk.screens.pieces.card import Card, Plain
from kiosk.screens.pieces.icon import IconWord
from kiosk.screens.pieces.picture import Picture
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.row import Column, Grid, Row
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside

load_beside(__file__, uses=(Column, Grid, IconWord, Picture, Plain, Row, Words))


class Sample(msgspec.Struct, frozen=True):
    """One card or mat: what stands on it, who or what it is for, a picture's name, and the file to hold up."""

    title: str
    note: str
    picture: str
    file: Path


class SampleTile(Pressing, Card):
    """One card in the drawer."""

    words = StringProperty("")
    note = StringProperty("")
    picture = StringProperty("")


class Handle(Pressing, Card):
    """What sticks out of the closed drawer."""

    words = StringProperty("")


class Drawer(Plain):
    """The open drawer. Tells ``held_up`` with the sample that was tapped, and closes; a touch beside it closes it too."""

    def __init__(self, cards: tuple[Sample, ...], mats: tuple[Sample, ...], held_up: Callable[[Sample], None]) -> None:
        super().__init__()
        self._held_up = held_up
        for grid, samples in ((self.ids.cards, cards), (self.ids.mats, mats)):
            for sample in samples:
                tile = SampleTile(words=sample.title, note=sample.note, picture=sample.picture)
                tile.bind(on_act=lambda *_, chosen=sample: self._chosen(chosen))
                grid.add_widget(tile)

    def open_in(self, window: Any) -> None:  # noqa: ANN401 - Kivy has no types
        """Lie over everything in ``window``."""
        if self.parent is None:
            window.add_widget(self)

    def close(self) -> None:
        if self.parent is not None:
            self.parent.remove_widget(self)

    def on_touch_down(self, touch: Any) -> bool:  # noqa: ANN401 - Kivy has no types
        if not self.ids.sheet.collide_point(*touch.pos):
            self.close()
            return True
        super().on_touch_down(touch)
        return True

    def _chosen(self, sample: Sample) -> None:
        self.close()
        self._held_up(sample)
