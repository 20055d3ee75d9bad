"""What are the rows of the tables about people: attendance, hours of each volunteer, hours of each group?

Promise: a name is looked up only when names were asked for; memory grows with the number of groups, never with that of people or stays.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from sync.domain.roster import Party, Volunteer
from sync.server.exports.cells import Cell
from sync.server.exports.figures import Asked, Rows
from sync.server.exports.naming import Naming
from sync.server.reading.stays import StayRow, by_person, known_people, stays

MINUTE_MS = 60_000
PEOPLE_AT_ONCE = 500
"""People whose rows are held while their names are looked up."""

UNKNOWN = "unknown"

Day = tuple[bytes, list[StayRow]]
Known = dict[bytes, Volunteer | Party]


def attendance_rows(asked: Asked) -> Rows:
    """Yield every stay."""
    naming = Naming(asked.published.definition)
    for days, known in _portions(asked, is_known=asked.with_names):
        for who, theirs in days:
            names = _names(known, who) if asked.with_names else ()
            for stay in theirs:
                yield (
                    who.hex(),
                    *naming.venue(stay.venue),
                    *naming.activity(stay.activity),
                    naming.moment(stay.from_ms),
                    naming.moment(stay.to_ms),
                    int(stay.estimated),
                    stay.headcount,
                    stay.person_ms(asked.now_ms) // MINUTE_MS,
                    *names,
                )


def hours_rows(asked: Asked) -> Rows:
    """Yield everybody who came with their hours."""
    naming = Naming(asked.published.definition)
    for days, known in _portions(asked, is_known=True):
        for who, theirs in days:
            is_here = any(stay.to_ms is None for stay in theirs)
            yield (
                who.hex(),
                _sort(known.get(who)),
                naming.moment(min(stay.from_ms for stay in theirs)),
                None if is_here else naming.moment(max(stay.to_ms or 0 for stay in theirs)),
                max(stay.headcount for stay in theirs),
                sum(stay.person_ms(asked.now_ms) for stay in theirs) // MINUTE_MS,
                int(any(stay.estimated for stay in theirs)),
                " ".join(str(venue) for venue in dict.fromkeys(stay.venue for stay in theirs)),
                *(_names(known, who) if asked.with_names else ()),
            )


class GroupSum(msgspec.Struct):
    """What a group came to."""

    people: int = 0
    person_ms: int = 0


def group_sums(asked: Asked) -> dict[bytes, GroupSum]:
    """Return what each group came to, by its own card and by its members'."""
    sums: dict[bytes, GroupSum] = {}
    for days, known in _portions(asked, is_known=True):
        for who, theirs in days:
            person = known.get(who)
            group = who if isinstance(person, Party) else person.party if person is not None else None
            if group is None:
                continue
            sum_ = sums.setdefault(group, GroupSum())
            sum_.people += max(stay.headcount for stay in theirs)
            sum_.person_ms += sum(stay.person_ms(asked.now_ms) for stay in theirs)
    return sums


def group_rows(asked: Asked) -> Rows:
    """Yield every group of which somebody came."""
    sums = group_sums(asked)
    known = known_people(asked.published.no, sums)
    for group, sum_ in sorted(sums.items()):
        party = known.get(group)
        kind = party.kind.value if isinstance(party, Party) else ""
        name = (party.shown_name if isinstance(party, Party) else "",) if asked.with_names else ()
        yield (group.hex(), kind, sum_.people, sum_.person_ms // MINUTE_MS, *name)


def _portions(asked: Asked, *, is_known: bool) -> Iterator[tuple[list[Day], Known]]:
    """Yield people with their stays in portions, and (``is_known``) what the roster says of them and of the groups that they belong to."""
    event = asked.published.no
    days = by_person(stays(event, asked.venues))
    while portion := list(islice(days, PEOPLE_AT_ONCE)):
        known = known_people(event, [who for who, _ in portion]) if is_known else {}
        groups = {person.party for person in known.values() if isinstance(person, Volunteer) and person.party is not None}
        yield portion, known | (known_people(event, groups - known.keys()) if asked.with_names else {})


def _sort(person: Volunteer | Party | None) -> str:
    return UNKNOWN if person is None else "party" if isinstance(person, Party) else "volunteer"


def _names(known: Known, who: bytes) -> tuple[Cell, Cell]:
    """Return the name and the group's name; empty where the roster has none."""
    person = known.get(who)
    if person is None:
        return "", ""
    group = known.get(person.party) if isinstance(person, Volunteer) and person.party is not None else None
    return person.shown_name, "" if group is None else group.shown_name
