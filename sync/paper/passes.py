"""Passes on paper and as pictures.

Promise: any script, ten cards an A4 page with cut marks, each code with its quiet zone.
"""

from collections.abc import Iterable

from sync.paper.cards import PassCard


def pass_sheets(cards: Iterable[PassCard]) -> bytes:
    """Return a PDF of ``cards``, 85 × 54 mm, ten to an A4 page."""
    raise NotImplementedError


def pass_png(card: PassCard) -> bytes:
    """Return one pass as a PNG picture, 1012 pixels wide, for a phone or to send."""
    raise NotImplementedError
