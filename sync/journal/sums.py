"""What do the entries of this venue add up to, right now, on this kiosk?

Promise: after ``follow`` the answers are those of ``sync.domain.tally`` over everything that stands in the journal and in the siblings'
streams; following costs what is new, not what there is; starting costs the same for ten entries and for a million. The file can be
deleted at any time.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import apsw

from sync.domain.amend import Flagged
from sync.domain.definition import Definition
from sync.domain.entry import Line
from sync.domain.identity import Stream
from sync.domain.output import Bucket, Sums
from sync.domain.presence import PersonDay, Stay
from sync.journal import sums_queries
from sync.journal.cache import LoneCache
from sync.journal.contract import Stretch
from sync.journal.counting import FIRST, judge_entries, judge_piece, let_wait, recount, recount_people
from sync.journal.lines import take
from sync.journal.sums_schema import TABLES
from sync.protocol.chain import walk

_Answer = TypeVar("_Answer")

_PIECE_ENTRIES = 500
_PIECE_PEOPLE = 500
_PIECE_JUDGED = 2_000
"""What is done at once: some 20 ms each, so that a kiosk that comes back to a long siblings' day still answers a touch in between."""

_ANSWERS_MAX = 1_000
"""So much is remembered between two changes, however many cards are held up meanwhile."""


class Own(Protocol):
    """The part of the journal's contract that is read here."""

    @property
    def stream(self) -> Stream: ...

    def streams(self) -> tuple[tuple[Stream, int], ...]: ...

    def read(self, stream: Stream, first: int, most: int) -> Stretch: ...


class Others(Protocol):
    """The part of what the centre told that is read here."""

    @property
    def definition(self) -> Definition: ...

    @property
    def venue(self) -> int: ...

    def vector(self) -> tuple[tuple[Stream, int], ...]: ...

    def read(self, stream: Stream, first: int, most: int) -> Stretch: ...


class SumsOnDisk:
    """The sums at ``path``. Used by the desk's thread alone; every method may raise the journal's storage faults."""

    def __init__(self, path: Path, journal: Own, told: Others) -> None:
        self._journal = journal
        self._told = told
        self._cache = LoneCache(path, TABLES, "Adding up")
        self._proved: set[Stream] = set()
        self._answers: dict[tuple[object, ...], Any] = {}
        """What was answered since something last changed: the board's figures need not be looked up again for the next card."""

    @property
    def begun_anew(self) -> str:
        """Why everything was added up again; empty when it was not."""
        return self._cache.begun_anew

    def follow(self) -> None:
        """Take in what the journal and the siblings' streams have more than when last followed."""
        while self.follow_piece():
            pass

    def follow_piece(self) -> bool:
        """Take in, or judge again, or look again at as much as is done at once; whether there may be more."""
        if self._judge_again():
            return True
        positions = self._cache.read(sums_queries.positions)
        own, others = self._journal.streams(), self._told.vector()
        for source, standing in ((self._journal, own), (self._told, others)):
            for stream, high in standing:
                seq, head = positions.get(stream, (0, b""))
                if seq == high and stream in self._proved:
                    continue
                stretch = source.read(stream, seq + 1, _PIECE_ENTRIES)
                if seq > high or (seq > 0 and stretch.previous != head):
                    self._begin_anew(f"incarnation {stream.incarnation} is not the stream that was added up")
                    return True
                self._proved.add(stream)
                if stretch.entries:
                    self._take(stretch)
                    return True
        return self._look_at_those_who_wait()

    def stay(self, who: bytes) -> Stay | None:
        """Return the stay of ``who`` at this venue that is not over."""
        present = self.day(who).present
        return present if present is not None and present.venue == self._told.venue else None

    def day(self, who: bytes) -> PersonDay:
        """Return all stays of ``who``."""
        return self._once(("day", who), lambda file: sums_queries.day(file, who))

    def days(self) -> Mapping[bytes, PersonDay]:
        """Return everybody's day."""
        return {day.who: day for day in self._cache.read(sums_queries.days)}

    def here(self) -> tuple[tuple[bytes, Stay], ...]:
        """Return who is at this venue now, longest here first."""
        venue = self._told.venue
        days = self._once(("here", venue), lambda file: sums_queries.days_here(file, venue))
        return tuple((day.who, day.present) for day in days if day.present is not None)

    def helping(self) -> int:
        """Return how many people are here now."""
        return self._cache.read(lambda file: sums_queries.people_here(file, self._told.venue))

    def people_at(self, activity: int) -> int:
        """Return how many people are at ``activity`` of this venue now."""
        venue = self._told.venue
        return self._once(("people at", venue, activity), lambda file: sums_queries.people_at(file, venue, activity))

    def made(self, activity: int, item: int) -> int:
        """Return what was logged at this venue, in the item kind's unit."""
        bucket = Bucket(self._told.venue, activity, item)
        return self._once(("made", bucket), lambda file: sums_queries.made(file, bucket))

    def counted(self, activity: int, item: int) -> int | None:
        """Return the lead's latest count at this venue; none: not counted yet."""
        return self._cache.read(lambda file: sums_queries.latest_count(file, Bucket(self._told.venue, activity, item)))

    def made_by(self, who: bytes, since_ms: int = 0) -> Mapping[tuple[int, int], int]:
        """Return what ``who`` logged at this venue since ``since_ms`` (UTC) by (activity, item)."""
        return self._cache.read(lambda file: sums_queries.made_by(file, who, self._told.venue, since_ms))

    def recent(self, who: bytes, most: int = 10) -> tuple[Line, ...]:
        """Return the latest entries of ``who`` as they count now, newest first."""
        return self._cache.read(lambda file: sums_queries.recent(file, who, most))

    def totals(self) -> Sums:
        """Return all quantities of all venues that are known here."""
        return self._cache.read(sums_queries.totals)

    def flags(self) -> tuple[Flagged, ...]:
        """Return everything that a person should look at. For the staff pages: it takes longer the more there is."""
        return self._cache.read(lambda file: sums_queries.flags(file, self._told.definition.event.no))

    def flagged(self) -> int:
        """Return how many of our own entries a person should look at."""
        return len({flagged.id for flagged in self.flags() if flagged.id.device == self._journal.stream.device})

    def close(self) -> None:
        self._cache.close()

    def _take(self, stretch: Stretch) -> None:
        definition = self._told.definition
        *_, head = walk(stretch.previous, stretch.entries)
        stream, last = stretch.stream, stretch.first + len(stretch.entries) - 1
        is_more_coming = len(stretch.entries) == _PIECE_ENTRIES

        def work(file: apsw.Connection) -> None:
            taken_before, _ = sums_queries.positions(file).get(stream, (0, b""))
            if taken_before != stretch.first - 1:
                # The file was damaged and has just been begun anew: what stood before this piece comes first.
                return
            taken = take(file, stretch)
            people = recount(file, taken, definition)
            if is_more_coming:
                let_wait(file, people)
            else:
                recount_people(file, people, definition)
            judge_entries(file, taken.new, definition)
            position = (stream.device, stream.incarnation, last, head)
            file.execute("INSERT OR REPLACE INTO positions (device, incarnation, seq, head) VALUES (?, ?, ?, ?)", position)

        self._change(work)

    def _look_at_those_who_wait(self) -> bool:
        people = self._cache.read(lambda file: sums_queries.waiting(file, _PIECE_PEOPLE))
        if people:
            definition = self._told.definition
            self._change(lambda file: recount_people(file, people, definition))
        return bool(people)

    def _judge_again(self) -> bool:
        """Follow a new version of the definition, a piece at a time; another event is added up from the beginning.

        Returns whether there may be more to judge.
        """
        definition = self._told.definition
        now = (definition.version, definition.event.no)
        judged = self._cache.read(sums_queries.judged)
        if judged is not None and judged.event != now[1]:
            self._begin_anew(f"event {now[1]} has begun")
        if judged is not None and judged[:2] == now and judged.after is None:
            return False
        after = judged.after if judged is not None and judged[:2] == now else None
        return self._change(lambda file: judge_piece(file, definition, after or FIRST, _PIECE_JUDGED))

    def _change(self, work: Callable[[apsw.Connection], _Answer]) -> _Answer:
        self._answers.clear()
        return self._cache.write(work)

    def _once(self, question: tuple[object, ...], look: Callable[[apsw.Connection], _Answer]) -> _Answer:
        if question not in self._answers:
            if len(self._answers) >= _ANSWERS_MAX:
                self._answers.clear()
            self._answers[question] = self._cache.read(look)
        answer: _Answer = self._answers[question]
        return answer

    def _begin_anew(self, why: str) -> None:
        self._cache.begin_anew(why)
        self._proved.clear()
        self._answers.clear()
