"""How does a name come in by finger? A keyboard of buttons in the letters of one's own language.

Promise: never a text field: nothing that a scanner types can land in it. Keys stand as on that language's keyboard, also from left to
right where the language runs from right to left.
"""

from typing import Any

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.screens.pieces.buttons import EraseTile, StepTile
from kiosk.screens.pieces.letters import DIGITS, in_rows
from kiosk.screens.pieces.row import Column
from kiosk.window.text import language_name, say
from kiosk.window.theme import theme

_KEYS_LANDSCAPE, _KEYS_PORTRAIT = 11, 7
_LOW_ROWS_LANDSCAPE, _LOW_ROWS_PORTRAIT = 2, 4  # as many rows of letters as stand within reach
_LETTER, _WIDE, _SPACE = 1.0, 2.0, 3.0


class Key(StepTile):
    """One letter, or a word for what the key does."""


class Keys(Column):
    """Rows of keys. Tells ``on_letter``, ``on_erase`` and ``on_layout`` with the layout that is wanted."""

    __events__ = ("on_letter", "on_erase", "on_layout")

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._drawn = ""
        self._part = 0
        self._only = False

    def show(self, language: str, layout: str, other: str, *, only: bool = False) -> None:
        """Draw ``layout``; its last row leads to the ``other`` language's letters, and to digits or back. ``only``: no other layout."""
        drawn = f"{language} {layout} {other} {only} {theme.turn}"
        if self._drawn == drawn:
            return
        self._drawn = drawn
        self._part = 0
        self._only = only
        self._draw(language, layout, other)

    def _draw(self, language: str, layout: str, other: str) -> None:
        self.clear_widgets()
        wide = _KEYS_PORTRAIT if theme.portrait else _KEYS_LANDSCAPE
        rows, onward = self._within_reach(layout, wide) if theme.low else (in_rows(layout, wide), "")
        widest = max(*map(len, rows), _KEYS_PORTRAIT)
        for row in rows:
            keys = [(self._letter(letter), _LETTER) for letter in row]
            if onward and row is rows[-1]:
                turn = Key(words=f"{onward}…")
                turn.bind(on_act=lambda *_: self._turn(language, layout, other))
                keys.append((turn, _LETTER))
            self.add_widget(_row(keys, widest))
        turn_to = self._layout_key("ABC" if layout == DIGITS else "123", language if layout == DIGITS else DIGITS)
        ways = [] if self._only else [(turn_to, _LETTER)]
        if other and layout != DIGITS:
            ways.append((self._layout_key(language_name(other), other), _WIDE))
        space = Key(words=say(language, "Space"), size_name="note")
        space.bind(on_act=lambda *_: self.dispatch("on_letter", " "))
        erase = EraseTile()
        erase.bind(on_act=lambda *_: self.dispatch("on_erase"))
        self.add_widget(_row([*ways, (space, _SPACE), (erase, _LETTER)], 0))

    def _within_reach(self, layout: str, wide: int) -> tuple[tuple[str, ...], str]:
        """Return the rows of this part of the letters, and the first letter of the next part; where all are within reach, none."""
        rows_max = _LOW_ROWS_PORTRAIT if theme.portrait else _LOW_ROWS_LANDSCAPE
        rows = in_rows(layout, wide)
        if len(rows) <= rows_max:
            return rows, ""
        letters = "".join(sorted("".join(rows)))
        room = rows_max * wide - 1  # the last key leads on
        parts = [letters[start : start + room] for start in range(0, len(letters), room)]
        part = parts[self._part % len(parts)]
        return tuple(part[start : start + wide] for start in range(0, len(part), wide)), parts[(self._part + 1) % len(parts)][0]

    def _turn(self, language: str, layout: str, other: str) -> None:
        self._part += 1
        self._draw(language, layout, other)

    def _letter(self, letter: str) -> Key:
        key = Key(words=letter)
        key.bind(on_act=lambda *_: self.dispatch("on_letter", letter))
        return key

    def _layout_key(self, words: str, layout: str) -> Key:
        key = Key(words=words, size_name="note")
        key.bind(on_act=lambda *_: self.dispatch("on_layout", layout))
        return key

    @property
    def rows(self) -> int:
        return len(self.children)

    def on_letter(self, letter: str) -> None:
        """A letter, a digit or a space."""

    def on_erase(self) -> None:
        """The last letter goes."""

    def on_layout(self, layout: str) -> None:
        """Other letters, please."""


def _row(keys: list[tuple[Any, float]], widest: int) -> Any:
    """Keys side by side from left to right; a short row has room at both ends, so that keys are equally wide on all."""
    row = BoxLayout(spacing=theme.tight)
    rest = (widest - sum(share for _key, share in keys)) / 2
    for key, share in [*([(Widget(), rest)] if rest > 0 else []), *keys, *([(Widget(), rest)] if rest > 0 else [])]:
        key.size_hint_x = share
        row.add_widget(key)
    return row
