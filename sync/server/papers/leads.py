"""Which card does a lead have, and how is it taken back?

Promise: signed from the roster only; whoever finds a card still needs its owner's digits; a card that is issued anew makes kiosks turn the
one before away, from their next contact on.
"""

import time

import msgspec
from django.db import transaction

from sync.domain.definition import Definition
from sync.domain.roster import Lead
from sync.paper.cards import PassCard
from sync.paper.event_paper import lead_card
from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.endings.ledger import Endings, Kind, write_down
from sync.server.people.organisations import owner_of
from sync.server.publishing import keys
from sync.server.publishing.models import Publication, RosterRow
from sync.server.publishing.roster import LEAD, lead_key, person_of


class InCharge(msgspec.Struct, frozen=True):
    """A lead of ``venue``, with their card."""

    venue: int
    lead: Lead
    card: PassCard


def in_charge(event: int, definition: Definition, venue: int | None = None, no: int | None = None) -> list[InCharge]:
    """Return the leads of ``venue`` (none: of all venues), or lead ``no`` of them alone, by venue and number."""
    rows = RosterRow.objects.filter(event=event, sort=LEAD, body__isnull=False)
    if venue is not None:
        rows = rows.filter(venue=venue)
    if no is not None:
        rows = rows.filter(key=lead_key(no))
    key_id, key = keys.pass_key(event)
    leads = [(row.venue, person_of(row)) for row in rows.order_by("venue", "key")]
    return [InCharge(at, lead, lead_card(lead, definition, key, key_id)) for at, lead in leads if isinstance(lead, Lead)]


@transaction.atomic
def renew(event: int, venue: int, no: int) -> bool:
    """Give a lead a new card; return whether they were there. The card before names nobody any more; their digits stay."""
    publication = Publication.objects.select_for_update().get(event=event)
    row = RosterRow.objects.filter(event=event, venue=venue, sort=LEAD, key=lead_key(no), body__isnull=False).first()
    lead = None if row is None else person_of(row)
    if row is None or not isinstance(lead, Lead):
        return False
    write_down(Kind.LEAD_CARD, event, venue, no, lead.card_serial, at_ms=time.time_ns() // 1_000_000)
    publication.roster_version += 1
    row.body = msgspec.msgpack.encode(msgspec.structs.replace(lead, card_serial=lead.card_serial + 1))
    row.version = publication.roster_version
    row.save(update_fields=["body", "version"])
    publication.save(update_fields=["roster_version"])
    return True


def renew_again(by: Actor, endings: Endings) -> int:
    """Give every lead a new card whose card was ended in another life of this centre; return how many."""
    rows = RosterRow.objects.filter(sort=LEAD, body__isnull=False) if endings.has_any(Kind.LEAD_CARD) else ()
    leads = [(row, lead) for row in rows if isinstance(lead := person_of(row), Lead)]
    renewed = 0
    for row, lead in leads:
        serial = lead.card_serial
        while endings.when(Kind.LEAD_CARD, row.event, row.venue, lead.no, serial) is not None:
            serial += 1
            renew(row.event, row.venue, lead.no)
        if serial > lead.card_serial:
            renewed += 1
            actor = msgspec.structs.replace(by, event=row.event, organisation=owner_of(row.event))
            no = lead.no
            did(actor, Deed.PASSES_MADE, f"Issued the card of lead {no} anew; the one before opens no pad any more.", row.venue)
    return renewed
