"""Who is here today? The sums, without whoever forgot to check out yesterday.

Promise: a card is green on the morning after a forgotten check-out, as on any other; the stay of yesterday is ended by the event's closing
rule and marked estimated, as soon as its owner comes in again (S13). The list for the fire marshal stays as the entries say.
"""

from collections.abc import Mapping

from kiosk.desk.ports import Sums, Told
from kiosk.desk.writing import Writing
from sync.domain.entry import ClockState
from sync.domain.presence import PersonDay, Stay, forgotten_ms


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
        return self._sums.day(who)

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

    def made_by(self, who: bytes) -> Mapping[tuple[int, int], int]:
        return self._sums.made_by(who)

    def flagged(self) -> int:
        return self._sums.flagged()
