"""A code was held up: whom do we greet, what do we log, or what do we say?

Promise: from what this device knows, without network and without trusting the clock. Roster first; the signature is for people who
were added later. Every refusal has a reason from a closed list, so that each has a page that helps.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Protocol, assert_never

import msgspec

from sync.domain.codes import DAY_MS, Code, Mat, Pass, Unread, Why, is_signed
from sync.domain.definition import Definition
from sync.domain.door_pass import DoorPass, is_signed_by_device
from sync.domain.entry import How
from sync.domain.roster import Party, PartyKind, Roster, Volunteer
from sync.domain.slip import Slip
from sync.domain.undo_card import UndoCard

NIGHT_DAYS = 1
"""Whoever still helps after midnight is told nothing about another day."""


class Note(Enum):
    """Something to say or to tell the lead although the person is welcome."""

    EXPECTED_ELSEWHERE = "expected elsewhere"
    CARD_EXPIRED = "card expired"
    NOT_ON_ROSTER = "not on roster"
    ANOTHER_DAY = "another day"


class Refusal(Enum):
    """Why a code opens nothing. None of these closes the door: the page leads to another way in."""

    TOO_LONG = "too long"
    EMPTY = "empty"
    WEB_ADDRESS = "web address"
    PRODUCT_BARCODE = "product barcode"
    NOT_OURS = "not ours"
    DAMAGED = "damaged"
    NEWER_VERSION = "newer version"
    FOREIGN_EVENT = "foreign event"
    BAD_SIGNATURE = "bad signature"
    UNKNOWN_PERSON = "unknown person"
    REISSUED = "reissued"
    REVOKED = "revoked"
    EXPIRED = "expired"
    MAT_OF_ANOTHER_VENUE = "mat of another venue"
    MAT_NOT_IN_EVENT = "mat not in event"
    SLIP = "slip to take home"


class Accepted(msgspec.Struct, frozen=True):
    """``who`` is welcome. ``volunteer`` or ``party`` is the roster's row, if there is one. ``activity`` is where they are expected,
    if that is at this venue; none: to be chosen. ``how`` goes into the entry.
    """

    who: bytes
    how: How
    volunteer: Volunteer | None = None
    party: Party | None = None
    activity: int | None = None
    notes: tuple[Note, ...] = ()


class AcceptedMat(msgspec.Struct, frozen=True):
    """``mat`` is of this venue and of the event as this device knows it."""

    mat: Mat


class AcceptedUndo(msgspec.Struct, frozen=True):
    """The venue's undo card: what stands on the screen is to be taken back."""


class Refused(msgspec.Struct, frozen=True):
    """Opens nothing, for ``reason``."""

    reason: Refusal


Verdict = Accepted | AcceptedMat | AcceptedUndo | Refused


class Known(Protocol):
    """What this device knows. Lookups, so that twenty thousand people need not be in memory."""

    @property
    def definition(self) -> Definition: ...

    @property
    def venue(self) -> int: ...

    @property
    def pass_keys(self) -> Mapping[int, bytes]:
        """The event's Ed25519 public keys by key id."""

    @property
    def device_keys(self) -> Mapping[int, bytes]:
        """The Ed25519 public keys of the event's kiosks by their number, revoked ones too: they sign passes at the door."""

    @property
    def revoked_devices(self) -> frozenset[int]:
        """Kiosks whose word alone counts no longer."""

    def volunteer(self, who: bytes) -> Volunteer | None: ...

    def party(self, who: bytes) -> Party | None: ...

    def is_withdrawn(self, who: bytes) -> bool:
        """Say whether the centre took ``who`` off the roster: their pass opens nothing although it is signed."""


class KnownHere(msgspec.Struct, frozen=True):
    """``Known`` in memory."""

    definition: Definition
    venue: int
    pass_keys: Mapping[int, bytes]
    volunteers: Mapping[bytes, Volunteer] = {}
    parties: Mapping[bytes, Party] = {}
    withdrawn: frozenset[bytes] = frozenset()
    device_keys: Mapping[int, bytes] = {}
    revoked_devices: frozenset[int] = frozenset()

    def volunteer(self, who: bytes) -> Volunteer | None:
        return self.volunteers.get(who)

    def party(self, who: bytes) -> Party | None:
        return self.parties.get(who)

    def is_withdrawn(self, who: bytes) -> bool:
        return who in self.withdrawn


def known_here(
    definition: Definition,
    venue: int,
    roster: Roster,
    pass_keys: Mapping[int, bytes],
    withdrawn: frozenset[bytes] = frozenset(),
) -> KnownHere:
    """Return a whole roster as lookups."""
    return KnownHere(
        definition,
        venue,
        pass_keys,
        {volunteer.who: volunteer for volunteer in roster.volunteers},
        {party.who: party for party in roster.parties},
        withdrawn,
    )


def judge(code: Code | Unread, known: Known, today: int | None = None) -> Verdict:
    """Return what to do about ``code``. ``today`` is days since 1970, or none while the clock cannot be trusted: then nothing expires."""
    match code:
        case Unread():
            return Refused(_REFUSAL[code.why])
        case Mat():
            return _judge_mat(code, known)
        case Pass():
            return _on_its_day(_judge_pass(code, known, today), known.definition, today)
        case DoorPass():
            return _on_its_day(_judge_door_pass(code, known, today), known.definition, today)
        case UndoCard():
            return _judge_undo_card(code, known)
        case Slip():
            return Refused(Refusal.SLIP)
        case _:
            assert_never(code)


def accepted_row(row: Volunteer | Party, venue: int, definition: Definition, how: How) -> Accepted:
    """Return the welcome for somebody found on the roster, by card or otherwise (typed name, spoken code, by the lead)."""
    activity = definition.activity(row.activity)
    notes = () if row.venue in (None, venue) else (Note.EXPECTED_ELSEWHERE,)
    return Accepted(
        row.who,
        how,
        volunteer=row if isinstance(row, Volunteer) else None,
        party=row if isinstance(row, Party) else None,
        activity=activity.no if activity is not None and activity.venue == venue else None,
        notes=notes,
    )


_REFUSAL = {why: Refusal(why.value) for why in Why}


def _judge_mat(mat: Mat, known: Known) -> AcceptedMat | Refused:
    definition = known.definition
    if mat.event != definition.event.no:
        return Refused(Refusal.FOREIGN_EVENT)
    if not is_signed(mat, known.pass_keys):
        return Refused(Refusal.BAD_SIGNATURE)
    if mat.venue != known.venue:
        return Refused(Refusal.MAT_OF_ANOTHER_VENUE)
    activity = definition.activity(mat.activity)
    if activity is None or activity.venue != mat.venue or definition.item(mat.item) is None:
        return Refused(Refusal.MAT_NOT_IN_EVENT)
    return AcceptedMat(mat)


def _on_its_day(verdict: Accepted | Refused, definition: Definition, today: int | None) -> Accepted | Refused:
    """Somebody who comes on another day than the event's is welcome; they may have mistaken the day, and are told."""
    if isinstance(verdict, Refused) or today is None:
        return verdict
    began_ms, ended_ms = expected_time(verdict.volunteer, definition)
    if began_ms // DAY_MS <= today <= ended_ms // DAY_MS + NIGHT_DAYS:
        return verdict
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, Note.ANOTHER_DAY))


def expected_time(volunteer: Volunteer | None, definition: Definition) -> tuple[int, int]:
    """Return from when to when (UTC ms) somebody is expected: in their shift where they have one, else while the event is open."""
    shift = definition.shift(volunteer.shift) if volunteer else None
    event = definition.event
    return (shift.starts_ms, shift.ends_ms) if shift else (event.opens_ms, event.closes_ms)


def _judge_undo_card(card: UndoCard, known: Known) -> AcceptedUndo | Refused:
    if card.event != known.definition.event.no:
        return Refused(Refusal.FOREIGN_EVENT)
    return AcceptedUndo() if card.venue == known.venue else Refused(Refusal.MAT_OF_ANOTHER_VENUE)


def _judge_pass(pass_: Pass, known: Known, today: int | None) -> Accepted | Refused:
    if pass_.event != known.definition.event.no:
        return Refused(Refusal.FOREIGN_EVENT)
    signed = is_signed(pass_, known.pass_keys)
    if not signed and pass_.key_id in known.pass_keys:
        return Refused(Refusal.BAD_SIGNATURE)
    if known.is_withdrawn(pass_.who):
        return Refused(Refusal.REVOKED)
    is_expired = today is not None and today > pass_.expires_day
    row = known.volunteer(pass_.who) or known.party(pass_.who)
    if row is None:
        return _judge_stranger(pass_, signed=signed, is_expired=is_expired)
    return _judge_expected(pass_, row, known, signed=signed, is_expired=is_expired)


def _judge_expected(pass_: Pass, row: Volunteer | Party, known: Known, *, signed: bool, is_expired: bool) -> Accepted | Refused:
    """Somebody on the roster: welcome whatever the date on the card, or on the kiosk's clock, may be."""
    if pass_.serial < row.pass_serial:
        return Refused(Refusal.REISSUED)
    if pass_.serial > row.pass_serial and not signed:
        # The roster does not know this serial, so it cannot speak for the card: only the signature could.
        return Refused(Refusal.BAD_SIGNATURE)
    accepted = accepted_row(row, known.venue, known.definition, How.ROSTER)
    notes = (*accepted.notes, Note.CARD_EXPIRED) if is_expired else accepted.notes
    return msgspec.structs.replace(accepted, notes=notes)


def _judge_stranger(pass_: Pass, *, signed: bool, is_expired: bool) -> Accepted | Refused:
    """Somebody whom this device's roster does not have: the signature alone speaks for them."""
    if not signed:
        return Refused(Refusal.UNKNOWN_PERSON)
    if is_expired:
        return Refused(Refusal.EXPIRED)
    return Accepted(pass_.who, How.SIGNED_PASS, notes=(Note.NOT_ON_ROSTER,))


def _judge_door_pass(pass_: DoorPass, known: Known, today: int | None) -> Accepted | Refused:
    """What a kiosk gave a newcomer: the name that came by another way speaks first, then the kiosk's own signature (S36)."""
    if pass_.event != known.definition.event.no:
        return Refused(Refusal.FOREIGN_EVENT)
    signed = is_signed_by_device(pass_, known.device_keys)
    if not signed and pass_.device in known.device_keys:
        return Refused(Refusal.BAD_SIGNATURE)
    if known.is_withdrawn(pass_.who):
        return Refused(Refusal.REVOKED)
    row = known.volunteer(pass_.who) or known.party(pass_.who)
    if row is not None:
        return accepted_row(row, known.venue, known.definition, How.WALK_IN)
    if reason := _doubt_about(pass_, known, today, signed=signed):
        return Refused(reason)
    group = Party(pass_.who, "", PartyKind.GROUP) if pass_.is_party else None
    return Accepted(pass_.who, How.WALK_IN, party=group, notes=(Note.NOT_ON_ROSTER,))


def _doubt_about(pass_: DoorPass, known: Known, today: int | None, *, signed: bool) -> Refusal | None:
    """Of somebody whom nothing but their pass speaks for."""
    if not signed:
        return Refusal.UNKNOWN_PERSON
    if pass_.device in known.revoked_devices:
        # A stolen kiosk may name any day that it likes: a helper looks.
        return Refusal.REVOKED
    return Refusal.EXPIRED if today is not None and today > pass_.expires_day else None
