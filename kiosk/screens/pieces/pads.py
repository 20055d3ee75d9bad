"""How does a number come in by finger? A pad of buttons, and a number between − and +.

Promise: never a text field: nothing that a scanner types can land in a number or in a PIN.
"""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.screens.pieces.buttons import EraseTile, RoundButton, StepTile
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.row import Grid, Row
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside

load_beside(__file__, uses=(Pressing, RoundButton, Words))

_ERASE = "⌫"


class NumberPad(Grid):
    """Digits as on a telephone, in the low layout in two rows.

    ``is_till``: with ``00``, for money. Tells ``on_digit`` with the digit and ``on_erase``.
    """

    __events__ = ("on_digit", "on_erase")
    is_till = BooleanProperty(False)
    roominess = NumericProperty(1.0)

    def __init__(self, **wanted: Any) -> None:
        super().__init__(orientation="lr-tb", **wanted)  # digits stand the same way in every language
        self.bind(is_till=self._fill)
        self._fill()

    def _fill(self, *_change: object) -> None:
        self.clear_widgets()
        for key in (*"123456789", "00" if self.is_till else "", "0", _ERASE):
            self.add_widget(self._key(key))

    def _key(self, key: str) -> Any:
        if key == "":
            return Words()
        if key == _ERASE:
            erase = EraseTile()
            erase.bind(on_act=lambda *_: self.dispatch("on_erase"))
            return erase
        tile = StepTile(words=key)
        tile.bind(on_act=lambda *_: self.dispatch("on_digit", key))
        return tile

    def on_digit(self, digit: str) -> None:
        """A digit was pressed, or ``00``."""

    def on_erase(self) -> None:
        """The last digit goes."""


class Counter(Row):
    """``words`` between − and +. Tells ``on_step`` with −1 or 1, and ``on_number`` when the number itself is touched."""

    __events__ = ("on_step", "on_number")
    words = StringProperty("")
    is_bare = BooleanProperty(False)  # the figure alone: the keypad is below it, and its buttons would be out of reach
    can_take = BooleanProperty(True)

    def on_step(self, by: int) -> None:
        """− or + was pressed."""

    def on_number(self) -> None:
        """The number was pressed: the keypad, please."""
