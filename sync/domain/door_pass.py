"""What does a kiosk give to somebody who has no card? A pass on its screen, to photograph.

Promise: signed by the kiosk's own key, because the event's key never leaves the centre (S36); no name in it; strict as every code, so
that a photograph is read as what was shown or not at all.

Text: ``MH1W`` and the spelling of ``sync.domain.spelling``.
"""

import struct
from collections.abc import Mapping

import msgspec
from nacl.signing import SigningKey

from sync.domain.identity import WHO_BYTES
from sync.domain.spelling import body_of, is_by, packed, signed_text

DOOR_PREFIX = "MH1W"
DOOR_FIELDS = struct.Struct(">I8sIHB")
_PURPOSE = b"manyhands door pass 1\x00"


class DoorPass(msgspec.Struct, frozen=True):
    """``who`` came in at kiosk number ``device`` and was not expected; ``expires_day`` as on a card. ``is_party``: a group that came by
    number.
    """

    event: int
    who: bytes
    device: int
    expires_day: int
    is_party: bool = False
    signature: bytes = b""


def make_door_pass(pass_: DoorPass, device_key: SigningKey) -> str:
    """Return the text of ``pass_``, signed by the kiosk that gives it. A field out of its range is our mistake: ``AssertionError``."""
    assert len(pass_.who) == WHO_BYTES, "a reference has 8 bytes"
    return signed_text(DOOR_PREFIX, _PURPOSE, _fields(pass_), device_key)


def read_door_pass(text: str) -> DoorPass | None:
    """Return what ``text`` (in capitals) says, whoever signed it; none when it is damaged."""
    body = body_of(text, DOOR_PREFIX, DOOR_FIELDS)
    if body is None:
        return None
    fields, signature = body
    event, who, device, expires_day, sort = DOOR_FIELDS.unpack(fields)
    return DoorPass(event, who, device, expires_day, bool(sort), signature) if sort <= 1 else None


def is_signed_by_device(pass_: DoorPass, keys: Mapping[int, bytes]) -> bool:
    """Say whether the kiosk that ``pass_`` names signed it (``keys``: device number → Ed25519 public key, 32 bytes)."""
    return is_by(keys.get(pass_.device), _PURPOSE + _fields(pass_), pass_.signature)


def _fields(pass_: DoorPass) -> bytes:
    return packed(DOOR_FIELDS, pass_.event, pass_.who, pass_.device, pass_.expires_day, int(pass_.is_party))
