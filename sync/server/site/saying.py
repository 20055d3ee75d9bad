"""How does what somebody pressed on a page become a decision?

Promise: in their name, under the definition that they looked at, at the venue where the entry belongs.
"""

import secrets
from collections.abc import Iterable, Sequence

from sync.domain.entry import Reason
from sync.domain.flags import Flag
from sync.server.deciding.deciding import Action, Decider, Flagged, Saying, decide
from sync.server.ledger.opening import open_store
from sync.server.reading.devices import device
from sync.server.reading.flags import FlagRow
from sync.server.site.visitors import Visitor
from sync.server.tongues.saying import Said, later

TAP_BYTES = 8

NOWHERE = 0
"""Where neither entry, flag nor kiosk names a venue of the event."""

REASONS: dict[Action, dict[Reason, Said]] = {
    Action.EXPLAIN: {
        Reason.RIGHT_AS_IT_IS: later("It is right as it stands"),
        Reason.ASKED: later("The venue explained it"),
        Reason.LOOKED_AT: later("I looked, and nothing is to be done"),
        Reason.OTHER: later("Another reason"),
    },
    Action.VOID: {
        Reason.DUPLICATE: later("It was told twice"),
        Reason.PRACTICE: later("It was a try, not the day"),
        Reason.MISCOUNTED: later("It was mistyped or miscounted"),
        Reason.WRONG_PERSON: later("It was the wrong person"),
        Reason.OTHER: later("Another reason"),
    },
    Action.CORRECT: {Reason.MISCOUNTED: later("It was mistyped or miscounted"), Reason.ASKED: later("The venue explained it")},
    Action.ACCEPT: {Reason.ACCEPTED: later("Let count")},
}
"""What can be said with each action, in the order of a list."""


def new_tap() -> str:
    """Return the name of a press that a page offers."""
    return secrets.token_hex(TAP_BYTES)


def say(visitor: Visitor, rows: Sequence[FlagRow], saying: Saying, now_ms: int) -> int:
    """Decide about ``rows`` in the visitor's name; return how many entries were written."""
    return decide(open_store(), decider(visitor), flagged(visitor, rows), saying, now_ms)


def decider(visitor: Visitor) -> Decider:
    """Return who decides."""
    return Decider(visitor.name, visitor.event, visitor.definition.version)


def flagged(visitor: Visitor, rows: Iterable[FlagRow]) -> list[Flagged]:
    """Return flags as they are decided."""
    return [Flagged(Flag(row.flag), row.entry_id, _venue(visitor, row), row.entry) for row in rows]


def _venue(visitor: Visitor, row: FlagRow) -> int:
    """Return the venue at which the decision is written: kiosks there see it."""
    kiosk = device(row.entry_id.device)
    named = (None if row.entry is None else row.entry.venue, row.venue, None if kiosk is None else kiosk.venue)
    return next((no for no in named if no is not None and visitor.definition.venue(no) is not None), NOWHERE)
