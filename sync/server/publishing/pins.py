"""With which hashes do the leads' PINs go to the kiosks, and with which card?

Promise: a PIN that did not change keeps its hash, so that loading an event again tells the kiosks nothing new; a card that was taken
back stays so.
"""

import msgspec
from nacl import pwhash
from nacl.exceptions import CryptoError

from sync.domain.roster import Lead, Roster
from sync.eventfile import EventFile, argon2id
from sync.server.publishing.models import RosterRow
from sync.server.publishing.roster import LEAD, person_of


def with_pins(event: EventFile) -> dict[int, Roster]:
    """Return the event's rosters with every lead's PIN hashed."""
    rows = RosterRow.objects.filter(event=event.definition.event.no, sort=LEAD, body__isnull=False)
    kept = {person.no: person for row in rows if isinstance(person := person_of(row), Lead)}
    return {venue: _hashed(roster, event, kept) for venue, roster in event.rosters.items()}


def _hashed(roster: Roster, event: EventFile, kept: dict[int, Lead]) -> Roster:
    leads = []
    for lead in roster.leads:
        pin, before = event.pins[lead.no], kept.get(lead.no)
        unchanged = before is not None and _is_hash_of(before.pin_hash, pin)
        pin_hash = before.pin_hash if before is not None and unchanged else argon2id(pin)
        leads.append(msgspec.structs.replace(lead, pin_hash=pin_hash, card_serial=before.card_serial if before else 0))
    return msgspec.structs.replace(roster, leads=tuple(leads))


def _is_hash_of(hashed: bytes, pin: str) -> bool:
    try:
        return bool(pwhash.verify(hashed, pin.encode()))
    except CryptoError:
        return False
