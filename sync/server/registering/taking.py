"""How is a place taken, changed and given back?

Promise: one at a time for each event, under the lock of its roster, so that the last place has one taker; the same press twice is one
person; whoever withdraws leaves the roster, and their pass opens nothing at kiosks that have heard from the centre since.
"""

import hashlib
from enum import Enum

import msgspec
from django.db import transaction

from sync.domain.definition import Definition
from sync.domain.identity import WHO_BYTES
from sync.domain.roster import Preferences, Volunteer
from sync.domain.spoken import spoken_code
from sync.server.publishing import keys
from sync.server.publishing.models import Newcomer, Publication, RosterRow
from sync.server.publishing.publish import definition_of
from sync.server.publishing.roster import VOLUNTEER, person_of
from sync.server.registering.models import Knock, Page, Registered
from sync.server.registering.places import Place, Taken, offered, taken_at

HOUR_MS = 3_600_000
ADDRESS_HOUR_MAX = 300
"""From one address to one venue within an hour: ten classes behind a school's one address. What is above is a machine."""

PAGE_HOUR_MAX = 1_500
"""To one venue within an hour, from wherever: more than the largest hall takes in a day."""

PAGE_MAX = 10_000
"""On one venue's roster by its page: as many as a kiosk's roster is measured with, and no machine fills it further."""

BY_THEMSELVES = 0
"""Stands for the kiosk in a newcomer's row: no kiosk has this number."""

FIRST_SERIAL = 1
TURNS_MAX = 1_000


class Refusal(Enum):
    """Why somebody is not on the roster now."""

    CLOSED = "closed"
    FULL = "full"
    TOO_MANY = "too many"
    WITHDRAWN = "withdrawn"


class Wish(msgspec.Struct, frozen=True):
    """What somebody wrote. ``place`` as ``Place.value``, empty where nothing is to be chosen; ``press`` tells forms apart."""

    name: str
    group: str
    place: str
    preferences: Preferences
    press: bytes


def register(page: Page, wish: Wish, address: str, now_ms: int) -> Volunteer | Refusal:
    """Put somebody onto the roster of the page's venue, with the place that they chose."""
    with transaction.atomic():
        publication = Publication.objects.select_for_update().get(event=page.event)
        who = _reference(page, wish.press)
        before = RosterRow.objects.filter(event=page.event, key=who).first()
        if before is not None:
            person = person_of(before)
            return person if isinstance(person, Volunteer) else Refusal.WITHDRAWN
        definition = definition_of(publication)
        if not _is_open(page, definition, now_ms):
            return Refusal.CLOSED
        knock = _hashed(page, address.encode())
        if _is_too_many(page, knock, now_ms):
            return Refusal.TOO_MANY
        taken = taken_at(page.event, page.venue)
        places = offered(definition, page.venue, taken, now_ms)
        place = _chosen(places, wish.place)
        if places and (place is None or place.is_full):
            return Refusal.FULL
        person = _volunteer(page, wish, who, place, taken)
        _put(publication, page.venue, person)
        Newcomer.objects.create(event=page.event, venue=page.venue, key=who, device=BY_THEMSELVES)
        Registered.objects.create(event=page.event, venue=page.venue, who=who, group=wish.group, at_ms=now_ms)
        Knock.objects.create(page=page, address=knock, at_ms=now_ms)
    return person


def change(event: int, who: bytes, wanted: str, now_ms: int) -> Refusal | None:
    """Give somebody who registered another place; none: they have it."""
    with transaction.atomic():
        publication = Publication.objects.select_for_update().get(event=event)
        row = registered_row(event, who)
        person = None if row is None else person_of(row)
        if row is None or not isinstance(person, Volunteer):
            return Refusal.WITHDRAWN
        definition = definition_of(publication)
        if now_ms >= definition.event.closes_ms:
            return Refusal.CLOSED
        place = _chosen(offered(definition, row.venue, taken_at(event, row.venue, without=who), now_ms), wanted)
        if place is None or place.is_full:
            return Refusal.FULL
        moved = msgspec.structs.replace(person, activity=place.activity.no, shift=None if place.shift is None else place.shift.no)
        if moved != person:
            _put(publication, row.venue, moved, row)
    return None


def withdraw(event: int, who: bytes) -> bool:
    """Take somebody who registered off the roster; return whether they were there. Their place is free at once."""
    with transaction.atomic():
        publication = Publication.objects.select_for_update().get(event=event)
        row = registered_row(event, who)
        if row is None:
            return False
        publication.roster_version += 1
        RosterRow.objects.filter(pk=row.pk).update(body=None, version=publication.roster_version)
        publication.save(update_fields=["roster_version"])
        Registered.objects.filter(event=event, who=who).delete()
    return True


def registered_row(event: int, who: bytes) -> RosterRow | None:
    """Return the roster's row of somebody who registered and is still expected."""
    if not Registered.objects.filter(event=event, who=who).exists():
        return None
    return RosterRow.objects.filter(event=event, key=who, sort=VOLUNTEER, body__isnull=False).first()


def _is_open(page: Page, definition: Definition, now_ms: int) -> bool:
    """Asked under the lock: the page may have been closed, or its venue, while somebody wrote."""
    venue = definition.venue(page.venue)
    is_open: bool = Page.objects.filter(pk=page.pk, is_open=True).exists()
    return is_open and venue is not None and venue.is_open and now_ms < definition.event.closes_ms


def _is_too_many(page: Page, knock: bytes, now_ms: int) -> bool:
    Knock.objects.filter(at_ms__lt=now_ms - HOUR_MS).delete()
    lately = Knock.objects.filter(page=page)
    at_page = Registered.objects.filter(event=page.event, venue=page.venue)
    return lately.filter(address=knock).count() >= ADDRESS_HOUR_MAX or lately.count() >= PAGE_HOUR_MAX or at_page.count() >= PAGE_MAX


def _chosen(places: tuple[Place, ...], value: str) -> Place | None:
    return next((place for place in places if place.value == value), None)


def _volunteer(page: Page, wish: Wish, who: bytes, place: Place | None, taken: Taken) -> Volunteer:
    codes = (spoken_code(page.event, who, turn) for turn in range(TURNS_MAX))
    return Volunteer(
        who,
        wish.name,
        page.venue,
        place.activity.no if place else None,
        None,
        wish.preferences,
        FIRST_SERIAL,
        next(code for code in codes if code not in taken.codes),
        place.shift.no if place and place.shift else None,
    )


def _put(publication: Publication, venue: int, person: Volunteer, row: RosterRow | None = None) -> None:
    """Write a row of the roster under a version of its own; the caller holds the publication."""
    publication.roster_version += 1
    row = row or RosterRow(event=publication.event, venue=venue, sort=VOLUNTEER, key=person.who)
    row.body, row.version = msgspec.msgpack.encode(person), publication.roster_version
    row.save()
    publication.save(update_fields=["roster_version"])


def _reference(page: Page, press: bytes) -> bytes:
    return _hashed(page, press, WHO_BYTES)


def _hashed(page: Page, said: bytes, size: int = 16) -> bytes:
    """With the event's secret, so that neither a reference nor an address can be guessed."""
    text = b"register\x1f" + page.event.to_bytes(8) + page.venue.to_bytes(8) + said
    return hashlib.blake2b(text, key=keys.reference_secret(page.event)[:64], digest_size=size, person=b"mh-register").digest()
