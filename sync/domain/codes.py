"""What does a code say that somebody holds up? Passes and mats as text, and back.

Promise: digits and capitals only, so that any keyboard layout and Caps Lock leave a code readable; one spelling for one content;
no text whatever makes ``read_code`` raise, and none that was changed is read as something else. Reading proves nothing:
``is_signed`` says who issued it.

Text: ``MH``, version ``1``, ``P`` or ``M``, then RFC 4648 base32 without padding of: fields, CRC-32, Ed25519 signature.
"""

import base64
import re
import struct
import zlib
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from sync.domain.identity import WHO_BYTES
from sync.domain.slip import SLIP_PREFIX, Slip, read_slip
from sync.domain.undo_card import UNDO_PREFIX, UndoCard, read_undo_card

CODE_CHARACTERS_MAX = 512
"""More than this of a scanned text is not looked at: ours are under 160 characters."""

SIGNATURE_BYTES = 64
NOBODYS_KEY_ID = 0
"""The event's keys count from 1. A pass with this one is signed by nobody: the roster alone speaks for it, wherever it is known (S12)."""

DAY_MS = 86_400_000
EXPIRES_DAY_MAX = 0xFFFF
"""Days since 1970 in 16 bits: to the year 2149."""

ADDED_CHARACTERS_MAX = 16
"""Prefixes and suffixes of scanners are a few characters; longer ones are another text in which one of ours stands."""

_PASS_FIELDS = struct.Struct(">I8sIHH")
_MAT_FIELDS = struct.Struct(">IIIIIIH")
_CHECK = struct.Struct(">I")
_BITS, _SPELLED_BITS = 8, 5


def _spelled_length(fields: struct.Struct) -> int:
    return -(-(fields.size + _CHECK.size + SIGNATURE_BYTES) * _BITS // _SPELLED_BITS)


_VOLUNTEER_PREFIX = "MH1P"
_MAT_PREFIX = "MH1M"
_VOLUNTEER_PURPOSE = b"manyhands pass 1\x00"
_MAT_PURPOSE = b"manyhands mat 1\x00"

_WHOLE = re.compile(
    f"{_VOLUNTEER_PREFIX}[A-Z2-7]{{{_spelled_length(_PASS_FIELDS)}}}|{_MAT_PREFIX}[A-Z2-7]{{{_spelled_length(_MAT_FIELDS)}}}"
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


Code = Pass | Mat | UndoCard | Slip
"""Everything of ours that can be held up. A slip is a keepsake: it is known, and opens nothing."""


def make_pass(pass_: Pass, signing_key: SigningKey) -> str:
    """Return the text of ``pass_``, signed by the event's key. A field out of its range is our mistake: ``AssertionError``."""
    assert len(pass_.who) == WHO_BYTES, "a reference has 8 bytes"
    return _text(_VOLUNTEER_PREFIX, _VOLUNTEER_PURPOSE, _pass_fields(pass_), signing_key)


def make_roster_pass(pass_: Pass) -> str:
    """Return the text of ``pass_`` as a kiosk can print it, which has no key of the event: opens what the roster knows and nothing else."""
    unsigned = msgspec.structs.replace(pass_, key_id=NOBODYS_KEY_ID)
    return _spelled(_VOLUNTEER_PREFIX, _pass_fields(unsigned), bytes(SIGNATURE_BYTES))


def make_mat(mat: Mat, signing_key: SigningKey) -> str:
    """Return the text of ``mat``, signed by the event's key. A field out of its range is our mistake: ``AssertionError``."""
    return _text(_MAT_PREFIX, _MAT_PURPOSE, _mat_fields(mat), signing_key)


def read_code(text: str) -> Code | Unread:
    """Return what ``text`` says, whoever signed it. Letter case does not matter, space around it neither; nothing else is forgiven."""
    if len(text) > CODE_CHARACTERS_MAX:
        return Unread(Why.TOO_LONG)
    text = text.strip()
    if not text:
        return Unread(Why.EMPTY)
    if not text.isascii():
        return Unread(Why.NOT_OURS)
    return _read(text.upper())


def _read(text: str) -> Code | Unread:
    if text.startswith(_VOLUNTEER_PREFIX):
        return _read_pass(text)
    if text.startswith(_MAT_PREFIX):
        return _read_mat(text)
    if text.startswith(UNDO_PREFIX):
        return read_undo_card(text) or Unread(Why.DAMAGED)
    if text.startswith(SLIP_PREFIX):
        return read_slip(text) or Unread(Why.DAMAGED)
    return Unread(_why_not_ours(text))


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
    public_key = keys.get(code.key_id)
    if public_key is None or len(code.signature) != SIGNATURE_BYTES:
        return False
    message = _VOLUNTEER_PURPOSE + _pass_fields(code) if isinstance(code, Pass) else _MAT_PURPOSE + _mat_fields(code)
    try:
        _verify_key(public_key).verify(message, code.signature)
    except BadSignatureError:
        return False
    return True


@lru_cache(maxsize=8)
def _verify_key(public_key: bytes) -> VerifyKey:
    """An event has one key, or two while they are changed; a check-in should not unpack it anew."""
    return VerifyKey(public_key)


def _pass_fields(pass_: Pass) -> bytes:
    return _packed(_PASS_FIELDS, pass_.event, pass_.who, pass_.serial, pass_.expires_day, pass_.key_id)


def _mat_fields(mat: Mat) -> bytes:
    return _packed(_MAT_FIELDS, mat.event, mat.venue, mat.activity, mat.item, mat.quantity, mat.serial, mat.key_id)


def _packed(fields: struct.Struct, *values: int | bytes) -> bytes:
    try:
        return fields.pack(*values)
    except struct.error as error:
        raise AssertionError(f"a field of a code is out of its range: {error}") from error


def _text(prefix: str, purpose: bytes, fields: bytes, signing_key: SigningKey) -> str:
    return _spelled(prefix, fields, signing_key.sign(purpose + fields).signature)


def _spelled(prefix: str, fields: bytes, signature: bytes) -> str:
    return prefix + _base32(fields + _check(prefix, fields + signature) + signature)


def _check(prefix: str, body: bytes) -> bytes:
    """CRC-32 tells a damaged code of ours from a foreign one; it is no protection, the signature is."""
    return _CHECK.pack(zlib.crc32(prefix.encode() + body))


# Base 32 as one large number: a tenth of what base64.b32decode takes, and a check-in waits for it.
_TO_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_SPELLED = re.compile("[A-Z2-7]+")


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _from_base32(spelled: str, length: int) -> bytes | None:
    """Return the ``length`` bytes that ``spelled`` stands for; none when it is not the one spelling of just so many."""
    spare_bits = len(spelled) * _SPELLED_BITS - length * _BITS
    if not 0 <= spare_bits < _SPELLED_BITS or _SPELLED.fullmatch(spelled) is None:
        return None
    number, spare = divmod(int(spelled.translate(_TO_DIGITS), 32), 1 << spare_bits)
    # The last character has bits to spare: only the spelling that leaves them empty is ours.
    return None if spare else number.to_bytes(length, "big")


def _read_pass(text: str) -> Pass | Unread:
    body = _body(text, _VOLUNTEER_PREFIX, _PASS_FIELDS.size)
    if body is None:
        return Unread(Why.DAMAGED)
    fields, signature = body
    event, who, serial, expires_day, key_id = _PASS_FIELDS.unpack(fields)
    return Pass(event, who, serial, expires_day, key_id, signature)


def _read_mat(text: str) -> Mat | Unread:
    body = _body(text, _MAT_PREFIX, _MAT_FIELDS.size)
    if body is None:
        return Unread(Why.DAMAGED)
    fields, signature = body
    event, venue, activity, item, quantity, serial, key_id = _MAT_FIELDS.unpack(fields)
    return Mat(event, venue, activity, item, quantity, serial, key_id, signature)


def _body(text: str, prefix: str, fields_bytes: int) -> tuple[bytes, bytes] | None:
    """Return (fields, signature), or none when length, alphabet, spelling or check are wrong."""
    raw = _from_base32(text[len(prefix) :], fields_bytes + _CHECK.size + SIGNATURE_BYTES)
    if raw is None:
        return None
    fields, check, signature = raw[:fields_bytes], raw[fields_bytes:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    if check != _check(prefix, fields + signature):
        return None
    return fields, signature


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
