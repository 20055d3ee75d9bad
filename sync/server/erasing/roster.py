"""What does the roster hold of people, and how does it forget them?

Promise: a removed row stays without a body, so that every kiosk learns of the removal; with the last of an event goes the secret that
its references were made with, so that no list tells who was who.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from django.db.models import Count

from sync.domain.roster import Party, Volunteer
from sync.server.erasing.holdings import Counts, Holding, Kind
from sync.server.publishing.models import KeyPair, Publication, Purpose, RosterRow
from sync.server.publishing.roster import LEAD, PARTY, VOLUNTEER, person_of

KINDS = {VOLUNTEER: Kind.VOLUNTEERS, PARTY: Kind.PARTIES, LEAD: Kind.LEADS}
PORTION = 500
"""References in one question: some databases take no more than a thousand values."""


def _count(event: int) -> Counts:
    rows = RosterRow.objects.filter(event=event, body__isnull=False).order_by().values_list("sort").annotate(Count("id"))
    return {KINDS[sort]: count for sort, count in rows}


def _erase(event: int) -> Counts:
    gone = _count(event)
    version = _next_version(event) if gone else 0
    RosterRow.objects.filter(event=event, body__isnull=False).update(body=None, version=version)
    secrets, _ = KeyPair.objects.filter(event=event, purpose=Purpose.REFERENCES).delete()
    return gone | ({Kind.SECRETS: secrets} if secrets else {})


def _erase_people(event: int, keys: Collection[bytes]) -> Counts:
    gone: Counts = {}
    wanted = sorted(keys)
    version = _next_version(event)
    for first in range(0, len(wanted), PORTION):
        rows = RosterRow.objects.filter(event=event, key__in=wanted[first : first + PORTION], body__isnull=False)
        for sort in (VOLUNTEER, PARTY):
            gone[KINDS[sort]] = gone.get(KINDS[sort], 0) + rows.filter(sort=sort).update(body=None, version=version)
    _leave_parties(event, set(wanted), version)
    return gone


def _leave_parties(event: int, gone: set[bytes], version: int) -> None:
    """Take those who stay out of parties that are gone."""
    left = []
    for row in RosterRow.objects.filter(event=event, sort=VOLUNTEER, body__isnull=False).iterator(2_000):
        person = person_of(row)
        if isinstance(person, Volunteer) and person.party in gone:
            row.body, row.version = msgspec.msgpack.encode(msgspec.structs.replace(person, party=None)), version
            left.append(row)
    RosterRow.objects.bulk_update(left, ["body", "version"], batch_size=200)


def members_of(event: int, party: bytes) -> list[bytes]:
    """Return who belongs to ``party`` by name."""
    rows = RosterRow.objects.filter(event=event, sort=VOLUNTEER, body__isnull=False).iterator(2_000)
    return [bytes(row.key) for row in rows if isinstance(person := person_of(row), Volunteer) and person.party == party]


def _told(event: int, key: bytes) -> dict[str, Any]:
    row = RosterRow.objects.filter(event=event, key=key, sort__in=(VOLUNTEER, PARTY), body__isnull=False).first()
    person = None if row is None else person_of(row)
    if row is None or not isinstance(person, Volunteer | Party):
        return {}
    told: dict[str, Any] = {
        "name": person.shown_name,
        "venue": row.venue,
        "activity": person.activity,
        "wishes": msgspec.to_builtins(person.preferences),
        "ten_digits": person.spoken_code,
        "pass_number": person.pass_serial,
    }
    if isinstance(person, Party):
        return told | {"is": person.kind.value, "expected_people": person.expected_headcount, "expected_adults": person.expected_adults}
    party = None if person.party is None else RosterRow.objects.filter(event=event, key=person.party, body__isnull=False).first()
    group = None if party is None else person_of(party)
    return told | {"is": "volunteer", "shift": person.shift, "comes_with": group.shown_name if group is not None else None}


def _next_version(event: int) -> int:
    row = Publication.objects.select_for_update().get(event=event)
    version: int = row.roster_version + 1
    row.roster_version = version
    row.save(update_fields=["roster_version"])
    return version


HOLDING = Holding(_count, _erase, _erase_people, _told)
