"""What does a code say that somebody holds up? Passes, passes made at the door, leads' cards, and mats as text, and back.

Promise: digits and capitals only, so that any keyboard layout and Caps Lock leave a code readable; one spelling for one content;
no text whatever makes ``read_code`` raise, and none that was changed is read as something else. Reading proves nothing:
``is_signed`` says who issued it.

Text: ``MH``, version ``1``, ``P``, ``W``, ``L`` or ``M``, then RFC 4648 base32 without padding of: fields, CRC-32, Ed25519 signature.
"""

import re
import struct
from collections.abc import Callable, Mapping
from enum import Enum

import msgspec
from nacl.signing import SigningKey

from sync.domain.door_pass import DOOR_FIELDS, DOOR_PREFIX, DoorPass, read_door_pass
from sync.domain.identity import WHO_BYTES
from sync.domain.lead_card import LEAD_FIELDS, LEAD_PREFIX, LeadCard, read_lead_card
from sync.domain.slip import MADE_MAX, SLIP_PREFIX, Slip, read_slip
from sync.domain.spelling import SIGNATURE_BYTES, body_of, is_by, packed, signed_text, spelled, spelled_length
from sync.domain.undo_card import UNDO_PREFIX, UndoCard, read_undo_card

CODE_CHARACTERS_MAX = 512
"""More than this of a scanned text is not looked at: our cards and mats are under 160 characters, the longest slip under 300."""

NOBODYS_KEY_ID = 0
"""The event's keys count from 1. A pass with this one is signed by nobody: the roster alone speaks for it, wherever it is known (S12)."""

DAY_MS = 86_400_000
EXPIRES_DAY_MAX = 0xFFFF
"""Days since 1970 in 16 bits: to the year 2149."""

ADDED_CHARACTERS_MAX = 16
"""Prefixes and suffixes of scanners are a few characters; longer ones are another text in which one of ours stands."""

_PASS_FIELDS = struct.Struct(">I8sIHH")
_MAT_FIELDS = struct.Struct(">IIIIIIH")
_VOLUNTEER_PREFIX = "MH1P"
_MAT_PREFIX = "MH1M"
_VOLUNTEER_PURPOSE = b"manyhands pass 1\x00"
_MAT_PURPOSE = b"manyhands mat 1\x00"

_WHOLE = re.compile(
    "|".join(
        f"{prefix}[A-Z2-7]{{{spelled_length(fields)}}}"
        for prefix, fields in (
            (_VOLUNTEER_PREFIX, _PASS_FIELDS),
            (DOOR_PREFIX, DOOR_FIELDS),
            (_MAT_PREFIX, _MAT_FIELDS),
            (LEAD_PREFIX, LEAD_FIELDS),
        )
    )
    + f"|{UNDO_PREFIX}[0-9]{{20}}[0-9A-F]{{8}}"
    + f"|{SLIP_PREFIX}[0-9]{{1,10}}/[0-9-]{{10}}/[0-9]{{1,5}} MIN(?:/[^/]+){{0,{MADE_MAX}}}/[0-9A-F]{{8}}"
)
_UNSHIFTED = str.maketrans("$%&*", "4578")
_OURS = re.compile(r"MH[0-9][A-Z]")
_WEB_ADDRESS = re.compile(r"[A-Z][A-Z0-9+.-]*://|WWW\.")
_BARCODE_LENGTHS = {8, 12, 13, 14}


class Pass(msgspec.Struct, frozen=True):
    """What a volunteer or a party shows: an opaque reference and no name.

    ``serial`` grows with every reissue; ``expires_day`` is the last day of use, in days since 1970; ``key_id`` names the event's key
    that signed. ``signature`` is empty until it was made or read.
    """

    event: int
    who: bytes
    serial: int
    expires_day: int
    key_id: int
    signature: bytes = b""


class Mat(msgspec.Struct, frozen=True):
    """What lies on the table of an activity: ``quantity`` (in the item kind's unit) of ``item``, logged by scanning it after a pass."""

    event: int
    venue: int
    activity: int
    item: int
    quantity: int
    serial: int
    key_id: int
    signature: bytes = b""


class Why(Enum):
    """Why a text could not be read as one of our codes."""

    TOO_LONG = "too long"
    EMPTY = "empty"
    WEB_ADDRESS = "web address"
    PRODUCT_BARCODE = "product barcode"
    NOT_OURS = "not ours"
    DAMAGED = "damaged"
    NEWER_VERSION = "newer version"


class Unread(msgspec.Struct, frozen=True):
    """A text that is no code of ours, or no longer."""

    why: Why


Code = Pass | DoorPass | Mat | LeadCard | UndoCard | Slip
"""Everything of ours that can be held up. A slip is a keepsake: it is known, and opens nothing."""


def make_pass(pass_: Pass, signing_key: SigningKey) -> str:
    """Return the text of ``pass_``, signed by the event's key. A field out of its range is our mistake: ``AssertionError``."""
    assert len(pass_.who) == WHO_BYTES, "a reference has 8 bytes"
    return signed_text(_VOLUNTEER_PREFIX, _VOLUNTEER_PURPOSE, _pass_fields(pass_), signing_key)


def make_roster_pass(pass_: Pass) -> str:
    """Return the text of ``pass_`` as a kiosk can print it, which has no key of the event: opens what the roster knows and nothing else."""
    unsigned = msgspec.structs.replace(pass_, key_id=NOBODYS_KEY_ID)
    return spelled(_VOLUNTEER_PREFIX, _pass_fields(unsigned), bytes(SIGNATURE_BYTES))


def make_mat(mat: Mat, signing_key: SigningKey) -> str:
    """Return the text of ``mat``, signed by the event's key. A field out of its range is our mistake: ``AssertionError``."""
    return signed_text(_MAT_PREFIX, _MAT_PURPOSE, _mat_fields(mat), signing_key)


def read_code(text: str) -> Code | Unread:
    """Return what ``text`` says, whoever signed it. Letter case does not matter, space around it neither; nothing else is forgiven."""
    if len(text) > CODE_CHARACTERS_MAX:
        return Unread(Why.TOO_LONG)
    text = text.strip()
    if not text:
        return Unread(Why.EMPTY)
    if not text.isascii():
        return Unread(Why.NOT_OURS)
    text = text.upper()
    read = next((read for prefix, read in _READERS.items() if text.startswith(prefix)), None)
    if read is None:
        return Unread(_why_not_ours(text))
    return read(text) or Unread(Why.DAMAGED)


def read_shown(text: str) -> Code | Unread:
    """Return what ``text`` says, as a scanner gave it: with a few characters around it, or with a Shift key held."""
    read = read_code(text)
    # Nearly every scanner adds nothing, and a check-in waits for the search.
    return read_code(without_additions(text)) if isinstance(read, Unread) else read


def without_additions(text: str) -> str:
    """Return the one whole code of ours in ``text`` without the few characters that a scanner put around it, and with its digits where
    a Shift key was held; else ``text`` as it is.

    What was found still has to pass its check: of two codes typed into each other there is none.
    """
    read = text[: CODE_CHARACTERS_MAX + 1].upper().translate(_UNSHIFTED)
    found = _WHOLE.findall(read)
    if len(found) != 1:
        return text
    before, _code, after = read.partition(found[0])
    is_added = len(before) <= ADDED_CHARACTERS_MAX and len(after) <= ADDED_CHARACTERS_MAX and "/" not in before
    return str(found[0]) if is_added else text


def is_signed(code: Pass | Mat, keys: Mapping[int, bytes]) -> bool:
    """Say whether one of the event's ``keys`` (key id → Ed25519 public key, 32 bytes) signed ``code``."""
    message = _VOLUNTEER_PURPOSE + _pass_fields(code) if isinstance(code, Pass) else _MAT_PURPOSE + _mat_fields(code)
    return is_by(keys.get(code.key_id), message, code.signature)


def _pass_fields(pass_: Pass) -> bytes:
    return packed(_PASS_FIELDS, pass_.event, pass_.who, pass_.serial, pass_.expires_day, pass_.key_id)


def _mat_fields(mat: Mat) -> bytes:
    return packed(_MAT_FIELDS, mat.event, mat.venue, mat.activity, mat.item, mat.quantity, mat.serial, mat.key_id)


def _read_pass(text: str) -> Pass | None:
    body = body_of(text, _VOLUNTEER_PREFIX, _PASS_FIELDS)
    if body is None:
        return None
    fields, signature = body
    event, who, serial, expires_day, key_id = _PASS_FIELDS.unpack(fields)
    return Pass(event, who, serial, expires_day, key_id, signature)


def _read_mat(text: str) -> Mat | None:
    body = body_of(text, _MAT_PREFIX, _MAT_FIELDS)
    if body is None:
        return None
    fields, signature = body
    event, venue, activity, item, quantity, serial, key_id = _MAT_FIELDS.unpack(fields)
    return Mat(event, venue, activity, item, quantity, serial, key_id, signature)


_READERS: dict[str, Callable[[str], Code | Unread | None]] = {
    _VOLUNTEER_PREFIX: _read_pass,
    DOOR_PREFIX: read_door_pass,
    _MAT_PREFIX: _read_mat,
    LEAD_PREFIX: read_lead_card,
    UNDO_PREFIX: read_undo_card,
    SLIP_PREFIX: read_slip,
}


def _why_not_ours(text: str) -> Why:
    if _WEB_ADDRESS.match(text):
        return Why.WEB_ADDRESS
    if text.isdigit() and len(text) in _BARCODE_LENGTHS and _has_barcode_check_digit(text):
        return Why.PRODUCT_BARCODE
    if _OURS.match(text):
        return Why.NEWER_VERSION
    return Why.NOT_OURS


def _has_barcode_check_digit(digits: str) -> bool:
    """GS1 General Specifications, 7.9: from the right, digits weigh 1, 3, 1, 3 …, and the sum is a multiple of ten."""
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(digits))) % 10 == 0
