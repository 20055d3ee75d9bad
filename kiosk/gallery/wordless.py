"""How does a page look to somebody who reads none of our languages? As it is, with every word hidden.

Promise: pictures, figures, keys and people's own names stay: figures stand the same in all our languages, and a person knows their name.
"""

from collections.abc import Iterator
from typing import Any

from kiosk.screens.pieces.words import Words

_OWN = frozenset({"MemberTile", "FoundTile", "Key"})
UNIT_LETTERS_MAX = 3
"""What stands beside a figure: h, min, zł."""


def hide_words(root: Any) -> None:  # noqa: ANN401 - Kivy has no types
    """Hide every word below ``root``; what a page puts in later is not hidden."""
    for words in _words_of(root):
        words.opacity = 1 if is_figure(words.words) else 0


def is_figure(words: str) -> bool:
    """Whether it can be read without letters."""
    return any(letter.isdigit() for letter in words) and sum(letter.isalpha() for letter in words) <= UNIT_LETTERS_MAX


def _words_of(widget: Any) -> Iterator[Words]:  # noqa: ANN401 - Kivy has no types
    if isinstance(widget, Words):
        yield widget
    elif type(widget).__name__ not in _OWN:
        for child in widget.children:
            yield from _words_of(child)
