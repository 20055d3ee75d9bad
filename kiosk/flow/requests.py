"""What can the conversation ask for? Imperative values; the desk carries them out and answers with events.

Promise: every request that records carries the ``tap_id`` that was made when its button was shown, so that a second press, or a
retry after a storage error, records once.
"""

import msgspec

from kiosk.flow.camera import LookOtherwise
from kiosk.flow.pages import Section
from kiosk.flow.print_requests import PrintRequest
from kiosk.flow.values import Heads
from sync.domain.identity import EntryId


class ReceiveCode(msgspec.Struct, frozen=True):
    """Read the code, judge it and record what needs no question. ``visitor`` is who stands at the kiosk (a mat logs for them), unless a
    request is still unanswered: then it is whoever the code with the tap id ``after`` turns out to belong to. ``shown`` is the tap id of
    the undo on the screen, which an undo card means; ``table`` the activity whose table is kept open.
    """

    text: str
    tap_id: bytes
    visitor: bytes | None = None
    after: bytes = b""
    shown: bytes = b""
    table: int | None = None


class PrepareTap(msgspec.Struct, frozen=True):
    """A button with ``tap_id`` is on the screen."""

    tap_id: bytes


class RecordArrival(msgspec.Struct, frozen=True):
    who: bytes
    activity: int
    tap_id: bytes


class RecordParty(msgspec.Struct, frozen=True):
    """``members`` of the party came in with ``who``'s card, each to their own activity; who has none to ``activity``."""

    who: bytes
    members: tuple[bytes, ...]
    activity: int | None
    tap_id: bytes


class RecordHeadcount(msgspec.Struct, frozen=True):
    """So many of the party ``who`` are here now: more than before, fewer, or for the first time."""

    who: bytes
    heads: Heads
    activity: int | None
    tap_id: bytes


class RecordWalkIn(msgspec.Struct, frozen=True):
    """A newcomer of this name came in to ``activity`` (none: there is nothing to choose), or a group of so many, whose name may be
    empty. The name goes into no entry. ``party``: whom a person belongs to, where its members are known by name.
    """

    name: str
    heads: Heads | None
    activity: int | None
    tap_id: bytes
    party: bytes | None = None


class TellPlaces(msgspec.Struct, frozen=True):
    """Where can a newcomer go?"""


class ShowPass(msgspec.Struct, frozen=True):
    """What was the pass that this kiosk gave to ``who``? No new reference."""

    who: bytes
    tap_id: bytes


class FindPeople(msgspec.Struct, frozen=True):
    """Who is called so, or has these digits? ``parties``: only parties, and all of them where nothing was typed and a screenful are
    expected. ``lead``: the lead who asks; none: a volunteer, who may look for names only where the venue wants it.
    """

    typed: str
    parties: bool = False
    lead: int | None = None


class ReceiveFound(msgspec.Struct, frozen=True):
    """Somebody without a card said that they are ``who``: as if they had held up their card."""

    who: bytes
    tap_id: bytes


class OfferMove(msgspec.Struct, frozen=True):
    who: bytes
    tap_id: bytes = b""


class RecordMove(msgspec.Struct, frozen=True):
    who: bytes
    activity: int
    tap_id: bytes


class RecordDeparture(msgspec.Struct, frozen=True):
    who: bytes
    tap_id: bytes


class RecordSignOff(msgspec.Struct, frozen=True):
    """The lead says that ``who`` has left without saying so."""

    lead: int
    who: bytes
    tap_id: bytes


class RecordItems(msgspec.Struct, frozen=True):
    """``who`` none: for the table."""

    who: bytes | None
    activity: int
    item: int
    quantity: int
    tap_id: bytes


class RecordUndo(msgspec.Struct, frozen=True):
    """``who`` did it, if anybody: their makings are told again."""

    entries: tuple[EntryId, ...]
    tap_id: bytes
    who: bytes | None = None


class RecordCount(msgspec.Struct, frozen=True):
    lead: int
    activity: int
    item: int
    quantity: int
    tap_id: bytes


class CheckPin(msgspec.Struct, frozen=True):
    """``lead``: only this one's digits open, because their card was held up; none: any lead's."""

    digits: str
    tap_id: bytes = b""
    lead: int | None = None


class TellStaff(msgspec.Struct, frozen=True):
    section: Section


class CallHelper(msgspec.Struct, frozen=True):
    pass


class RefreshBoard(msgspec.Struct, frozen=True):
    pass


class EndProgram(msgspec.Struct, frozen=True):
    pass


Request = (
    ReceiveCode
    | PrepareTap
    | RecordArrival
    | RecordParty
    | RecordHeadcount
    | RecordWalkIn
    | TellPlaces
    | ShowPass
    | FindPeople
    | ReceiveFound
    | OfferMove
    | RecordMove
    | RecordDeparture
    | RecordSignOff
    | RecordItems
    | RecordUndo
    | RecordCount
    | CheckPin
    | TellStaff
    | CallHelper
    | RefreshBoard
    | EndProgram
    | PrintRequest
    | LookOtherwise
)
