"""How does a name come in by finger? A keyboard of buttons in the letters of one's own language.

Promise: never a text field: nothing that a scanner types can land in it. Keys stand as on that language's keyboard, also from left to
right where the language runs from right to left.
"""

from typing import Any

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.screens.pieces.buttons import EraseTile, StepTile
from kiosk.screens.pieces.letters import DIGITS, in_alphabet, in_rows
from kiosk.screens.pieces.row import Column
from kiosk.window.text import language_name, say
from kiosk.window.theme import theme

_KEYS_LANDSCAPE, _KEYS_PORTRAIT = 11, 7
_LOW_ROWS_LANDSCAPE, _LOW_ROWS_PORTRAIT = 2, 4  # as many rows of letters as stand within reach
_LARGE_KEYS_LANDSCAPE, _LARGE_KEYS_PORTRAIT = 9, 5  # 20 mm each
_LARGE_ROWS_LANDSCAPE, _LARGE_ROWS_PORTRAIT = 2, 4
_LARGE_LOW_ROWS_LANDSCAPE, _LARGE_LOW_ROWS_PORTRAIT = 1, 2
_LARGE_WAYS = 5
"""Keys of the last row that are no letters; beside them it has room for some where the screen is wide."""
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
        if theme.large:
            self._draw_large(language, layout, other)
            return
        wide = _KEYS_PORTRAIT if theme.portrait else _KEYS_LANDSCAPE
        rows, onward = self._within_reach(layout, wide) if theme.low else (in_rows(layout, wide), "")
        widest = max(*map(len, rows), _KEYS_PORTRAIT)
        for row in rows:
            keys = [(self._letter(letter), _LETTER) for letter in row]
            if onward and row is rows[-1]:
                keys.append((self._onward(onward, language, layout, other), _LETTER))
            self.add_widget(_row(keys, widest))
        ways = [] if self._only else [(self._other_way(language, layout), _LETTER)]
        if other and layout != DIGITS:
            ways.append((self._layout_key(language_name(other), other), _WIDE))
        self.add_widget(_row([*ways, (self._space(language), _SPACE), (self._erase(), _LETTER)], 0))

    def _draw_large(self, language: str, layout: str, other: str) -> None:
        """Fewer letters at a time, none narrower than the page's least; what leads to the others stands in the last row."""
        rows, beside, onward = self._large_part(layout)
        for row in rows:
            self.add_widget(_row([(self._letter(letter), _LETTER) for letter in row], max(map(len, rows))))
        ways = [self._letter(letter) for letter in beside]
        if onward:
            ways.append(self._onward(onward, language, layout, other))
        if not self._only:
            ways.append(self._other_way(language, layout))
        if other and layout != DIGITS:
            ways.append(self._layout_key(language_name(other), other))
        self.add_widget(_row([(key, _LETTER) for key in (*ways, self._space(language), self._erase())], 0))

    def _large_part(self, layout: str) -> tuple[tuple[str, ...], str, str]:
        """Return rows of letters, those that stand in the last row, and the first letter of the next part, if there is one."""
        wide = _LARGE_KEYS_PORTRAIT if theme.portrait else _LARGE_KEYS_LANDSCAPE
        if theme.low:
            rows_max = _LARGE_LOW_ROWS_PORTRAIT if theme.portrait else _LARGE_LOW_ROWS_LANDSCAPE
        else:
            rows_max = _LARGE_ROWS_PORTRAIT if theme.portrait else _LARGE_ROWS_LANDSCAPE
        whole = in_rows(layout, wide)
        if len(whole) <= rows_max:
            return whole, "", ""
        letters = in_alphabet(layout)
        in_rows_max = rows_max * wide
        room = in_rows_max + (wide - _LARGE_WAYS if theme.low else 0)
        count = -(-len(letters) // room)
        each = -(-len(letters) // count)  # parts of one size, so that no part is three letters
        parts = [letters[start : start + each] for start in range(0, len(letters), each)]
        part = parts[self._part % len(parts)]
        upper = min(each, in_rows_max)
        row = -(-upper // -(-upper // wide))  # as few rows as can be, all of nearly the same length
        rows = tuple(part[start : start + row] for start in range(0, min(len(part), in_rows_max), row))
        return rows, part[in_rows_max:], parts[(self._part + 1) % len(parts)][0]

    def _within_reach(self, layout: str, wide: int) -> tuple[tuple[str, ...], str]:
        """Return the rows of this part of the letters, and the first letter of the next part; where all are within reach, none."""
        rows_max = _LOW_ROWS_PORTRAIT if theme.portrait else _LOW_ROWS_LANDSCAPE
        rows = in_rows(layout, wide)
        if len(rows) <= rows_max:
            return rows, ""
        letters = in_alphabet(layout)
        room = rows_max * wide - 1  # the last key leads on
        parts = [letters[start : start + room] for start in range(0, len(letters), room)]
        part = parts[self._part % len(parts)]
        return tuple(part[start : start + wide] for start in range(0, len(part), wide)), parts[(self._part + 1) % len(parts)][0]

    def _turn(self, language: str, layout: str, other: str) -> None:
        self._part += 1
        self._draw(language, layout, other)

    def _onward(self, onward: str, language: str, layout: str, other: str) -> Key:
        turn = Key(words=f"{onward}…")
        turn.bind(on_act=lambda *_: self._turn(language, layout, other))
        return turn

    def _other_way(self, language: str, layout: str) -> Key:
        return self._layout_key("ABC", language) if layout == DIGITS else self._layout_key("123", DIGITS)

    def _space(self, language: str) -> Key:
        space = Key(words=say(language, "Space"), size_name="note")
        space.bind(on_act=lambda *_: self.dispatch("on_letter", " "))
        return space

    def _erase(self) -> EraseTile:
        erase = EraseTile()
        erase.bind(on_act=lambda *_: self.dispatch("on_erase"))
        return erase

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
