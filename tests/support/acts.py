"""When is it the same act, tried again? What a tap id stands for, however often it is asked for."""

from kiosk.flow.requests import (
    ReceiveCode,
    RecordArrival,
    RecordCount,
    RecordDeparture,
    RecordHeadcount,
    RecordItems,
    RecordMove,
    RecordParty,
    RecordUndo,
    Request,
)
from tests.support.talk import MAT, SEVEN_HATS


def act_of(request: Request) -> object:  # noqa: PLR0911 - one row for each act
    """What stays the same when an act is tried again. A choice may be changed after a failed try; the journal keeps the first."""
    match request:
        case RecordArrival() | RecordParty() | RecordHeadcount() | RecordMove() | RecordDeparture():
            return (type(request), request.who)
        case RecordItems():
            # A mat may be counted for the table and, while that is on its way, for its owner: the journal keeps the first.
            return (RecordItems, request.activity, request.item)
        case RecordCount():
            return (RecordCount, request.activity, request.item)
        case RecordUndo():
            return (RecordUndo, request.entries)
        case ReceiveCode() if request.text.upper() == MAT:
            # Held up again after the disk could not take what a press counted for the table: the same hats.
            return (RecordItems, SEVEN_HATS.making.activity, SEVEN_HATS.making.item)
        case ReceiveCode():
            return (ReceiveCode, request.text.upper())
        case _:
            return type(request)
