"""What do the pages show of lists that were brought, and of the roster?

Promise: plain values; at most so many rows of each sort that a person can look at them.
"""

from collections.abc import Iterator

import msgspec
from django.db.models import Count

from sync.domain.definition import Definition, in_language
from sync.domain.roster import Party, Preferences, Volunteer
from sync.paper.hours import hours_of
from sync.server.importing.models import Change, RosterImport, RowFault, Stage, StagedRow
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of
from sync.server.reading.parties import party_in_words
from sync.server.reading.retold import told
from sync.server.tongues.languages import spoken
from sync.server.tongues.saying import listed, say

SHOWN_MAX = 100


class Difference(msgspec.Struct, frozen=True):
    """One row of the preview: who, where, and what is different, in words."""

    pk: int
    line: int
    name: str
    venue: str
    what: str = ""
    is_merged: bool = False
    is_twin_known: bool = False


class OnRoster(msgspec.Struct, frozen=True):
    """How many people and parties one venue expects."""

    no: int
    name: str
    people: int
    parties: int


def roster_of(definition: Definition) -> list[OnRoster]:
    """Return how many are expected at each venue, in the event's order."""
    rows = RosterRow.objects.filter(event=definition.event.no, body__isnull=False).values_list("venue", "sort").annotate(Count("id"))
    counted = {(venue, sort): count for venue, sort, count in rows.order_by()}
    return [
        OnRoster(venue.no, in_language(venue.name, spoken()), counted.get((venue.no, VOLUNTEER), 0), counted.get((venue.no, PARTY), 0))
        for venue in definition.venues
    ]


def imports_of(event: int) -> list[RosterImport]:
    """Return the lists of ``event``, newest first, without those that were left."""
    return list(RosterImport.objects.filter(event=event).exclude(stage=Stage.DROPPED).order_by("-pk")[:SHOWN_MAX])


def import_of(event: int, no: int) -> RosterImport | None:
    """Return one list of ``event``."""
    return RosterImport.objects.filter(event=event, pk=no).first()


def differences(one: RosterImport, change: Change, definition: Definition) -> list[Difference]:
    """Return the first rows of ``change``."""
    rows = StagedRow.objects.filter(roster_import=one, change=change).order_by("pk")[:SHOWN_MAX]
    return [_difference(row, definition) for row in rows]


def twins(one: RosterImport, definition: Definition) -> list[Difference]:
    """Return the first people who may be there twice; ``what`` says with whom they would be one."""
    shown = []
    for row in StagedRow.objects.filter(roster_import=one, twin__isnull=False).order_by("pk")[:SHOWN_MAX]:
        difference = _difference(row, definition)
        where = say("somebody on the roster") if row.is_twin_known else say("row {no}", no=_line_of(one, bytes(row.twin or b"")))
        shown.append(msgspec.structs.replace(difference, what=where))
    return shown


def faults(one: RosterImport) -> list[RowFault]:
    """Return the first faults, by row, in the page's language; a column has its own heading, or is called as the page calls it."""
    found = list(RowFault.objects.filter(roster_import=one).order_by("line", "pk")[:SHOWN_MAX])
    for fault in found:
        fault.column, fault.said = told(fault.column), told(fault.said)
    return found


def _line_of(one: RosterImport, key: bytes) -> int:
    return StagedRow.objects.filter(roster_import=one, key=key).values_list("line", flat=True).first() or 0


def _difference(row: StagedRow, definition: Definition) -> Difference:
    now, before = _person(row.body, row.sort), _person(row.was, row.sort)
    person = now or before
    assert person is not None
    venue = definition.venue(row.venue)
    what = ""
    if now is not None:
        what = "; ".join(_changes(before, now, definition)) if before is not None else _about(now, definition)
    name = in_language(venue.name, spoken()) if venue is not None else ""
    return Difference(row.pk, row.line, person.shown_name, name, what, row.is_merged, row.is_twin_known)


def _person(body: bytes | None, sort: int) -> Volunteer | Party | None:
    if body is None:
        return None
    found = person_of(RosterRow(sort=sort, body=body))
    assert isinstance(found, Volunteer | Party)
    return found


def _about(person: Volunteer | Party, definition: Definition) -> str:
    said = [_comes_for(person, definition)]
    if isinstance(person, Party):
        said.append(party_in_words(person))
    return listed([*said, *_wishes(person.preferences)])


def _changes(before: Volunteer | Party, now: Volunteer | Party, definition: Definition) -> Iterator[str]:
    if before.shown_name != now.shown_name:
        yield say("was called {name}", name=before.shown_name)
    if before.venue != now.venue:
        old = definition.venue(before.venue) if before.venue is not None else None
        yield say("was at {venue}", venue=in_language(old.name, spoken()) if old else say("any venue"))
    if _comes_for(before, definition) != _comes_for(now, definition):
        yield say("{now}, before {before}", now=_comes_for(now, definition), before=_comes_for(before, definition))
    if isinstance(now, Volunteer) and isinstance(before, Volunteer) and before.party != now.party:
        yield say("another family, class or group")
    if isinstance(now, Party) and isinstance(before, Party) and before.expected_headcount != now.expected_headcount:
        yield say("{now} people, before {before}", now=now.expected_headcount, before=before.expected_headcount)
    if before.preferences != now.preferences:
        yield say("wishes: {wishes}", wishes=listed(_wishes(now.preferences)) or say("none"))


def _activity(no: int | None, definition: Definition) -> str:
    found = definition.activity(no)
    return in_language(found.name, spoken()) if found is not None else say("chosen at the door")


def _comes_for(person: Volunteer | Party, definition: Definition) -> str:
    shift = definition.shift(person.shift) if isinstance(person, Volunteer) else None
    hours = f", {hours_of(shift, definition.event)}" if shift is not None else ""
    return _activity(person.activity, definition) + hours


def _wishes(wishes: Preferences) -> list[str]:
    words = {
        "large_text": say("large text"),
        "spoken": say("read aloud"),
        "low_layout": say("low"),
        "left_handed": say("left-handed"),
        "calm": say("calm"),
    }
    said = [word for name, word in words.items() if getattr(wishes, name)]
    return [*([wishes.language] if wishes.language else []), *said]
