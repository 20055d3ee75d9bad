"""Which pass does somebody of the roster have, and how is it issued anew?

Promise: signed from the roster only; a pass that is issued anew makes kiosks turn the one before away, from their next contact on.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable

import msgspec
from django.db import transaction

from sync.domain.definition import Definition
from sync.domain.identity import WHO_BYTES
from sync.domain.roster import Party, Volunteer
from sync.paper.cards import PassCard
from sync.paper.event_paper import pass_card
from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.endings.ledger import Endings, Kind, write_down
from sync.server.papers.models import How, Issued
from sync.server.people.organisations import owner_of
from sync.server.publishing import keys
from sync.server.publishing.models import Publication, RosterRow
from sync.server.publishing.roster import PARTY, VOLUNTEER, person_of

ROWS_AT_ONCE = 2_000
MAC_BYTES = 12
"""Nobody guesses one of 2 to the power of 96 links over a network."""


class Bearer(msgspec.Struct, frozen=True):
    """Somebody on the roster of ``venue``, with their pass as a card."""

    venue: int
    person: Volunteer | Party
    card: PassCard

    @property
    def key(self) -> str:
        return self.person.who.hex()


def bearer(event: int, definition: Definition, who: bytes) -> Bearer | None:
    """Return somebody who is on the roster; none when nobody is."""
    row = RosterRow.objects.filter(event=event, key=who, sort__in=(VOLUNTEER, PARTY), body__isnull=False).first()
    return None if row is None else next(iter(bearers(event, definition, [row])))


def bearers(event: int, definition: Definition, rows: Iterable[RosterRow]) -> list[Bearer]:
    """Return the passes of ``rows``."""
    key_id, key = keys.pass_key(event)
    made = []
    for row in rows:
        person = _bearer_of(row)
        at_venue = person if person.venue is not None else msgspec.structs.replace(person, venue=row.venue)
        made.append(Bearer(row.venue, person, pass_card(at_venue, definition, key, key_id)))
    return made


def note(event: int, given: Iterable[Bearer], how: How, by: str, job: int | None = None) -> None:
    """Write into the log that passes left the centre; the same job does so once."""
    now_ms = time.time_ns() // 1_000_000
    lines = [
        Issued(event=event, venue=one.venue, who=one.person.who, serial=one.person.pass_serial, how=how, by=by[:200], at_ms=now_ms, job=job)
        for one in given
    ]
    Issued.objects.bulk_create(lines, batch_size=500, ignore_conflicts=True)


def issue_anew(event: int, who: bytes, by: str) -> bool:
    """Give somebody a new pass; return whether they were there. The pass before opens nothing any more."""
    with transaction.atomic():
        publication = Publication.objects.select_for_update().get(event=event)
        row = RosterRow.objects.filter(event=event, key=who, sort__in=(VOLUNTEER, PARTY), body__isnull=False).first()
        if row is None:
            return False
        publication.roster_version += 1
        publication.save(update_fields=["roster_version"])
        _renew(row, publication.roster_version, 1, by)
    return True


def issue_anew_again(by: Actor, endings: Endings) -> int:
    """Give everybody a new pass whose pass was ended in another life of this centre; return how many."""
    if not endings.has_any(Kind.PASS):
        return 0
    rows = RosterRow.objects.filter(sort__in=(VOLUNTEER, PARTY), body__isnull=False)
    old = [(row, steps) for row in rows.iterator(ROWS_AT_ONCE) if (steps := _ended_steps(row, endings))]
    for row, steps in old:
        with transaction.atomic():
            publication = Publication.objects.select_for_update().get(event=row.event)
            publication.roster_version += 1
            publication.save(update_fields=["roster_version"])
            _renew(row, publication.roster_version, steps, by.who)
            actor = msgspec.structs.replace(by, event=row.event, organisation=owner_of(row.event))
            did(actor, Deed.PASSES_MADE, "Issued a pass anew; the one before opens nothing any more.", row.venue)
    return len(old)


def _ended_steps(row: RosterRow, endings: Endings) -> int:
    """Return by how much the number of a pass has to grow until it is none that was ended."""
    person = _bearer_of(row)
    steps = 0
    while endings.when(Kind.PASS, row.event, bytes(person.who), person.pass_serial + steps) is not None:
        steps += 1
    return steps


def _renew(row: RosterRow, version: int, steps: int, by: str) -> None:
    """Let the pass of ``row`` have a later number, under a roster version that the caller has kept."""
    person, now_ms = _bearer_of(row), time.time_ns() // 1_000_000
    write_down(Kind.PASS, row.event, bytes(person.who), person.pass_serial, at_ms=now_ms)
    renewed = msgspec.structs.replace(person, pass_serial=person.pass_serial + steps)
    row.body, row.version = msgspec.msgpack.encode(renewed), version
    row.save(update_fields=["body", "version"])
    line = {"event": row.event, "venue": row.venue, "who": person.who, "serial": renewed.pass_serial, "how": How.REISSUED}
    Issued.objects.create(**line, by=by[:200], at_ms=now_ms)


def _bearer_of(row: RosterRow) -> Volunteer | Party:
    person = person_of(row)
    assert isinstance(person, Volunteer | Party)
    return person


def link_word(event: int, person: Volunteer | Party) -> str:
    """Return the secret word of somebody's pass page: it says who and which pass, and nobody can make one up."""
    return base64.b32encode(person.who + _mac(event, person)).decode().rstrip("=").lower()


def who_of_link(word: str) -> bytes | None:
    """Return whom a word is about, before it is known to be ours; none when it cannot be a word."""
    try:
        packed = base64.b32decode(word.upper() + "=" * (-len(word) % 8))
    except ValueError:
        return None
    return packed[:WHO_BYTES] if len(packed) == WHO_BYTES + MAC_BYTES else None


def is_ours(event: int, person: Volunteer | Party, word: str) -> bool:
    """Say whether ``word`` is the one of this person's newest pass."""
    return hmac.compare_digest(link_word(event, person).encode(), word.lower().encode())


def _mac(event: int, person: Volunteer | Party) -> bytes:
    said = event.to_bytes(8) + person.who + person.pass_serial.to_bytes(8)
    return hashlib.blake2b(said, key=keys.reference_secret(event)[:64], digest_size=MAC_BYTES, person=b"mh-phone-pass").digest()
