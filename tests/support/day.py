"""A small day to test with: one definition, one roster, and lines at times that the test says. Nothing here knows a clock."""

import hashlib

from nacl.signing import SigningKey

from sync.domain.definition import Activity, Beneficiary, Definition, Event, ItemKind, Output, Unit, Venue
from sync.domain.entry import ClockState, Entry, How, Line, Stamp
from sync.domain.facts import Fact, stamped
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq, Stream, entry_id
from sync.domain.roster import Party, PartyKind, Roster, Volunteer

EVENT = 7
SCHOOL, WARD = 1, 2
KNITTING, CARDS, GARDENING, KITCHEN = 1, 2, 3, 4
HATS, CARDS_MADE, MINUTES, PENCE = 1, 2, 3, 4
NEONATAL, CHILDREN = 1, 2
OPENS_MS = 1_795_345_200_000
"""09:00 UTC, 22 November 2026."""
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
CLOSES_MS = OPENS_MS + 8 * HOUR_MS
SIGNING_KEY = SigningKey(hashlib.sha256(b"the key of a test event").digest())
KEY_ID = 1
PASS_KEYS = {KEY_ID: bytes(SIGNING_KEY.verify_key)}
TODAY = OPENS_MS // 86_400_000


def named(name: str) -> bytes:
    """Return the reference of somebody called ``name`` in these tests."""
    return hashlib.sha256(name.encode()).digest()[:8]


MIRIAM, AHMED, CLASS_3B = named("Miriam"), named("Ahmed"), named("Class 3B")

HERE = Stream(DeviceNo(1), Incarnation(11))
THERE = Stream(DeviceNo(2), Incarnation(22))
CENTRE = Stream(DeviceNo(0), Incarnation(33))


def small_definition(version: int = 1) -> Definition:
    """Return a sound definition of two venues, four activities, and item kinds of three units."""
    return Definition(
        version=version,
        event=Event(EVENT, {"en": "Many Hands Day"}, OPENS_MS, CLOSES_MS),
        venues=(Venue(SCHOOL, {"en": "Greenfield School"}), Venue(WARD, {"en": "Rainbow Ward"})),
        activities=(
            Activity(KNITTING, WARD, {"en": "Knitting"}, "wool", {"en": "Library"}, (Output(HATS, 500, NEONATAL),)),
            Activity(CARDS, SCHOOL, {"en": "Card making"}, "card_making", outputs=(Output(CARDS_MADE, 300, CHILDREN),)),
            Activity(GARDENING, SCHOOL, {"en": "Gardening"}, "garden", outputs=(Output(MINUTES),)),
            Activity(KITCHEN, SCHOOL, {"en": "Fundraising"}, "coins", outputs=(Output(PENCE, 50_000, CHILDREN),)),
        ),
        items=(
            ItemKind(HATS, {"en": "hat"}, {"en": "hats"}, Unit.ITEMS, "hat", sensible_max=200),
            ItemKind(CARDS_MADE, {"en": "card"}, {"en": "cards"}, Unit.ITEMS, "card_making"),
            ItemKind(MINUTES, {"en": "minute"}, {"en": "minutes"}, Unit.MINUTES, "garden", steps=(15, 30, 60)),
            ItemKind(PENCE, {"en": "pence"}, {"en": "pence"}, Unit.MONEY, "coins", steps=(100, 500), sensible_max=100_000),
        ),
        beneficiaries=(Beneficiary(NEONATAL, {"en": "the neonatal ward"}), Beneficiary(CHILDREN, {"en": "the children's ward"})),
    )


def small_roster(version: int = 1) -> Roster:
    """Return two volunteers and a class, all expected."""
    return Roster(
        version,
        volunteers=(
            Volunteer(MIRIAM, "Miriam K.", WARD, KNITTING, pass_serial=1),
            Volunteer(AHMED, "Ahmed R.", SCHOOL, CARDS, pass_serial=1),
        ),
        parties=(Party(CLASS_3B, "Class 3B", PartyKind.CLASS, SCHOOL, CARDS, 30, pass_serial=1),),
    )


def stamp(at_ms: int, venue: int = WARD, event: int = EVENT) -> Stamp:
    """Return what an entry says besides its fact, on a kiosk that was started at the day's opening."""
    return Stamp(at_ms, at_ms - OPENS_MS, 1, ClockState.NTP, 1, event, venue, how=How.ROSTER)


def entry(fact: Fact, minute: float = 0, venue: int = WARD, event: int = EVENT) -> Entry:
    """Return ``fact`` as an entry, ``minute`` minutes after the day opened."""
    return stamped(stamp(OPENS_MS + round(minute * MINUTE_MS), venue, event), fact)


def line(fact: Fact, minute: float, seq: int, stream: Stream = HERE, *, venue: int = WARD, event: int = EVENT) -> Line:
    """Return ``fact`` as the line at ``seq`` of ``stream``, ``minute`` minutes after the day opened."""
    return Line(entry_id(stream, seq), OPENS_MS + round(minute * MINUTE_MS), entry(fact, minute, venue, event))


def id_at(seq: int, stream: Stream = HERE) -> EntryId:
    """Return the id of ``seq`` in ``stream``."""
    return EntryId(stream.device, stream.incarnation, Seq(seq))
