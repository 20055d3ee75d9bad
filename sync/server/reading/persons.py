"""Who is it that somebody asks for, and what does the centre keep of them?

Promise: plain values; found by name, by the ten digits or by the code of a pass; entries are told as they were stored, since they stay.
"""

from typing import Any

import msgspec

from sync.domain.codes import Pass, read_code
from sync.domain.definition import Definition
from sync.domain.entry import Entry
from sync.domain.names import folded
from sync.domain.roster import Party, PartyKind, Volunteer
from sync.domain.spoken import read_spoken
from sync.protocol import canon
from sync.server.erasing.holdings import holdings
from sync.server.ledger import models
from sync.server.papers.models import Issued
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of
from sync.server.reading.stays import StayRow, stays_of

FOUND_MAX = 50
ENTRIES_MAX = 2_000
"""A person's day is a few dozen entries; a party of a thousand that logged all day is told so far."""


class Found(msgspec.Struct, frozen=True):
    """Somebody on the roster of ``venue``. ``kind`` none: a volunteer."""

    key: str
    name: str
    venue: int
    activity: int | None
    digits: str
    kind: PartyKind | None
    expected: int = 1

    @property
    def who(self) -> bytes:
        return bytes.fromhex(self.key)


class EntryOf(msgspec.Struct, frozen=True):
    """One entry that refers to somebody. ``id``: device, journal and place in it. ``entry`` none: its bytes are none that we can read."""

    id: str
    at_ms: int
    venue: int | None
    entry: Entry | None


class Kept(msgspec.Struct, frozen=True):
    """Everything that is kept of somebody. ``places``: what each room of the centre keeps, as words and numbers."""

    found: Found
    places: dict[str, Any]
    stays: tuple[StayRow, ...]
    entries: tuple[EntryOf, ...]
    issued: tuple[Issued, ...]

    @property
    def person_ms(self) -> int:
        return sum(stay.person_ms(stay.to_ms or stay.from_ms) for stay in self.stays)


def find(event: int, wanted: str) -> tuple[list[Found], int]:
    """Return the first people and parties of ``event`` whom ``wanted`` names, and how many there are."""
    code, digits, needle = read_code(wanted.strip().upper()), read_spoken(wanted), folded(wanted)
    rows = RosterRow.objects.filter(event=event, sort__in=(VOLUNTEER, PARTY), body__isnull=False).order_by("venue", "sort", "pk")
    if isinstance(code, Pass):
        rows = rows.filter(key=code.who)
    elif not needle:
        return [], 0
    shown: list[Found] = []
    count = 0
    for row in rows.iterator(2_000):
        one = _found(row)
        if isinstance(code, Pass) or (digits is not None and one.digits == digits) or needle in folded(one.name):
            count += 1
            shown += [one] if len(shown) < FOUND_MAX else []
    return shown, count


def person(event: int, who: bytes) -> Found | None:
    """Return somebody on the roster; none when nobody is."""
    row = RosterRow.objects.filter(event=event, key=who, sort__in=(VOLUNTEER, PARTY), body__isnull=False).first()
    return None if row is None else _found(row)


def kept_of(event: int, found: Found) -> Kept:
    """Return everything that is kept of somebody."""
    places: dict[str, Any] = {}
    for holding in holdings():
        places |= holding.told(event, found.who)
    return Kept(
        found=found,
        places=places,
        stays=tuple(stays_of(event, found.who)),
        entries=tuple(_entries(event, found.who)),
        issued=tuple(Issued.objects.filter(event=event, who=found.who).order_by("pk")),
    )


def as_json(kept: Kept, definition: Definition, as_of: str) -> dict[str, Any]:
    """Return it for a file that somebody takes along; numbers of venues and activities are those of the event."""
    return {
        "event": {"number": definition.event.no, "name": definition.event.name},
        "as_of": as_of,
        "reference": kept.found.key,
        "kept_with_a_name": kept.places,
        "stays": [msgspec.to_builtins(stay) | {"who": kept.found.key} for stay in kept.stays],
        "passes_issued": [{"number": one.serial, "how": one.how, "at_ms": one.at_ms, "by": one.by} for one in kept.issued],
        "entries": [_entry_as_json(one) for one in kept.entries],
    }


def _entry_as_json(one: EntryOf) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": one.id, "at_ms": one.at_ms, "venue": one.venue}
    if one.entry is not None:
        names = ("kind", "activity", "item", "quantity", "headcount", "how", "actor")
        told |= {name: getattr(one.entry, name) for name in names}
    return told


def _found(row: RosterRow) -> Found:
    person = person_of(row)
    assert isinstance(person, Volunteer | Party)
    kind, expected = (person.kind, person.expected_headcount) if isinstance(person, Party) else (None, 1)
    return Found(bytes(row.key).hex(), person.shown_name, row.venue, person.activity, person.spoken_code, kind, expected)


def _entries(event: int, who: bytes) -> list[EntryOf]:
    """Return the entries with somebody's reference, and those that correct or take back one of them, in the order of time."""
    theirs = list(models.Entry.objects.filter(event=event, who=who).select_related("stream").order_by("at_ms")[:ENTRIES_MAX])
    amending: list[models.Entry] = []
    for row in theirs:
        of = models.Amendment.objects.filter(target_stream_id=row.stream_id, target_seq=row.seq).values_list("stream_id", "seq")
        amending += models.Entry.objects.filter(pk__in=list(of)).select_related("stream") if of else ()
    rows = {(row.stream_id, row.seq): row for row in (*theirs, *amending)}
    return [
        EntryOf(f"{row.stream.device}/{row.stream.incarnation:08x}/{row.seq}", row.at_ms, row.venue, _decoded(bytes(row.body)))
        for row in sorted(rows.values(), key=lambda row: (row.at_ms, row.stream_id, row.seq))
    ]


def _decoded(body: bytes) -> Entry | None:
    try:
        return canon.decode(body)
    except canon.NoEntry:
        return None
