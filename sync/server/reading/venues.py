"""How is every venue, and which one is silent?

Promise: a venue whose kiosks have not been heard for a while stands out while the event is open; one without any kiosk says so.
"""

from collections import defaultdict
from enum import StrEnum

import msgspec
from django.db.models import Count, Max, Q, Sum

from sync.domain.definition import Venue
from sync.domain.roster import Lead, Party, Volunteer
from sync.server.ledger.models import RaisedFlag, StreamVenue
from sync.server.projector.models import Stay
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import LEAD, PARTY, VOLUNTEER, person_of
from sync.server.reading.devices import DeviceRow, devices
from sync.server.reading.event import Published
from sync.server.reading.totals import People, Totals, of_kiosks, people_by_venue, totals

SILENT_AFTER_MS = 10 * 60_000
"""A kiosk with a line is heard every few seconds; ten minutes without a word is worth a telephone call."""

PRESENT_MAX = 2_000
"""More people than this stand in no building of the day; the page says so if they do."""


class Contact(StrEnum):
    """How the centre and a venue are in touch."""

    IN_TOUCH = "in touch"
    SILENT = "silent"
    NEVER_HEARD = "never heard"
    NO_DEVICE = "no device"


class VenueRow(msgspec.Struct, frozen=True):
    """One venue in the list. ``newest_ms``: when its newest entry happened, about. ``heard_ms``: when any of its kiosks was heard."""

    venue: Venue
    contact: Contact
    heard_ms: int | None
    newest_ms: int | None
    devices: int
    waiting: int
    entries: int
    open_flags: int
    people: People


class VenuePage(msgspec.Struct, frozen=True):
    """One venue with everything about it."""

    row: VenueRow
    totals: Totals
    devices: list[DeviceRow]
    leads: tuple[Lead, ...]


class Present(msgspec.Struct, frozen=True):
    """Somebody who is here. ``shown_name`` is empty for a walk-in or an erased reference."""

    who: bytes
    shown_name: str
    activity: int | None
    headcount: int
    from_ms: int


def venues(published: Published, now_ms: int) -> list[VenueRow]:
    """Return every venue of the event, in the definition's order."""
    of_venue: dict[int, list[DeviceRow]] = defaultdict(list)
    for row in devices(published.no):
        if row.revoked_ms is None:
            of_venue[row.venue].append(row)
    sums = of_kiosks(StreamVenue.objects.filter(event=published.no)).values_list("venue").annotate(Sum("entries"), Max("at_ms")).order_by()
    taken = {venue: (entries, newest) for venue, entries, newest in sums}
    flags = dict(RaisedFlag.objects.filter(event=published.no, settled_ms=None).values_list("venue").annotate(Count("id")).order_by())
    people = people_by_venue(published.no, now_ms)
    return [
        _row(
            venue,
            of_venue[venue.no],
            taken.get(venue.no, (0, None)),
            now_ms,
            open_flags=flags.get(venue.no, 0),
            people=people.get(venue.no, People()),
        )
        for venue in published.definition.venues
    ]


def silent_venues(published: Published, now_ms: int) -> list[VenueRow]:
    """Return the venues that should be called: silent or never heard, longest silent first."""
    rows = [row for row in venues(published, now_ms) if row.contact in (Contact.SILENT, Contact.NEVER_HEARD)]
    return sorted(rows, key=lambda row: (row.heard_ms or 0, row.venue.no))


def venue(published: Published, no: int, now_ms: int) -> VenuePage | None:
    """Return one venue with everything about it; none when the event has no such venue."""
    row = next((row for row in venues(published, now_ms) if row.venue.no == no), None)
    if row is None:
        return None
    leads = [person_of(one) for one in RosterRow.objects.filter(event=published.no, venue=no, sort=LEAD, body__isnull=False)]
    return VenuePage(
        row=row,
        totals=totals(published, now_ms, (no,)),
        devices=devices(published.no, no),
        leads=tuple(sorted((lead for lead in leads if isinstance(lead, Lead)), key=lambda lead: lead.no)),
    )


def present_at(event: int, venue_no: int) -> list[Present]:
    """Return who is at a venue now, longest here first: at most ``PRESENT_MAX`` rows."""
    stays = list(Stay.objects.filter(event=event, venue=venue_no, to_ms=None).order_by("from_ms", "pk")[:PRESENT_MAX])
    names = _names(event, [bytes(stay.who) for stay in stays])
    return [Present(bytes(stay.who), names.get(bytes(stay.who), ""), stay.activity, stay.headcount, stay.from_ms) for stay in stays]


def _names(event: int, people: list[bytes]) -> dict[bytes, str]:
    rows = RosterRow.objects.filter(Q(event=event, key__in=people, sort__in=(VOLUNTEER, PARTY), body__isnull=False))
    known = {bytes(row.key): person_of(row) for row in rows}
    return {key: person.shown_name for key, person in known.items() if isinstance(person, Volunteer | Party)}


def _row(place: Venue, kiosks: list[DeviceRow], taken: tuple[int, int | None], now_ms: int, *, open_flags: int, people: People) -> VenueRow:
    heard_ms = max((kiosk.heard_ms for kiosk in kiosks if kiosk.heard_ms is not None), default=None)
    entries, newest_ms = taken
    return VenueRow(
        venue=place,
        contact=_contact(kiosks, heard_ms, now_ms),
        heard_ms=heard_ms,
        newest_ms=newest_ms,
        devices=len(kiosks),
        waiting=sum(kiosk.waiting for kiosk in kiosks),
        entries=entries,
        open_flags=open_flags,
        people=people,
    )


def _contact(kiosks: list[DeviceRow], heard_ms: int | None, now_ms: int) -> Contact:
    if not kiosks:
        return Contact.NO_DEVICE
    if heard_ms is None:
        return Contact.NEVER_HEARD
    return Contact.SILENT if now_ms - heard_ms > SILENT_AFTER_MS else Contact.IN_TOUCH
