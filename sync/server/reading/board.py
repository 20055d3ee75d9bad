"""What does a board show?

Promise: chosen totals of the whole event only; a number that is smaller than the board's least is not in the answer at all, and neither
is anything from which it could be worked out.
"""

from collections.abc import Collection

import msgspec

from sync.domain.definition import ItemKind
from sync.server.boards.models import Board
from sync.server.reading.event import Published, event
from sync.server.reading.totals import totals
from sync.server.reading.venues import venues


class BoardItem(msgspec.Struct, frozen=True):
    """One item kind. ``made`` none: hidden, because it is small; then there is no way towards the target either."""

    kind: ItemKind
    made: int | None
    target: int | None


class BoardFigures(msgspec.Struct, frozen=True):
    """What stands on a board. None where it was not chosen, or (``hides_…``) is too small to be shown."""

    published: Published
    items: tuple[BoardItem, ...]
    here: int | None
    arrived: int | None
    hours: int | None
    venues: int | None
    received_ms: int | None


def open_board(secret: str) -> tuple[Board, Published] | None:
    """Return the board behind a link with its event; none when there is none, or it was taken back."""
    board = Board.objects.filter(secret=secret, taken_back_ms=None).first()
    published = None if board is None else event(board.event)
    return None if board is None or published is None else (board, published)


def boards(of: int) -> list[Board]:
    """Return the boards of an event that are open, newest first."""
    return list(Board.objects.filter(event=of, taken_back_ms=None).order_by("-pk"))


def board(of: int, no: int) -> Board | None:
    """Return an open board by its number."""
    return Board.objects.filter(event=of, pk=no, taken_back_ms=None).first()


def figures(board: Board, published: Published, now_ms: int) -> BoardFigures:
    """Return what ``board`` shows now."""
    found, least = totals(published, now_ms), board.least
    people = found.people
    chosen: Collection[int] = board.items
    kinds = [kind for kind in published.definition.items if kind.no in chosen]
    items = []
    for kind in kinds:
        one = found.by_item.get(kind.no)
        made = shown(one.made if one else 0, least)
        items.append(BoardItem(kind, made, one.target if one is not None and made is not None else None))
    arrived = shown(people.arrived, least) if board.shows_people else None
    reporting = sum(row.entries > 0 for row in venues(published, now_ms)) if board.shows_venues else None
    return BoardFigures(
        published=published,
        items=tuple(items),
        here=shown(people.here, least) if board.shows_people else None,
        arrived=arrived,
        # The hours of two people say when they came.
        hours=people.minutes // 60 if board.shows_hours and shown(people.arrived, least) is not None else None,
        venues=reporting,
        received_ms=found.received_ms,
    )


def shown(number: int, least: int) -> int | None:
    """Return ``number`` unless it is small. Nothing yet is nobody, and may be said."""
    return number if number == 0 or number >= least else None
