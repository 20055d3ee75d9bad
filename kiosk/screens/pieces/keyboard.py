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
_LETTER, _WIDE, _SPACE = 1.0, 2.0, 3.0


class Key(StepTile):
    """One letter, or a word for what the key does."""


class Keys(Column):
    """Rows of keys. Tells ``on_letter``, ``on_erase`` and ``on_layout`` with the layout that is wanted."""

    __events__ = ("on_letter", "on_erase", "on_layout")

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self._drawn = ""

    def show(self, language: str, layout: str, other: str) -> None:
        """Draw ``layout``; its last row leads to the ``other`` language's letters, and to digits or back."""
        drawn = f"{language} {layout} {other} {theme.turn}"
        if self._drawn == drawn:
            return
        self._drawn = drawn
        self.clear_widgets()
        rows = in_rows(layout, _KEYS_PORTRAIT if theme.portrait else _KEYS_LANDSCAPE)
        widest = max(*map(len, rows), _KEYS_PORTRAIT)
        for row in rows:
            self.add_widget(_row([(self._letter(letter), _LETTER) for letter in row], widest))
        ways = [(self._layout_key("ABC" if layout == DIGITS else "123", language if layout == DIGITS else DIGITS), _LETTER)]
        if other and layout != DIGITS:
            ways.append((self._layout_key(language_name(other), other), _WIDE))
        space = Key(words=say(language, "Space"), size_name="note")
        space.bind(on_act=lambda *_: self.dispatch("on_letter", " "))
        erase = EraseTile()
        erase.bind(on_act=lambda *_: self.dispatch("on_erase"))
        self.add_widget(_row([*ways, (space, _SPACE), (erase, _LETTER)], 0))

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
