"""How do the kiosks of a venue learn who is expected there?

Promise: changes since a version in pages of bounded length with a total order, so that a page that was asked for while somebody
changed the roster misses nothing; a removal travels like any other change.
"""

from collections.abc import Iterator

import msgspec
from django.db import connection

from sync.domain.roster import Lead, Party, Roster, Volunteer
from sync.protocol.limits import ROSTER_PAGE_PEOPLE_MAX
from sync.protocol.messages import RosterChange, RosterPage
from sync.server.erasing.ledger import erased_among
from sync.server.publishing.models import Newcomer, Publication, RosterRow

VOLUNTEER, PARTY, LEAD = 1, 2, 3
_VERSION_BYTES = 8
_FROM_THE_START = b"\x00" * (_VERSION_BYTES + 1)


def lead_key(no: int) -> bytes:
    """Return a lead's number as the key of a roster row."""
    return no.to_bytes(8)


def set_roster(row: Publication, venue: int, roster: Roster) -> int:
    """Make ``roster`` the one of ``venue`` under a new roster version of ``row`` (the caller saves it); return how many rows changed.

    Newcomers whom a kiosk told of stay: no list of who is expected can speak for them. Who was erased does not come back with a list.
    """
    wanted = dict(_rows_of(roster))
    erased = erased_among(row.event, {key for sort, key in wanted if sort != LEAD})
    wanted = {at: body for at, body in wanted.items() if at[1] not in erased or at[0] == LEAD}
    there = {(had.sort, bytes(had.key)): had for had in RosterRow.objects.filter(event=row.event, venue=venue)}
    newcomers = {bytes(key) for key in Newcomer.objects.filter(event=row.event, venue=venue).values_list("key", flat=True)}
    version = row.roster_version + 1
    new = [
        RosterRow(event=row.event, venue=venue, sort=sort, key=key, body=body, version=version)
        for (sort, key), body in wanted.items()
        if (sort, key) not in there
    ]
    changed = []
    for at, had in there.items():
        if at[1] in newcomers:
            continue
        body = wanted.get(at)
        if (None if had.body is None else bytes(had.body)) != body:
            had.body, had.version = body, version
            changed.append(had)
    if new or changed:
        row.roster_version = version
        RosterRow.objects.bulk_create(new, batch_size=500)
        RosterRow.objects.bulk_update(changed, ["body", "version"], batch_size=200)
    return len(new) + len(changed)


def roster_page(event: int, venue: int, since: int, after: bytes) -> RosterPage | None:
    """Return the next page of changes since version ``since``, after the place ``after`` (b"": from the start); none when there are none.

    A place that is none of ours, or a version that is still to come (this centre was restored), begins from the start: changes may be
    repeated, never left out.
    """
    version = Publication.objects.filter(event=event).values_list("roster_version", flat=True).first()
    if version is None or version == since:
        return None
    since = since if since < version else 0
    place = after if len(after) > _VERSION_BYTES else _FROM_THE_START
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, sort, key, body FROM publishing_rosterrow "
            "WHERE event = %s AND venue = %s AND version > %s AND (version, sort, key) > (%s, %s, %s) "
            "ORDER BY version, sort, key LIMIT %s",
            [event, venue, since, *_unpacked(place), ROSTER_PAGE_PEOPLE_MAX],
        )
        rows = [(at, sort, bytes(key), None if body is None else bytes(body)) for at, sort, key, body in cursor.fetchall()]
    is_last = len(rows) < ROSTER_PAGE_PEOPLE_MAX
    changes = tuple(RosterChange(sort, key, body) for _, sort, key, body in rows)
    return RosterPage(version, changes, None if is_last else _packed(*rows[-1][:3]))


def _rows_of(roster: Roster) -> Iterator[tuple[tuple[int, bytes], bytes]]:
    people: tuple[Volunteer | Party, ...] = (*roster.volunteers, *roster.parties)
    for person in people:
        yield (VOLUNTEER if isinstance(person, Volunteer) else PARTY, person.who), msgspec.msgpack.encode(person)
    for lead in roster.leads:
        yield (LEAD, lead_key(lead.no)), msgspec.msgpack.encode(lead)


def person_of(row: RosterRow) -> Volunteer | Party | Lead | None:
    """Return what a row says; none when it was removed."""
    kinds: dict[int, type[Volunteer | Party | Lead]] = {VOLUNTEER: Volunteer, PARTY: Party, LEAD: Lead}
    return None if row.body is None else msgspec.msgpack.decode(bytes(row.body), type=kinds[row.sort])


def _packed(version: int, sort: int, key: bytes) -> bytes:
    return version.to_bytes(_VERSION_BYTES) + bytes([sort]) + key


def _unpacked(place: bytes) -> tuple[int, int, bytes]:
    """Return (version, sort, key); a version that no database can hold counts as the largest, behind which nothing comes."""
    return min(int.from_bytes(place[:_VERSION_BYTES]), 2**63 - 1), place[_VERSION_BYTES], place[_VERSION_BYTES + 1 :]
