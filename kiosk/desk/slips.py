"""What stands on the slip that somebody takes home? Their day at this venue, as one line without their name.

Promise: made of what the desk told them on the farewell page, and of nothing else; the date is the venue's, and the event's own where
nobody has set the clock.
"""

from collections.abc import Iterable
from decimal import Decimal

from kiosk.desk.local_day import local_day
from kiosk.flow.values import Added
from sync.domain.definition import Definition, Unit, in_language
from sync.domain.entry import ClockState, Stamp
from sync.domain.slip import Keepsake, keepsake, make_slip, slip_of
from sync.domain.written import places_of

_ENGLISH = "en"


def slip_text(definition: Definition, stamp: Stamp, minutes: int, made: Iterable[Added]) -> str:
    """Return the text of the slip for ``minutes`` and ``made``, on the day of ``stamp``."""
    at_ms = definition.event.opens_ms if stamp.clock is ClockState.UNKNOWN else stamp.wall_ms
    day = local_day(at_ms, definition.event.timezone)
    return make_slip(slip_of(definition.event.no, day, minutes, map(_keepsake, made)))


def _keepsake(added: Added) -> Keepsake:
    making, quantity = added.making, added.quantity
    noun = in_language(making.one if quantity == 1 else making.many, _ENGLISH)
    match making.unit:
        case Unit.MONEY:
            places = places_of(making.currency)
            return keepsake(f"{Decimal(quantity).scaleb(-places):.{places}f}", making.currency)
        case Unit.MINUTES:
            return keepsake(str(quantity), f"min {noun}")
        case Unit.ITEMS | Unit.PEOPLE:
            return keepsake(str(quantity), noun)
