"""How does a lead say who they are without a list of names on the screen? A card of their own, held up like any other.

Promise: signed by the event's key, strict as every code, and it opens nothing by itself: it leads to the pad on which this lead types
their digits. Who finds one in a car park has found a piece of cardboard.

Text: ``MH1L`` and the spelling of ``sync.domain.spelling``.
"""

import struct
from collections.abc import Mapping

import msgspec
from nacl.signing import SigningKey

from sync.domain.spelling import body_of, is_by, packed, signed_text

LEAD_PREFIX = "MH1L"
LEAD_FIELDS = struct.Struct(">IIIIH")
_PURPOSE = b"manyhands lead card 1\x00"


class LeadCard(msgspec.Struct, frozen=True):
    """Names lead number ``lead`` of a venue. ``serial`` grows when the card is issued anew; ``key_id``: the event's key that signed."""

    event: int
    venue: int
    lead: int
    serial: int
    key_id: int
    signature: bytes = b""


def make_lead_card(card: LeadCard, signing_key: SigningKey) -> str:
    """Return the text of ``card``, signed by the event's key. A field out of its range is our mistake: ``AssertionError``."""
    return signed_text(LEAD_PREFIX, _PURPOSE, _fields(card), signing_key)


def read_lead_card(text: str) -> LeadCard | None:
    """Return what ``text`` (in capitals) says, whoever signed it; none when it is damaged."""
    body = body_of(text, LEAD_PREFIX, LEAD_FIELDS)
    if body is None:
        return None
    fields, signature = body
    event, venue, lead, serial, key_id = LEAD_FIELDS.unpack(fields)
    return LeadCard(event, venue, lead, serial, key_id, signature)


def is_signed_lead_card(card: LeadCard, keys: Mapping[int, bytes]) -> bool:
    """Say whether one of the event's ``keys`` (key id → Ed25519 public key, 32 bytes) signed ``card``."""
    return is_by(keys.get(card.key_id), _PURPOSE + _fields(card), card.signature)


def _fields(card: LeadCard) -> bytes:
    return packed(LEAD_FIELDS, card.event, card.venue, card.lead, card.serial, card.key_id)
