"""Which venues are outstanding, whom does one call there, and which kiosks need somebody?

Promise: a venue is outstanding while something of it may be missing from the totals, and the reason is said; once nothing is missing
after the close, silence is no reason any more, because kiosks are switched off.
"""

from collections.abc import Collection
from enum import StrEnum

import msgspec

from sync.domain.roster import Lead
from sync.server.calling.numbers import ToCall, kept
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import LEAD, person_of
from sync.server.reading.devices import DeviceRow, devices
from sync.server.reading.event import Published
from sync.server.reading.totals import Totals, totals
from sync.server.reading.venues import Contact, VenueRow, venues


class Why(StrEnum):
    """Why a venue is outstanding."""

    SILENT = "silent"
    NEVER_HEARD = "never heard"
    NO_KIOSK = "no kiosk"
    HOLDS = "holds entries"


class Outstanding(msgspec.Struct, frozen=True):
    """One venue that somebody should call. ``call`` none: nobody's number is known."""

    row: VenueRow
    why: Why
    call: ToCall | None


class Watched(msgspec.Struct, frozen=True):
    """Everything on the board, of the venues that were asked for."""

    totals: Totals
    venues: tuple[VenueRow, ...]
    outstanding: tuple[Outstanding, ...]
    kiosks: tuple[DeviceRow, ...]


def watched(published: Published, now_ms: int, seen: Collection[int] | None = None) -> Watched:
    """Return what stands now at the venues ``seen`` (none: at all of them); kiosks without the revoked ones."""
    rows = tuple(row for row in venues(published, now_ms) if seen is None or row.venue.no in seen)
    waited_for = [(row, why) for row in rows if (why := why_outstanding(published, row, now_ms)) is not None]
    call = numbers_of(published.no, [row.venue.no for row, _ in waited_for])
    return Watched(
        totals=totals(published, now_ms, seen),
        venues=rows,
        outstanding=tuple(
            Outstanding(row, why, call.get(row.venue.no)) for row, why in sorted(waited_for, key=lambda one: _urgency(one[0], one[1]))
        ),
        kiosks=tuple(row for row in devices(published.no) if row.revoked_ms is None and (seen is None or row.venue in seen)),
    )


def why_outstanding(published: Published, row: VenueRow, now_ms: int) -> Why | None:
    """Return why somebody should call this venue; none: nothing of it can be missing, or the day has not begun."""
    event = published.definition.event
    if now_ms < event.opens_ms:
        return None
    never = {Contact.NO_DEVICE: Why.NO_KIOSK, Contact.NEVER_HEARD: Why.NEVER_HEARD}
    if row.contact in never:
        return never[row.contact]
    if row.contact is Contact.SILENT and (now_ms < event.closes_ms or row.waiting):
        return Why.SILENT
    return Why.HOLDS if now_ms >= event.closes_ms and row.waiting else None


def numbers_of(event: int, asked: Collection[int]) -> dict[int, ToCall]:
    """Return whom one calls at the venues ``asked``: what the centre keeps, else a lead of the roster with a telephone."""
    found: dict[int, ToCall] = {}
    for row in RosterRow.objects.filter(event=event, venue__in=list(asked), sort=LEAD, body__isnull=False).order_by("venue", "key"):
        lead = person_of(row)
        if isinstance(lead, Lead) and lead.telephone and row.venue not in found:
            found[row.venue] = ToCall(lead.shown_name, lead.telephone)
    return {**found, **{venue: call for venue, call in kept(event).items() if venue in asked}}


def _urgency(row: VenueRow, why: Why) -> tuple[int, int, int]:
    """Silent ones first, the longest silence before the others."""
    return (list(Why).index(why), row.heard_ms or 0, row.venue.no)
