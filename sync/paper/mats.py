"""Mats on paper and as pictures: a big picture, what it logs, a big code."""

from collections.abc import Iterable

from sync.paper.cards import MatCard


def mat_sheets(mats: Iterable[MatCard]) -> bytes:
    """Return a PDF of ``mats``, A5, two to an A4 page."""
    raise NotImplementedError


def mat_png(mat: MatCard) -> bytes:
    """Return one mat as a PNG picture."""
    raise NotImplementedError
