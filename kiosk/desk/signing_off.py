"""What becomes of it when a lead says that somebody has left?

Promise: everybody whom the row of the list stands for departs, in the lead's name and in one commit, also who forgot to yesterday; who went
meanwhile is not recorded again.
"""

from collections.abc import Callable

from kiosk.desk.ports import Sums
from kiosk.desk.writing import Writing
from kiosk.flow.people_events import SignedOff
from kiosk.flow.requests import RecordSignOff
from sync.domain.entry import How
from sync.domain.facts import Left
from sync.domain.party import adults_with


class SigningOff:
    """``sums`` are those of the list, with whoever forgot to check out yesterday."""

    def __init__(self, sums: Sums, writing: Writing, follow: Callable[[], None]) -> None:
        self._sums = sums
        self._writing = writing
        self._follow = follow

    def record(self, request: RecordSignOff) -> SignedOff:
        """Return what was recorded. Raises a ``Fault`` when the disk does not let us."""
        self._follow()
        found = ((one, self._sums.stay(one)) for one in (request.who, adults_with(request.who)))
        facts = tuple(Left(one, stay.arrival, stay.headcount) for one, stay in found if stay)
        recorded = self._writing.write(facts, request.tap_id, How.BY_LEAD, request.lead) if facts else ()
        self._follow()
        return SignedOff(tuple(one.id for one in recorded), request.tap_id)
