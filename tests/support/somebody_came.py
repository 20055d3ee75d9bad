"""Somebody of the Rainbow Room's roster who was there for an hour and a half and made seven hats, five of them corrected to two.

Promise: told as a kiosk tells it, so that hours and quantities come from the tally.
"""

from typing import Any

from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.day import MINUTE_MS
from tests.support.lists import people

STAYED_MIN, HATS = 90, 4
KNITTING, HAT = 1, 1


def somebody_came(day: CentreDay) -> Any:
    """Let the first volunteer by name come; return them."""
    from sync.domain.roster import Volunteer

    person = next(one for one in people(day.event, RAINBOW).values() if isinstance(one, Volunteer))
    let_come(day, person.who)
    return person


def let_come(day: CentreDay, who: bytes) -> None:
    """Let ``who`` knit for an hour and a half: two hats, and five that were two."""
    from sync.domain.entry import Value
    from sync.domain.facts import Arrived, Corrected, ItemsLogged, Left
    from sync.domain.identity import EntryId, Seq

    kiosk = day.kiosks.get(9) or day.enrol(9, RAINBOW, "Rainbow, by the window")
    came_ms = day.definition.event.opens_ms + 100 * MINUTE_MS + len(kiosk._bodies) * MINUTE_MS
    kiosk.add(Arrived(who, KNITTING), came_ms)
    kiosk.add(ItemsLogged(KNITTING, HAT, 2, who), came_ms + 10_000)
    kiosk.add(ItemsLogged(KNITTING, HAT, 5, who), came_ms + 20_000)
    slip = EntryId(kiosk.stream.device, kiosk.stream.incarnation, Seq(len(kiosk._bodies)))
    kiosk.add(Corrected(slip, Value(quantity=2)), came_ms + 30_000)
    day.take(kiosk)
    kiosk.add(Left(who), came_ms + STAYED_MIN * MINUTE_MS)
    day.take(kiosk)
