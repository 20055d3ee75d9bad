"""Where was one person, from when to when, and are they here now?

Promise: one presence per person; a check-in is never counted into two intervals, an end is never guessed without saying so; the
answer follows from the person's entries in any order and however often repeated (protocol, section 5).
"""

from collections.abc import Iterable
from enum import Enum

import msgspec

from sync.domain.amend import Flagged, unique
from sync.domain.entry import Line
from sync.domain.facts import Arrived, Left, Moved, fact_of
from sync.domain.flags import Flag
from sync.domain.identity import EntryId

AGAIN_MS = 2 * 60_000
"""A card that is held up twice within two minutes is a habit and nothing to look at."""

MINUTE_MS = 60_000
DAY_MS = 86_400_000
NIGHT_MS = 6 * 60 * MINUTE_MS
"""A hall empties slowly: who holds up a card so soon after closing is still there and wants to leave; later it is another morning."""


class End(Enum):
    """How a stay ended."""

    STILL_HERE = "still here"
    LEFT = "left"
    MOVED = "moved"
    """To another activity of the same venue."""
    ADJUSTED = "adjusted"
    """The party is still here with another headcount."""
    ELSEWHERE = "elsewhere"
    """Arrived at another venue."""
    RULE = "rule"
    """No check-out: ended by the event's closing rule, an estimate."""


class Stay(msgspec.Struct, frozen=True):
    """``headcount`` people at one activity (none: not chosen) of one venue, UTC ms. A stay that is not over has no end: none is guessed.

    ``arrival`` is the entry that began it.
    """

    venue: int
    activity: int | None
    started_ms: int
    headcount: int
    arrival: EntryId
    ended_ms: int | None = None
    ended: End = End.STILL_HERE

    @property
    def person_ms(self) -> int:
        """People × milliseconds; nothing while it has no end."""
        return 0 if self.ended_ms is None else (self.ended_ms - self.started_ms) * self.headcount


class PersonDay(msgspec.Struct, frozen=True):
    """One person's (or party's) day: stays in the order of time, never overlapping, and what was noticed."""

    who: bytes
    stays: tuple[Stay, ...] = ()
    flags: tuple[Flagged, ...] = ()

    @property
    def present(self) -> Stay | None:
        """The stay that is not over, if they are here."""
        return self.stays[-1] if self.stays and self.stays[-1].ended is End.STILL_HERE else None

    @property
    def people(self) -> int:
        """How many people this stands for: the largest headcount of the day."""
        return max((stay.headcount for stay in self.stays), default=0)


def rule_ends_ms(started_ms: int, closes_ms: int) -> int | None:
    """Return when the event's closing rule ends a stay that began at ``started_ms`` and has no check-out: at the first closing after it,
    the same time each day up to the event's own ``closes_ms``; none: it began after that and stays open (S13).
    """
    if started_ms >= closes_ms:
        return None
    return closes_ms - (closes_ms - started_ms - 1) // DAY_MS * DAY_MS


def forgotten_ms(started_ms: int, closes_ms: int, now_ms: int) -> int | None:
    """Return when the closing rule ended a stay whose owner comes again at ``now_ms``, a night after it; none: they never left."""
    ends_ms = rule_ends_ms(started_ms, closes_ms)
    return ends_ms if ends_ms is not None and ends_ms + NIGHT_MS <= now_ms else None


def day_began_ms(closes_ms: int, now_ms: int) -> int:
    """Return when the day began that it is at ``now_ms``: at the last closing that is a night ago. A stay is of an earlier day as soon as
    the closing rule would have ended it, and not before; so the boundary lies in the night, and a clock that is hours wrong moves nobody.
    """
    nights_left = max(0, -((now_ms - NIGHT_MS - closes_ms) // DAY_MS))
    return closes_ms - nights_left * DAY_MS


def last_visit(stays: tuple[Stay, ...]) -> tuple[Stay, ...]:
    """Return the stays since they last came through the door: from place to place without a gap."""
    first = max(0, len(stays) - 1)
    while first > 0 and stays[first - 1].ended_ms == stays[first].started_ms:
        first -= 1
    return stays[first:]


def person_day(who: bytes, lines: Iterable[Line], closing_ms: int | None = None, *, closes_ms: int | None = None) -> PersonDay:
    """Return the day of ``who`` from their effective lines (``sync.domain.amend.effective_lines``; others' lines do no harm).

    ``closing_ms`` (UTC ms) is when the event's closing rule ends what is still open: give it only when it is past. A stay that began
    after it stays open. ``closes_ms`` is when the event closes, past or not: who forgot to check out yesterday and comes in today has left
    by that rule yesterday, an estimate, and begins anew.
    """
    told = _Told(who, closes_ms if closing_ms is None else closing_ms)
    for line in sorted(unique(lines).values(), key=lambda line: line.order):
        fact = fact_of(line.entry)
        match fact:
            case Arrived() if fact.who == who:
                told.arrive(line, fact)
            case Moved() if fact.who == who:
                told.move(line, fact)
            case Left() if fact.who == who:
                told.leave(line, fact)
    return told.day(closing_ms)


def minutes_of(day: PersonDay) -> int:
    """Return the whole minutes of the union of the intervals that are over, times headcount. Stays never overlap, so it is their sum."""
    return person_ms_of(day) // MINUTE_MS


def person_ms_of(day: PersonDay) -> int:
    """Like ``minutes_of``, exact: people × milliseconds; these can be added over people without rounding."""
    return sum(stay.person_ms for stay in day.stays)


class _Told:
    """The day as told so far, in the order of the fold."""

    def __init__(self, who: bytes, closes_ms: int | None) -> None:
        self.who = who
        self.closes_ms = closes_ms
        self.stays: list[Stay] = []
        self.flags: list[Flagged] = []
        self.here: Stay | None = None
        self.seen_ms = 0

    def arrive(self, line: Line, fact: Arrived) -> None:
        self._end_forgotten(line.at_ms)
        here = self.here
        if here is not None and here.venue == line.entry.venue:
            self._arrive_again(line, fact, here)
        else:
            self._arrive_from_elsewhere(line)
            self._begin(line, fact.activity, fact.headcount)
        self.seen_ms = line.at_ms

    def move(self, line: Line, fact: Moved) -> None:
        here = self.here
        if here is None:
            # They are in the building, or nobody could have moved them: listed as here, and a person looks.
            self._flag(line, Flag.MOVED_WITHOUT_ARRIVAL)
            self._begin(line, fact.activity, 1)
        elif here.venue != line.entry.venue:
            self._arrive_from_elsewhere(line)
            self._begin(line, fact.activity, here.headcount)
        elif here.activity != fact.activity:
            self._end(line.at_ms, End.MOVED)
            self._begin(line, fact.activity, here.headcount)
        self.seen_ms = line.at_ms

    def leave(self, line: Line, fact: Left) -> None:
        here = self.here
        if here is None or here.venue != line.entry.venue:
            self._flag(line, Flag.LEFT_WITHOUT_ARRIVAL)
        elif self._is_forgotten(line.at_ms):
            # Said a night later it says that they are gone, and not when.
            self._end_forgotten(line.at_ms)
        elif fact.headcount >= here.headcount:
            self._end(line.at_ms, End.LEFT)
        elif fact.headcount > 0:
            self._end(line.at_ms, End.ADJUSTED)
            self._begin(line, here.activity, here.headcount - fact.headcount)

    def day(self, closing_ms: int | None) -> PersonDay:
        if closing_ms is not None and self.here is not None:
            self._end_by_rule(self.here, rule_ends_ms(self.here.started_ms, closing_ms))
        stays = self.stays if self.here is None else [*self.stays, self.here]
        return PersonDay(self.who, tuple(stays), tuple(sorted(self.flags)))

    def _is_forgotten(self, now_ms: int) -> bool:
        ends_ms = self.here and self.closes_ms and forgotten_ms(self.here.started_ms, self.closes_ms, now_ms)
        return ends_ms is not None

    def _end_forgotten(self, now_ms: int) -> None:
        """End a stay that was forgotten on an earlier day."""
        if self.here is not None and self.closes_ms is not None:
            self._end_by_rule(self.here, forgotten_ms(self.here.started_ms, self.closes_ms, now_ms))

    def _end_by_rule(self, here: Stay, ends_ms: int | None) -> None:
        if ends_ms is not None:
            self.flags.append(Flagged(here.arrival, Flag.CLOSED_BY_RULE))
            self._end(ends_ms, End.RULE)

    def _arrive_again(self, line: Line, fact: Arrived, here: Stay) -> None:
        if fact.headcount == here.headcount and line.at_ms - self.seen_ms > AGAIN_MS:
            self._flag(line, Flag.REPEATED_ARRIVAL)
        activity = here.activity if fact.activity is None else fact.activity
        if fact.headcount != here.headcount:
            self._end(line.at_ms, End.ADJUSTED)
            self._begin(line, activity, fact.headcount)
        elif activity != here.activity:
            self._end(line.at_ms, End.MOVED)
            self._begin(line, activity, fact.headcount)

    def _arrive_from_elsewhere(self, line: Line) -> None:
        if self.here is not None:
            self._flag(line, Flag.PRESENT_ELSEWHERE)
            self._end(line.at_ms, End.ELSEWHERE)

    def _begin(self, line: Line, activity: int | None, headcount: int) -> None:
        if headcount > 0:
            self.here = Stay(line.entry.venue, activity, line.at_ms, headcount, line.id)

    def _end(self, at_ms: int, how: End) -> None:
        assert self.here is not None, "only what has begun can end"
        self.stays.append(msgspec.structs.replace(self.here, ended_ms=at_ms, ended=how))
        self.here = None

    def _flag(self, line: Line, flag: Flag) -> None:
        self.flags.append(Flagged(line.id, flag))
