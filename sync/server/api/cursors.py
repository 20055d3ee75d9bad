"""Where does the next page begin?

Promise: after the last row of the page before, by that row's own key: rows that come or go meanwhile neither repeat others nor hide
them. A cursor opens nothing, so it is not signed; one that is none of ours is told from one that is.
"""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from sync.server.exports.cells import Cell

CURSOR_CHARACTERS_MAX = 1_000

Key = tuple[Cell, ...]
_Rank = tuple[tuple[int, int | str], ...]
_LAST = (2, 0)
"""Behind every cell, also behind nothing."""


class BadCursor(Exception):
    """Nothing that we gave out for this question."""


def page_of(keys: Sequence[Key], cursor: str, limit: int) -> tuple[slice, str | None]:
    """Return which of the rows with ``keys`` (in their order) come next, and the cursor for what is left. Raises ``BadCursor``."""
    ranks = [_rank(key) for key in keys]
    assert ranks == sorted(ranks), "a page is cut from rows in order"
    first = 0
    if cursor:
        after = _read(cursor)
        if ranks and len(after) != len(ranks[0]):
            raise BadCursor
        try:
            first = bisect_right(ranks, after)
        except TypeError as cause:  # a word where our keys have a number
            raise BadCursor from cause
    last = min(first + limit, len(keys))
    return slice(first, last), _written(keys[last - 1]) if first < last < len(keys) else None


class Place(msgspec.Struct, frozen=True):
    """Where a cursor stands among the numbers of one column: at ``number``, or (``is_end``) behind all rows that have it."""

    number: int
    is_end: bool

    def is_behind(self, number: int) -> bool:
        """Return whether every row with ``number`` is before the cursor."""
        return number < self.number or (self.is_end and number == self.number)


def place_in(cursor: str, keys: Sequence[str], column: str) -> Place | None:
    """Return where ``cursor`` stands in ``column`` of ``keys``; none for the beginning, and for a cursor that is none of ours."""
    try:
        rank = _read(cursor)
    except BadCursor:
        return None
    at = keys.index(column)
    number = rank[at][1] if len(rank) == len(keys) else None
    return Place(number, rank[at + 1 : at + 2] == (_LAST,)) if isinstance(number, int) else None


def behind(known: Mapping[str, int], keys: Sequence[str]) -> str:
    """Return the cursor behind every row that has what is ``known`` of its key."""
    rank = tuple((0, known[name]) if name in known else _LAST for name in keys)
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(rank)).rstrip(b"=").decode()


def ordered(rows: list[dict[str, Cell]], by: Sequence[str]) -> list[dict[str, Cell]]:
    """Return ``rows`` in the order in which pages are cut."""
    return sorted(rows, key=lambda row: _rank(tuple(row[name] for name in by)))


def _rank(key: Key) -> _Rank:
    return tuple(_place(cell) for cell in key)


def _place(cell: Cell) -> tuple[int, int | str]:
    """Return what sorts cells, nothing last."""
    if cell is None:
        return 1, 0
    return 0, int(cell.timestamp()) if isinstance(cell, datetime) else cell


def _written(key: Key) -> str:
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(_rank(key))).rstrip(b"=").decode()


def _read(cursor: str) -> _Rank:
    if len(cursor) > CURSOR_CHARACTERS_MAX or not cursor.isascii():
        raise BadCursor
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.msgpack.decode(raw, type=tuple[tuple[int, int | str], ...])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as cause:
        raise BadCursor from cause
