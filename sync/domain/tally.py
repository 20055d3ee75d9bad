"""What do all the entries add up to?

Promise: the same answer for the same entries in any order, by any route and however often repeated; made and counted side by side;
an entry that says nothing usable is flagged and never stops the others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

import msgspec

from sync.domain.amend import Flagged, effective_lines, unique
from sync.domain.definition import Definition, ItemKind
from sync.domain.entry import Entry, Line
from sync.domain.facts import Counted, Fact, ItemsLogged, Unusable, fact_of
from sync.domain.flags import Flag
from sync.domain.identity import EntryId
from sync.domain.output import Bucket, contribution, sensible_count_max, similar_logs, sums_of
from sync.domain.presence import MINUTE_MS, PersonDay, Stay, person_day

CLOCK_DOUBT_MS = 3_600_000
"""An estimated time that may be off by more than an hour deserves a look."""

_Key = TypeVar("_Key")

Place = tuple[int, int | None]
"""(venue, activity); activity none: here, but none chosen yet."""


class Tally(msgspec.Struct, frozen=True):
    """What stands at one moment.

    ``present`` are people by place now; ``days`` every person's day by reference; ``helped`` the people of the day (a party by its
    largest headcount); ``person_ms`` people × milliseconds by place, finished stays only; quantities in the item kind's unit.
    """

    present: Mapping[Place, int]
    days: Mapping[bytes, PersonDay]
    helped: int
    person_ms: Mapping[Place, int]
    made: Mapping[Bucket, int]
    delivered: Mapping[Bucket, int]
    received: Mapping[Bucket, int]
    counted: Mapping[Bucket, int]
    flags: tuple[Flagged, ...]
    entries: int

    @property
    def minutes(self) -> int:
        """Whole minutes of help, people × time."""
        return sum(self.person_ms.values()) // MINUTE_MS

    @property
    def present_people(self) -> int:
        return sum(self.present.values())

    def here(self, venue: int) -> tuple[tuple[bytes, Stay], ...]:
        """Return who is at ``venue`` now, by reference, longest here first."""
        stays = [(who, day.present) for who, day in self.days.items()]
        found = [(who, stay) for who, stay in stays if stay is not None and stay.venue == venue]
        return tuple(sorted(found, key=lambda one: (one[1].started_ms, one[0])))


def tally(
    lines: Iterable[Line],
    definition: Definition,
    closing_ms: int | None = None,
    unaccepted: Collection[EntryId] = frozenset(),
) -> Tally:
    """Return what ``lines`` (amendments among them) add up to under ``definition``.

    ``closing_ms``: see ``person_day``. ``unaccepted`` are entries of revoked devices that no person has accepted: flagged, not counted.
    Entries of another event are flagged and not counted either.
    """
    known = unique(lines)
    flags = [Flagged(line.id, flag) for line in known.values() for flag in entry_flags(line.entry, definition)]
    flags += [Flagged(id_, Flag.REVOKED_DEVICE) for id_ in unaccepted if id_ in known]
    counted = effective_lines(line for line in known.values() if line.entry.event == definition.event.no and line.id not in unaccepted)
    sums = sums_of(one for one in map(contribution, counted.lines) if one is not None)
    days = _days(counted.lines, closing_ms, definition.event.closes_ms)
    present, person_ms = _places(days.values())
    flags += counted.flags
    flags += [Flagged(id_, Flag.SIMILAR_LOGS) for id_ in similar_logs(counted.lines)]
    flags += [flagged for day in days.values() for flagged in day.flags]
    return Tally(
        present=present,
        days=days,
        helped=sum(day.people for day in days.values()),
        person_ms=person_ms,
        made=sums.made,
        delivered=sums.delivered,
        received=sums.received,
        counted=sums.counted,
        flags=tuple(sorted(flags)),
        entries=len(known),
    )


def entry_flags(
    entry: Entry,
    definition: Definition,
    *,
    person_is_unknown: bool = False,
    event_is_closed: bool = False,
    device_is_revoked: bool = False,
    clock_error_ms: int = 0,
) -> tuple[Flag, ...]:
    """Return what a person should look at about ``entry`` alone, in the order of the flags' numbers. What the definition cannot know
    is told by the keywords; ``clock_error_ms`` is the estimate's error.
    """
    fact = fact_of(entry)
    activity = definition.activity(entry.activity)
    item = definition.item(entry.item)
    is_unknown_activity = entry.activity is not None and (activity is None or activity.venue != entry.venue)
    is_over_bound = item is not None and _is_over_bound(fact, item, definition)
    is_ours = entry.event == definition.event.no
    found = {
        Flag.FOREIGN_EVENT: not is_ours,
        Flag.UNKNOWN_VENUE: is_ours and definition.venue(entry.venue) is None,
        Flag.UNKNOWN_ACTIVITY: is_ours and is_unknown_activity,
        Flag.UNKNOWN_ITEM: is_ours and entry.item is not None and item is None,
        Flag.UNKNOWN_PERSON: person_is_unknown,
        Flag.LATE: event_is_closed,
        Flag.REVOKED_DEVICE: device_is_revoked,
        Flag.CLOCK_DOUBT: clock_error_ms > CLOCK_DOUBT_MS,
        Flag.IMPLAUSIBLE_AMOUNT: is_ours and is_over_bound,
    }
    unusable = (fact.flag,) if isinstance(fact, Unusable) else ()
    return (*unusable, *(flag for flag, holds in found.items() if holds))


def _is_over_bound(fact: Fact | Unusable, item: ItemKind, definition: Definition) -> bool:
    match fact:
        case ItemsLogged():
            return fact.quantity > item.sensible_max
        case Counted():
            return fact.quantity > sensible_count_max(item.sensible_max, _target(fact, definition))
        case _:
            return False


def _target(fact: Counted, definition: Definition) -> int | None:
    activity = definition.activity(fact.activity)
    outputs = () if activity is None else activity.outputs
    return next((output.target for output in outputs if output.item == definition.whole_of(fact.item)), None)


def by_activity(quantities: Mapping[Bucket, int]) -> dict[tuple[int, int], int]:
    """Return quantities by (activity, item kind)."""
    return _grouped(quantities, {bucket: (bucket.activity, bucket.item) for bucket in quantities})


def by_venue(quantities: Mapping[Bucket, int]) -> dict[tuple[int, int], int]:
    """Return quantities by (venue, item kind)."""
    return _grouped(quantities, {bucket: (bucket.venue, bucket.item) for bucket in quantities})


def by_item(quantities: Mapping[Bucket, int]) -> dict[int, int]:
    """Return quantities by item kind."""
    return _grouped(quantities, {bucket: bucket.item for bucket in quantities})


def by_beneficiary(quantities: Mapping[Bucket, int], definition: Definition) -> dict[tuple[int | None, int], int]:
    """Return quantities by (beneficiary, item kind); none: the definition names nobody for it."""
    return _grouped(quantities, {bucket: (beneficiary_of(bucket, definition), bucket.item) for bucket in quantities})


def beneficiary_of(bucket: Bucket, definition: Definition) -> int | None:
    """Return who is given what stands in ``bucket``."""
    activity = definition.activity(bucket.activity)
    outputs = () if activity is None else activity.outputs
    whole = definition.whole_of(bucket.item)
    return next((output.beneficiary for output in outputs if output.item == whole), None)


def _grouped(quantities: Mapping[Bucket, int], keys: Mapping[Bucket, _Key]) -> dict[_Key, int]:
    groups: dict[_Key, int] = defaultdict(int)
    for bucket, quantity in quantities.items():
        groups[keys[bucket]] += quantity
    return dict(groups)


def _days(lines: Iterable[Line], closing_ms: int | None, closes_ms: int) -> dict[bytes, PersonDay]:
    of_person: dict[bytes, list[Line]] = defaultdict(list)
    for line in lines:
        if line.entry.who is not None:
            of_person[line.entry.who].append(line)
    days = {who: person_day(who, theirs, closing_ms, closes_ms=closes_ms) for who, theirs in of_person.items()}
    return {who: day for who, day in days.items() if day.stays or day.flags}


def _places(days: Iterable[PersonDay]) -> tuple[dict[Place, int], dict[Place, int]]:
    present: dict[Place, int] = defaultdict(int)
    person_ms: dict[Place, int] = defaultdict(int)
    for stay in (stay for day in days for stay in day.stays):
        place = (stay.venue, stay.activity)
        if stay.ended_ms is None:
            present[place] += stay.headcount
        else:
            person_ms[place] += stay.person_ms
    return dict(present), dict(person_ms)
