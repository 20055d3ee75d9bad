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
from kiosk.window.theme import theme

load_beside(__file__, uses=(Pressing, RoundButton, Words))

_ERASE = "⌫"
_KEYS = {
    3: ("1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", _ERASE),
    4: ("1", "2", "3", _ERASE, "4", "5", "6", "0", "7", "8", "9", "00"),
    6: ("1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", _ERASE),
}
"""The keys by their columns. The nine stand as on a telephone wherever they stand in three rows."""
_COLUMNS_MAX, _ROWS_USUAL = 6, 4


class NumberPad(Grid):
    """Digits as on a telephone, in the low layout in two rows. Large keys stand in as many rows as are high enough for them.

    ``is_till``: with ``00``, for money. Tells ``on_digit`` with the digit and ``on_erase``.
    """

    __events__ = ("on_digit", "on_erase")
    is_till = BooleanProperty(False)
    roominess = NumericProperty(1.0)
    columns = NumericProperty(3)

    def __init__(self, **wanted: Any) -> None:
        self._tiles: dict[str, Any] = {}
        # Digits stand the same way in every language.
        super().__init__(orientation="lr-tb", columns=6 if theme.low else 3, **wanted)
        self.bind(is_till=self._fill, columns=self._fill)
        if theme.large:
            self.bind(size=self._take_columns)
        self._fill()

    def _take_columns(self, *_change: object) -> None:
        gap = theme.tight * self.roominess
        rows = (self.height + gap + 2) // (theme.touch_least + gap)
        if rows > 0:
            is_wide = self.width + gap + 2 >= (theme.touch_least + gap) * _COLUMNS_MAX
            self.columns = 3 if rows > _ROWS_USUAL - 1 else 4 if rows == _ROWS_USUAL - 1 or not is_wide else _COLUMNS_MAX

    def _fill(self, *_change: object) -> None:
        self.clear_widgets()
        self.cols = self.columns
        for key in _KEYS[int(self.columns)]:
            self.add_widget(self._key(key))

    def _key(self, key: str) -> Any:
        """The tile of ``key``, made once: a pad is filled anew for every change between money and things."""
        name = key if key != "00" or self.is_till else ""
        if name not in self._tiles:
            self._tiles[name] = self._made(name)
        return self._tiles[name]

    def _made(self, key: str) -> Any:
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


def low_height(roominess: float = 1.0) -> int:
    """How high a pad is within reach of a low hand: two rows; of large keys on a narrow screen three."""
    rows = 3 if theme.large and theme.portrait else 2
    return int(theme.touch_least * rows + theme.tight * roominess * (rows - 1))


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
