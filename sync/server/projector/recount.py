"""Do stays, attendance and the fold's flags equal what the entries say?

Promise: everybody is folded again, some at a time; attendance is added up anew from the stays; each difference is one sentence.
"""

from collections import defaultdict
from collections.abc import Iterator

from sync.domain.flags import Flag
from sync.domain.identity import EntryId
from sync.server.ledger.sql import SqlLedger
from sync.server.projector import unnamed
from sync.server.projector.fold import Closing, attendance_of, fold_person
from sync.server.projector.follow import closings
from sync.server.projector.tables import Numbers, Person, PlaceKey, ProjectorTables

PEOPLE_AT_ONCE = 500

Known = tuple[EntryId, int]
"""A flag by entry and code."""


def is_up_to_date(ledger: SqlLedger) -> bool:
    """Whether the projector has read everything that this snapshot holds."""
    return not ProjectorTables(ledger).unread(1)


def differences(ledger: SqlLedger, now_ms: int) -> Iterator[str]:
    """Yield every difference of stays and attendance; ``ledger`` is a snapshot that the projector has read to its end."""
    tables = ProjectorTables(ledger)
    closing = closings(ledger, now_ms)
    attendance: dict[PlaceKey, Numbers] = defaultdict(Numbers)
    after: Person | None = None
    while people := tables.people_after(after, PEOPLE_AT_ONCE):
        after = people[-1]
        of_event: dict[int, list[bytes]] = defaultdict(list)
        for event, who in people:
            of_event[event].append(who)
        for event, everybody in of_event.items():
            yield from _of_people(tables, event, everybody, closing.get(event), attendance)
    yield from _of_attendance(tables, attendance)
    yield from unnamed.differences(ledger)


def _of_people(
    tables: ProjectorTables, event: int, people: list[bytes], closing: Closing | None, attendance: dict[PlaceKey, Numbers]
) -> Iterator[str]:
    lines = tables.lines_of(event, people)
    kept = tables.stays_of(event, people)
    kept_flags = tables.fold_flags(event, people)
    for who in people:
        folded = fold_person(who, lines[who], closing)
        stays = folded.stays
        yield from _of_flags(event, who, {(one.id, int(one.flag)) for one, _ in folded.flags}, kept_flags[who])
        for key, numbers in attendance_of(event, stays).items():
            attendance[key].add(numbers)
        if stays != kept[who]:
            yield f"event {event}: the stays of {who.hex()} are not what their entries say"


def _of_flags(event: int, who: bytes, wanted: set[Known], kept: dict[Known, bool]) -> Iterator[str]:
    """Yield flags that are missing, and open ones that nothing stands for; what a person settled stays settled."""
    for id_, code in sorted(wanted - set(kept)):
        yield f"event {event}: {Flag(code).name} is not raised on entry {id_.seq} of device {id_.device}, about {who.hex()}"
    for id_, code in sorted(key for key, is_open in kept.items() if is_open and key not in wanted):
        yield f"event {event}: {Flag(code).name} is raised on entry {id_.seq} of device {id_.device} for nothing, about {who.hex()}"


def _of_attendance(tables: ProjectorTables, sums: dict[PlaceKey, Numbers]) -> Iterator[str]:
    events = {key.event for key in sums} | set(tables.events_with_attendance())
    kept = {key: numbers for event in events for key, numbers in tables.attendance(event).items()}
    for key in sorted({*sums, *kept}):
        shown, folded = kept.get(key, Numbers()), sums.get(key, Numbers())
        if shown != folded:
            yield f"event {key.event}, venue {key.venue}, activity {key.activity}: {shown} is shown, the stays add up to {folded}"
