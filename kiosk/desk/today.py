"""Who is here today, and what did they give? The sums, without yesterday.

Promise: a card is green on the morning after a forgotten check-out, as on any other; the stay of yesterday is ended by the event's closing
rule and marked estimated, as soon as its owner comes in again (S13). The list for the fire marshal stays as the entries say. What somebody
gave is that of this day alone, which began at the last closing that is a night ago; where nobody has set the clock it is that of this
visit: rather too little than another day's.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.desk.ports import Sums, Told
from kiosk.desk.writing import Writing
from sync.domain.entry import ClockState
from sync.domain.presence import PersonDay, Stay, day_began_ms, forgotten_ms, last_visit


class Today:
    """``Sums`` as of now."""

    def __init__(self, sums: Sums, told: Told, writing: Writing) -> None:
        self._sums = sums
        self._told = told
        self._writing = writing

    def stay(self, who: bytes) -> Stay | None:
        """Return the stay of ``who`` that is not over, neither by a check-out nor by the closing rule. Where nobody has set the clock, no
        rule ends anything.
        """
        stay = self._sums.stay(who)
        if stay is None:
            return None
        now = self._writing.now
        if now.state == ClockState.UNKNOWN:
            return stay
        return stay if forgotten_ms(stay.started_ms, self._told.definition.event.closes_ms, now.wall_ms) is None else None

    def follow_piece(self) -> bool:
        return self._sums.follow_piece()

    def day(self, who: bytes) -> PersonDay:
        """Return the stays of ``who`` today."""
        whole = self._sums.day(who)
        began_ms = self._began_ms(whole)
        return replace(whole, stays=tuple(stay for stay in whole.stays if stay.started_ms >= began_ms))

    def here(self) -> tuple[tuple[bytes, Stay], ...]:
        return self._sums.here()

    def helping(self) -> int:
        return self._sums.helping()

    def people_at(self, activity: int) -> int:
        return self._sums.people_at(activity)

    def made(self, activity: int, item: int) -> int:
        return self._sums.made(activity, item)

    def counted(self, activity: int, item: int) -> int | None:
        return self._sums.counted(activity, item)

    def made_by(self, who: bytes, since_ms: int = 0) -> Mapping[tuple[int, int], int]:
        """Return what ``who`` logged today."""
        return self._sums.made_by(who, max(since_ms, self._began_ms(self._sums.day(who))))

    def flagged(self) -> int:
        return self._sums.flagged()

    def _began_ms(self, whole: PersonDay) -> int:
        """Return when what counts as today of ``whole`` began."""
        now = self._writing.now
        if now.state != ClockState.UNKNOWN:
            return day_began_ms(self._told.definition.event.closes_ms, now.wall_ms)
        visit = last_visit(whole.stays)
        return visit[0].started_ms if visit else 0
