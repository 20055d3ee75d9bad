"""A code was held up: whom do we greet, what do we log, or what do we say?

Promise: from what this device knows, without network and without trusting the clock. Roster first; the signature is for people who
were added later. Every refusal has a reason from a closed list, so that each has a page that helps.
"""

from enum import Enum
from typing import assert_never

import msgspec

from sync.domain.codes import DAY_MS, Code, Mat, Pass, Unread, Why, is_signed
from sync.domain.definition import Definition
from sync.domain.door_pass import DoorPass, is_signed_by_device
from sync.domain.entry import How
from sync.domain.known import Known
from sync.domain.lead_card import LeadCard, is_signed_lead_card
from sync.domain.roster import Lead, Party, PartyKind, Volunteer
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
    LEAD_OF_ANOTHER_VENUE = "lead of another venue"
    LEAD_CARD_ENDED = "lead card ended"


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


class AcceptedLead(msgspec.Struct, frozen=True):
    """``lead`` of this venue says who they are. Nothing opens yet: their digits are asked for."""

    lead: Lead


Verdict = Accepted | AcceptedMat | AcceptedUndo | AcceptedLead | Refused


def judge(code: Code | Unread, known: Known, today: int | None = None) -> Verdict:  # noqa: PLR0911 - one row for each kind of code
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
        case LeadCard():
            return _judge_lead_card(code, known)
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


def _judge_lead_card(card: LeadCard, known: Known) -> AcceptedLead | Refused:
    """Unlike a volunteer, a lead must be on the roster here: nobody else's digits are known."""
    if card.event != known.definition.event.no:
        return Refused(Refusal.FOREIGN_EVENT)
    if not is_signed_lead_card(card, known.pass_keys):
        return Refused(Refusal.BAD_SIGNATURE)
    if card.venue != known.venue:
        return Refused(Refusal.LEAD_OF_ANOTHER_VENUE)
    lead = next((lead for lead in known.leads() if lead.no == card.lead), None)
    return Refused(Refusal.LEAD_CARD_ENDED) if lead is None or card.serial < lead.card_serial else AcceptedLead(lead)


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
