"""Who stayed where, from when to when: every stay of an event, one after the other?

Promise: memory does not grow with their number, and neither does the time that the database is held; read person by person, so that
somebody whose day is folded anew meanwhile is neither left out nor told twice.
"""

from collections.abc import Collection, Iterator
from itertools import groupby
from operator import attrgetter

import msgspec
from django.db.models import Q

from sync.domain.roster import Party, Volunteer
from sync.server.projector.models import Stay
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of

BATCH_STAYS = 2_000
"""Rows of one question: fewer would be more questions, more would be more memory."""

NAMES_AT_ONCE = 500
"""References in one question for names: some databases take no more than a thousand values."""


_COLUMNS = ("who", "venue", "activity", "headcount", "from_ms", "to_ms", "estimated")


class StayRow(msgspec.Struct, frozen=True):
    """One stay. ``to_ms`` none: still here. ``estimated``: ended by the closing rule."""

    who: bytes
    venue: int
    activity: int | None
    headcount: int
    from_ms: int
    to_ms: int | None
    estimated: bool

    def person_ms(self, now_ms: int) -> int:
        """People × milliseconds up to ``now_ms``."""
        end_ms = now_ms if self.to_ms is None else self.to_ms
        return max(end_ms - self.from_ms, 0) * self.headcount


def stays(event: int, venues: Collection[int] | None = None) -> Iterator[StayRow]:
    """Yield every stay of ``event`` (at ``venues``), all of one person together, in the order of references and time."""
    at = Q(event=event) if venues is None else Q(event=event, venue__in=sorted(venues))
    rows = Stay.objects.filter(at).order_by("who", "from_ms", "pk")
    after = b""
    while True:
        found = list(rows.filter(who__gt=after).values_list(*_COLUMNS)[:BATCH_STAYS])
        if len(found) == BATCH_STAYS:
            # The last one's day may go on behind this page: they are read whole, with the next page or alone.
            last = bytes(found[-1][0])
            found = [row for row in found if bytes(row[0]) != last] or list(rows.filter(who=last).values_list(*_COLUMNS))
        if not found:
            return
        for who, *rest in found:
            yield StayRow(bytes(who), *rest)
        after = bytes(found[-1][0])


def by_person(rows: Iterator[StayRow]) -> Iterator[tuple[bytes, list[StayRow]]]:
    """Yield everybody with their stays; ``rows`` as ``stays`` yields them."""
    for who, theirs in groupby(rows, key=attrgetter("who")):
        yield who, list(theirs)


def known_people(event: int, references: Collection[bytes]) -> dict[bytes, Volunteer | Party]:
    """Return those of ``references`` who stand on a roster; whoever was erased or walked in without a name does not."""
    known: dict[bytes, Volunteer | Party] = {}
    wanted = sorted(set(references))
    for first in range(0, len(wanted), NAMES_AT_ONCE):
        keys = wanted[first : first + NAMES_AT_ONCE]
        for row in RosterRow.objects.filter(event=event, key__in=keys, sort__in=(VOLUNTEER, PARTY), body__isnull=False):
            person = person_of(row)
            if isinstance(person, Volunteer | Party):
                known[bytes(row.key)] = person
    return known


def stays_of(event: int, who: bytes) -> list[StayRow]:
    """Return the stays of one person or party, in the order of time."""
    rows = Stay.objects.filter(event=event, who=who).order_by("from_ms", "pk")
    return [StayRow(bytes(row[0]), *row[1:]) for row in rows.values_list(*_COLUMNS)]
