"""How are a board's figures said? Large, few words, small numbers as "fewer than 5"."""

import msgspec

from sync.server.boards.models import Board
from sync.server.reading.board import BoardFigures, BoardItem
from sync.server.site import amounts
from sync.server.site.charts import Bar, bar
from sync.server.tongues.saying import say, say_many


class Tile(msgspec.Struct, frozen=True):
    """One figure with its words. ``target`` empty: none, or hidden."""

    figure: str
    words: str
    picture: str = ""
    target: str = ""
    made: str = ""
    percent: int = 0
    bar: Bar = Bar(0.0)
    is_reached: bool = False


class BoardShown(msgspec.Struct, frozen=True):
    """The whole board: ``people`` first, then what was made."""

    title: str
    event: str
    people: tuple[Tile, ...]
    items: tuple[Tile, ...]
    as_of: str


def board_shown(board: Board, found: BoardFigures) -> BoardShown:
    """Return the board in words."""
    event = found.published.definition.event
    few = say("fewer than {count}", count=board.least)
    people = []
    if board.shows_people:
        people.append(Tile(_number(found.arrived, few), say("people came")))
        people.append(Tile(_number(found.here, few), say("are helping now")))
    if board.shows_hours and found.hours is not None:
        people.append(Tile(amounts.number(found.hours), say("hours given")))
    if board.shows_venues and found.venues is not None:
        people.append(Tile(amounts.number(found.venues), say_many("venue", "venues", found.venues)))
    return BoardShown(
        title=board.title,
        event=amounts.day(event.opens_ms, event),
        people=tuple(people),
        items=tuple(_item(board, one, found) for one in found.items),
        as_of="" if found.received_ms is None else amounts.clock(found.received_ms, event),
    )


def _number(number: int | None, few: str) -> str:
    return few if number is None else amounts.number(number)


def _item(board: Board, one: BoardItem, found: BoardFigures) -> Tile:
    event = found.published.definition.event
    if one.made is None:
        return Tile(say("fewer than {count}", count=board.least), amounts.kind(one.kind), one.kind.picture)
    made = amounts.figure(one.made, one.kind, event)
    target = "" if not one.target else amounts.figure(one.target, one.kind, event)
    return Tile(
        figure=made,
        words=amounts.noun(one.made, one.kind),
        picture=one.kind.picture,
        target=target,
        made=made,
        percent=amounts.percent(one.made, one.target or 0),
        bar=bar(one.made, one.target),
        is_reached=bool(one.target) and one.made >= (one.target or 0),
    )
