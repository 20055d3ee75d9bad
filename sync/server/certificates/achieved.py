"""What did somebody give and make on the day, as the tally has it?

Promise: the same hours and quantities as in the tables of the exports and on the venue's page; nothing is guessed, and whoever did not
come has no certificate.
"""

from collections import defaultdict
from collections.abc import Collection

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from sync.domain.definition import in_language
from sync.domain.roster import Party, Volunteer
from sync.server.certificates.models import Whose
from sync.server.erasing.roster import members_of
from sync.server.projector.models import Stay
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of
from sync.server.reading.contributions import made_by
from sync.server.reading.event import Published
from sync.server.reading.stays import StayRow, stays_of
from sync.server.reading.totals import People, people_by_venue, totals

MINUTE_MS = 60_000


class Achieved(msgspec.Struct, frozen=True):
    """What is certified. ``language``: what they want to read (none: not known); ``venue`` none: at several."""

    whose: Whose
    name: str
    venue: int | None
    people: int
    minutes: int
    items: tuple[tuple[int, int], ...]
    language: str | None = None


def who_came(event: int, venue: int | None, sort: int) -> "QuerySet[RosterRow]":
    """Return who of a venue's roster (none: of all) came, people or parties."""
    came = Stay.objects.filter(event=event, who=OuterRef("key"))
    rows = RosterRow.objects.filter(Exists(came), event=event, sort=sort, body__isnull=False)
    return rows if venue is None else rows.filter(venue=venue)


def of_person(published: Published, who: bytes, now_ms: int) -> Achieved | None:
    """Return what a volunteer, or a party with its members, came to; none when nobody of them came."""
    row = RosterRow.objects.filter(event=published.no, key=who, sort__in=(VOLUNTEER, PARTY), body__isnull=False).first()
    person = None if row is None else person_of(row)
    if not isinstance(person, Volunteer | Party):
        return None
    is_party = isinstance(person, Party)
    everybody = [who, *members_of(published.no, who)] if is_party else [who]
    days = [theirs for one in everybody if (theirs := stays_of(published.no, one))]
    if not days:
        return None
    places = {stay.venue for theirs in days for stay in theirs}
    return Achieved(
        whose=Whose.PARTY if is_party else Whose.VOLUNTEER,
        name=person.shown_name,
        venue=places.pop() if len(places) == 1 else None,
        people=sum(max(stay.headcount for stay in theirs) for theirs in days),
        minutes=_minutes(days, now_ms),
        items=_items(published.no, everybody),
        language=person.preferences.language,
    )


def of_venue(published: Published, no: int, now_ms: int) -> Achieved | None:
    """Return what a venue came to; none when nobody came and nothing was made."""
    venue = published.definition.venue(no)
    if venue is None:
        return None
    people = people_by_venue(published.no, now_ms, {no}).get(no, People())
    made = [(item, figures.made) for item, figures in totals(published, now_ms, {no}).by_item.items() if figures.made > 0]
    if not people.arrived and not made:
        return None
    name = in_language(venue.name, "en")
    return Achieved(Whose.VENUE, name, no, people.arrived, people.minutes, tuple(_most_first(dict(made))))


def _minutes(days: Collection[list[StayRow]], now_ms: int) -> int:
    return sum(stay.person_ms(now_ms) for theirs in days for stay in theirs) // MINUTE_MS


def _items(event: int, everybody: Collection[bytes]) -> tuple[tuple[int, int], ...]:
    sums: dict[int, int] = defaultdict(int)
    for who in everybody:
        for one in made_by(event, who):
            sums[one.item] += one.quantity
    return tuple(_most_first({item: quantity for item, quantity in sums.items() if quantity > 0}))


def _most_first(sums: dict[int, int]) -> list[tuple[int, int]]:
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))
