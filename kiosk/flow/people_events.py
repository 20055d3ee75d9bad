"""What can happen where several come together, or somebody comes without a card? The part of the events that is about people.

Promise: as ``kiosk.flow.events``: past tense, plain values.
"""

import msgspec

from kiosk.flow.pages import HeadsField
from kiosk.flow.values import Member, Place, Visitor
from sync.domain.identity import EntryId


class MemberPressed(msgspec.Struct, frozen=True):
    """Tick or untick somebody of the party."""

    who: bytes


class MorePressed(msgspec.Struct, frozen=True):
    """The next page of names; after the last the first."""


class HeadcountPressed(msgspec.Struct, frozen=True):
    """More came, or some left."""


class HeadsStepped(msgspec.Struct, frozen=True):
    field: HeadsField
    by: int


class HeadsTouched(msgspec.Struct, frozen=True):
    """The number was touched: open or close the keypad for it."""

    field: HeadsField


class NoCardPressed(msgspec.Struct, frozen=True):
    """I have no card."""


class GroupPressed(msgspec.Struct, frozen=True):
    """We are a group."""


class NewHerePressed(msgspec.Struct, frozen=True):
    """I am new here."""


class LetterPressed(msgspec.Struct, frozen=True):
    letter: str


class LetterErased(msgspec.Struct, frozen=True):
    pass


class LayoutPressed(msgspec.Struct, frozen=True):
    """The letters of another language, or ``digits``."""

    layout: str


class FoundPressed(msgspec.Struct, frozen=True):
    who: bytes


class PeopleFound(msgspec.Struct, frozen=True):
    """Who may be meant by ``typed``; at most a screenful. ``parties``: parties were looked for. ``lead``: who asked, if it was a lead."""

    typed: str
    found: tuple[Member, ...]
    parties: bool = False
    lead: int | None = None


class PartyWanted(msgspec.Struct, frozen=True):
    """A card of a party of which somebody has not come yet; nothing is recorded. ``ticked`` are whom the card most likely means.
    ``places`` is empty where everybody's activity is known.
    """

    visitor: Visitor
    members: tuple[Member, ...]
    ticked: tuple[bytes, ...]
    places: tuple[Place, ...] = ()
    tap_id: bytes = b""


class HeadcountWanted(msgspec.Struct, frozen=True):
    """The card of a party that comes by number and is not here yet; nothing is recorded."""

    visitor: Visitor
    places: tuple[Place, ...] = ()
    tap_id: bytes = b""


class OutcomeChosen(msgspec.Struct, frozen=True):
    """What became of what is logged; ``item`` is the number it is logged under."""

    item: int


class BelongPressed(msgspec.Struct, frozen=True):
    """I belong to a group."""


class CardAgainPressed(msgspec.Struct, frozen=True):
    """Show my card again."""


class OnwardPressed(msgspec.Struct, frozen=True):
    """I was greeted again and want something else."""


class ShowCardPressed(msgspec.Struct, frozen=True):
    """The lead shows ``who`` their card again."""

    who: bytes


class PlacesTold(msgspec.Struct, frozen=True):
    """Where a newcomer can go."""

    places: tuple[Place, ...]


class PassTold(msgspec.Struct, frozen=True):
    """The pass of somebody who was given one here; nothing was recorded."""

    visitor: Visitor
    code: str
    tap_id: bytes = b""


class WalkInRecorded(msgspec.Struct, frozen=True):
    """Durable: the newcomer is here, and known by name. ``code`` is the text of the pass that they photograph."""

    visitor: Visitor
    entries: tuple[EntryId, ...]
    code: str
    tap_id: bytes = b""


class HasLeftPressed(msgspec.Struct, frozen=True):
    """``who`` stands on the list of who is here, and has left: what a lead sees."""

    who: bytes


class SignedOff(msgspec.Struct, frozen=True):
    """Durable: whom the lead meant is off the list; without ``entries`` they were already."""

    entries: tuple[EntryId, ...]
    tap_id: bytes = b""


PeoplePress = (
    MemberPressed
    | MorePressed
    | HeadcountPressed
    | NoCardPressed
    | GroupPressed
    | NewHerePressed
    | BelongPressed
    | CardAgainPressed
    | OnwardPressed
    | ShowCardPressed
    | LetterPressed
    | LetterErased
    | LayoutPressed
    | FoundPressed
    | HeadsStepped
    | HeadsTouched
    | OutcomeChosen
    | HasLeftPressed
)
"""What a finger can say on the pages of parties and of the search."""
