"""What does a list that was read come to? Counts, sizes of parties, and who is on the roster but not in it.

Promise: only people of venues that the list speaks of are looked for; newcomers whom a kiosk told of are never among the gone.
"""

import msgspec
from django.db.models import Count

from sync.domain.roster import Party
from sync.server.importing.models import Change, RosterImport, StagedRow
from sync.server.publishing.models import Newcomer, RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER

CHUNK_ROWS = 2_000


def count_parties(one: RosterImport) -> None:
    """Give each party of the list the number of its members, where the list does not say how many come."""
    members = StagedRow.objects.filter(roster_import=one, sort=VOLUNTEER, party__isnull=False).values_list("party").annotate(Count("id"))
    of_party = {bytes(party): count for party, count in members.order_by()}
    changed = []
    for row in StagedRow.objects.filter(roster_import=one, sort=PARTY).iterator(CHUNK_ROWS):
        party = msgspec.msgpack.decode(bytes(row.body or b""), type=Party)
        count = of_party.get(party.who, 0)
        if count > party.expected_headcount:
            row.body = msgspec.msgpack.encode(msgspec.structs.replace(party, expected_headcount=count))
            if row.change == Change.SAME:
                row.change = Change.CHANGED
            changed.append(row)
    StagedRow.objects.bulk_update(changed, ["body", "change"], batch_size=200)


def find_gone(one: RosterImport) -> None:
    """Stage those who are on the roster of the list's venues and not in the list."""
    StagedRow.objects.filter(roster_import=one, change=Change.GONE).delete()
    venues = list(StagedRow.objects.filter(roster_import=one).values_list("venue", flat=True).distinct())
    newcomers = {bytes(key) for key in Newcomer.objects.filter(event=one.event).values_list("key", flat=True)}
    in_list = {bytes(key) for key in StagedRow.objects.filter(roster_import=one).values_list("key", flat=True).iterator(CHUNK_ROWS)}
    gone = []
    there = RosterRow.objects.filter(event=one.event, venue__in=venues, sort__in=(VOLUNTEER, PARTY), body__isnull=False)
    for row in there.iterator(CHUNK_ROWS):
        key = bytes(row.key)
        if key not in in_list and key not in newcomers:
            gone.append(
                StagedRow(
                    roster_import=one,
                    line=0,
                    venue=row.venue,
                    sort=row.sort,
                    key=key,
                    name_hash=b"",
                    change=Change.GONE,
                    was=row.body,
                    was_venue=row.venue,
                )
            )
    StagedRow.objects.bulk_create(gone, batch_size=200)


def counts_of(one: RosterImport) -> dict[str, int]:
    """Return how many rows of each change there are, and how many people may be there twice."""
    rows = StagedRow.objects.filter(roster_import=one)
    counted = dict(rows.values_list("change").annotate(Count("id")).order_by())
    return {change.value: counted.get(change.value, 0) for change in Change} | {"twins": rows.filter(twin__isnull=False).count()}


def in_a_sentence(counts: dict[str, int]) -> str:
    """Return what the list comes to."""
    said = f"Rows read: {counts['rows']:,}. New: {counts['new']:,}, changed: {counts['changed']:,}, as before: {counts['same']:,}."
    return said + (f" Cannot be used: {counts['faults']:,}." if counts["faults"] else "")
