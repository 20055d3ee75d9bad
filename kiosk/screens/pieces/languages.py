"""Which language? Each by its own name, over the page.

Promise: a touch beside the names closes them again; nothing else is asked.
"""

from collections.abc import Callable
from typing import Any

from kivy.properties import StringProperty

from kiosk.screens.pieces.card import Card, Plain, Sheet
from kiosk.screens.pieces.pressing import Pressing
from kiosk.screens.pieces.row import Grid
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside
from kiosk.window.text import language_name

load_beside(__file__, uses=(Grid, Sheet, Words))

_CHOICES_MAX = 8


class LanguageTile(Pressing, Card):
    words = StringProperty("")


class Languages(Plain):
    """Tiles with the names of ``languages``; tells ``choose`` with the one pressed."""

    def __init__(self, languages: tuple[str, ...], choose: Callable[[str], None]) -> None:
        super().__init__()
        self._choose = choose
        for language in languages[:_CHOICES_MAX]:
            tile = LanguageTile(words=language_name(language))
            tile.bind(on_act=lambda *_, chosen=language: self._chosen(chosen))
            self.ids.names.add_widget(tile)

    def open_over(self, page: Any) -> None:
        """Lie over ``page`` until a name or nothing is pressed."""
        self.size, self.pos = page.size, page.pos
        page.parent.add_widget(self)

    def close(self) -> None:
        if self.parent:
            self.parent.remove_widget(self)

    def on_touch_down(self, touch: Any) -> bool:
        if not super().on_touch_down(touch):
            self.close()
        return True

    def _chosen(self, language: str) -> None:
        self.close()
        self._choose(language)
