"""How is a list read into a preview? A background job, a thousand rows at a time.

Promise: nothing on the roster changes; a row that cannot be used is told with its column and the others go on; stopped in the middle,
it goes on where it was; memory grows with the roster's length by a few dozen bytes a person and with nothing else.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
from django.db import transaction

from sync.domain.definition import Definition
from sync.domain.roster import Party, PartyKind, Volunteer
from sync.server.erasing.ledger import erased_among
from sync.server.importing.columns import Field
from sync.server.importing.known import FIRST_SERIAL, Known
from sync.server.importing.models import Change, RosterImport, RowFault, Stage, StagedRow
from sync.server.importing.people import Fault, Person, Reader, field_words
from sync.server.importing.preview import count_parties, counts_of, find_gone, in_a_sentence
from sync.server.importing.sheets import Layout, NotASheet, opened
from sync.server.importing.staging import insert
from sync.server.importing.uploads import file_of
from sync.server.jobs.desk import Desk, Finished, NotPossible
from sync.server.publishing import keys
from sync.server.publishing.models import Publication, RosterRow
from sync.server.publishing.publish import definition_of
from sync.server.publishing.roster import PARTY, VOLUNTEER

CHUNK_ROWS = 1_000
FAULTS_KEPT_MAX = 1_000
"""Who has more than that has chosen the wrong column; all are counted."""


def read(desk: Desk) -> Finished:
    """Read the list of ``desk.asked["import"]`` (``rows``: how many there are, as far as somebody counted)."""
    one = RosterImport.objects.get(pk=desk.asked["import"])
    if one.job != desk.no:
        raise NotPossible("Somebody looked at the columns once more meanwhile.")
    definition = definition_of(Publication.objects.get(event=one.event))
    reading = Reading(one, definition, desk.place)
    try:
        with opened(file_of(one.pk), Layout(**one.options["layout"])) as rows:
            lines = enumerate(rows, 1)
            _skip(lines, reading.line)
            while chunk := list(islice(lines, CHUNK_ROWS)):
                with transaction.atomic():
                    reading.take(chunk)
                    desk.keep(reading.place(), reading.line, desk.asked.get("rows"))
    except NotASheet as fault:
        raise NotPossible(str(fault)) from fault
    except UnicodeError as fault:
        raise NotPossible("The letters of this file do not fit its encoding. Choose another one beside the columns.") from fault
    with transaction.atomic():
        count_parties(one)
        find_gone(one)
        one.counts = reading.counts | counts_of(one)
        one.stage = Stage.READY
        one.save(update_fields=["counts", "stage"])
    return Finished(in_a_sentence(one.counts), next_address=f"/roster/imports/{one.pk}/")


class Reading:
    """One pass over a list, from where an earlier worker stopped."""

    def __init__(self, one: RosterImport, definition: Definition, place: dict[str, Any]) -> None:
        options = one.options
        self._one = one
        self._definition = definition
        self._fields = [Field(field) for field in one.fields]
        self._reader = Reader(
            definition,
            self._fields,
            keys.reference_secret(one.event),
            venue=options.get("venue"),
            is_short=bool(options.get("is_short", True)),
        )
        self._known = Known(one, self._reader)
        self.line: int = place.get("line", 0)
        self.counts = {"rows": 0, "faults": 0, "left_out": 0, "repeated": 0} | place.get("counts", {})

    def place(self) -> dict[str, Any]:
        return {"line": self.line, "counts": self.counts}

    def take(self, chunk: list[tuple[int, list[str]]]) -> None:
        """Stage the people of ``chunk``, (line, cells) each, and what is wrong with the others."""
        people: list[tuple[int, Person]] = []
        faults: list[RowFault] = []
        for line, row in chunk:
            self.line = line
            self.counts["rows"] += any(row)
            try:
                person = self._reader.person(row)
            except Fault as fault:
                faults.append(self._fault(line, fault))
                continue
            if person is not None:
                people.append((line, person))
            else:
                self.counts["left_out"] += any(row)
        erased = erased_among(self._one.event, {person.token for _, person in people})
        self.counts["left_out"] += sum(person.token in erased for _, person in people)
        room = FAULTS_KEPT_MAX - self.counts["faults"]
        self.counts["faults"] += len(faults)
        RowFault.objects.bulk_create(faults[: max(room, 0)])
        self._stage([(line, person) for line, person in people if person.token not in erased])

    def _fault(self, line: int, fault: Fault) -> RowFault:
        columns: Sequence[str] = self._one.columns
        column = next((columns[place] for place, field in enumerate(self._fields) if field is fault.field), "")
        return RowFault(roster_import=self._one, line=line, column=column[:200] or field_words(fault.field), said=str(fault)[:400])

    def _stage(self, people: list[tuple[int, Person]]) -> None:
        there = {
            bytes(row.key): row
            for row in RosterRow.objects.filter(
                event=self._one.event, key__in=[person.token for _, person in people], sort=VOLUNTEER, body__isnull=False
            )
        }
        staged: list[StagedRow] = []
        for line, person in people:
            if person.party:
                staged += self._party(line, person)
            if person.name:
                staged += self._volunteer(line, person, there)
        insert(staged)

    def _volunteer(self, line: int, person: Person, there: dict[bytes, RosterRow]) -> list[StagedRow]:
        key, first = person.token, None
        if self._known.is_in_list(key):
            if person.is_certain:
                self.counts["repeated"] += 1
                return []
            first, turn = key, 1
            while self._known.is_in_list(key := self._reader.again(first, turn)):
                turn += 1
        before = there.get(key) if first is None else _on_roster(self._one.event, key)
        had = None if before is None else msgspec.msgpack.decode(bytes(before.body or b""), type=Volunteer)
        party = self._known.party_key(person.venue, person.party) if person.party else None
        body = self._body(key, person, had, party)
        name_hash = self._reader.name_hash(person.name, person.venue)
        row = StagedRow(roster_import=self._one, line=line, venue=person.venue, sort=VOLUNTEER, key=key, party=party, name_hash=name_hash)
        row.body, row.change = body, _change(before, body, person.venue)
        if before is not None:
            row.was, row.was_venue = before.body, before.venue
        if first is not None:
            row.twin, row.is_merged = first, True
        elif before is None:
            row.twin = self._known.twin(key, name_hash)
            row.is_twin_known = row.twin is not None
        return [row]

    def _body(self, key: bytes, person: Person, had: Volunteer | None, party: bytes | None) -> bytes:
        """Return the roster's row; what the list does not speak of stays as it was."""
        speaks_of_party = bool({Field.FAMILY, Field.CLASS, Field.GROUP} & set(self._fields))
        speaks_of_activity = bool({Field.ACTIVITY, Field.SHIFT} & set(self._fields))
        before = had or Volunteer(key, "", pass_serial=FIRST_SERIAL, spoken_code=self._known.code_for(key))
        activity = person.activity if speaks_of_activity else before.activity
        return msgspec.msgpack.encode(
            msgspec.structs.replace(
                before,
                shown_name=person.name,
                venue=person.venue,
                activity=activity,
                shift=person.shift if Field.SHIFT in self._fields else self._kept_shift(before, activity),
                party=party if speaks_of_party else before.party,
                preferences=person.preferences(before.preferences),
            )
        )

    def _kept_shift(self, before: Volunteer, activity: int | None) -> int | None:
        """Return the shift that somebody has, while it is one of the activity that they come for."""
        shift = self._definition.shift(before.shift)
        return shift.no if shift is not None and shift.activity == activity else None

    def _party(self, line: int, person: Person) -> list[StagedRow]:
        key = self._known.party_key(person.venue, person.party)
        if self._known.is_in_list(key):
            return []
        before = _on_roster(self._one.event, key)
        had = None if before is None else msgspec.msgpack.decode(bytes(before.body or b""), type=Party)
        party = had or Party(key, person.party, PartyKind.FAMILY, pass_serial=FIRST_SERIAL, spoken_code=self._known.code_for(key))
        party = msgspec.structs.replace(party, shown_name=person.party, kind=person.party_kind or party.kind, venue=person.venue)
        if person.headcount:
            party = msgspec.structs.replace(party, expected_headcount=person.headcount)
        if not person.name and person.activity is not None:
            party = msgspec.structs.replace(party, activity=person.activity)
        body = msgspec.msgpack.encode(party)
        row = StagedRow(roster_import=self._one, line=line, venue=person.venue, sort=PARTY, key=key, name_hash=b"", body=body)
        row.change = _change(before, body, person.venue)
        if before is not None:
            row.was, row.was_venue = before.body, before.venue
        return [row]


def _on_roster(event: int, key: bytes) -> RosterRow | None:
    return RosterRow.objects.filter(event=event, key=key, body__isnull=False).first()


def _change(before: RosterRow | None, body: bytes, venue: int) -> Change:
    if before is None:
        return Change.NEW
    return Change.SAME if bytes(before.body or b"") == body and before.venue == venue else Change.CHANGED


def _skip(lines: Iterator[tuple[int, list[str]]], until: int) -> None:
    """Go past the headings, and past what was read before a stop."""
    for line, row in lines:
        if any(row):
            if line >= until:
                return
            break
    for line, _ in lines:
        if line >= until:
            return
