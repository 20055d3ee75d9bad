"""What are the bytes of an entry? The one canonical encoding that is hashed, sealed, sent and stored on every route.

Promise: written once and never re-serialised (S2); what ``encode`` gives, ``decode`` reads back the same, on this version and on
older ones. Hostile bytes give ``NoEntry`` and nothing else: no crash, no deep recursion, no number that a database cannot hold.
"""

import re
from typing import Any

import msgspec

from sync.domain.entry import Entry
from sync.protocol.limits import ENTRY_BYTES_MAX, NESTING_MAX

# Keys of ``ext`` are sorted, so that one entry has one encoding whatever order its map was filled in.
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder(Entry)

_ALL_FIELDS = b"\xdc" + len(Entry.__struct_fields__).to_bytes(2, "big")
"""MessagePack's mark of an array with exactly our fields. Only behind them, or in ``ext``, can anything nest that is not typed."""

_LARGE = re.compile(rb"\xcf[\x80-\xff]")
"""MessagePack's mark of an unsigned 64-bit number with its highest bit set: the only way to write one above 2**63 - 1. A text may hold
the same bytes, so finding them only asks for a closer look.
"""

_SIGNED_MAX = 2**63 - 1
"""The largest number that SQLite and PostgreSQL can hold."""


class NoEntry(ValueError):
    """Bytes that are no entry. They are kept as they are and flagged, never dropped (S4)."""


class Unwritable(ValueError):
    """An entry that cannot be put into bytes that every reader takes: too long, too deep, or a number that is too large."""


def encode(entry: Entry) -> bytes:
    """Return the canonical bytes: a MessagePack array in the order of the fields.

    Raises ``Unwritable`` for what ``decode`` would not read again.
    """
    try:
        encoded = _ENCODER.encode(entry)
        decode(encoded)
    except (NoEntry, OverflowError, RecursionError, TypeError) as cause:
        raise Unwritable(f"this entry cannot be written: {cause}") from cause
    return encoded


def decode(encoded: bytes) -> Entry:
    """Return the entry that these bytes say. Fields that a newer version put behind ours are left in the bytes.

    Raises ``NoEntry`` for anything else than one entry within ``ENTRY_BYTES_MAX`` and ``NESTING_MAX``.
    """
    if len(encoded) > ENTRY_BYTES_MAX:
        raise NoEntry(f"{len(encoded)} bytes are more than an entry may have ({ENTRY_BYTES_MAX})")
    try:
        entry = _DECODER.decode(encoded)
        too_deep = (entry.ext or not encoded.startswith(_ALL_FIELDS)) and _depth(msgspec.msgpack.decode(encoded), NESTING_MAX) > NESTING_MAX
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as cause:
        raise NoEntry(f"these bytes are no entry: {cause}") from cause
    if too_deep:
        raise NoEntry(f"it nests deeper than {NESTING_MAX}")
    if _LARGE.search(encoded) and _largest(entry) > _SIGNED_MAX:
        raise NoEntry("it holds a number above 2**63 - 1")
    return entry


def _depth(value: Any, most: int) -> int:  # noqa: ANN401 - an extension may hold anything that MessagePack can say
    """Return how many arrays and maps stand inside each other in ``value``; looks no deeper than just past ``most``."""
    if not isinstance(value, dict | list) or most < 0:
        return 0
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max((_depth(each, most - 1) for each in inside), default=0)


def _largest(entry: Entry) -> int:
    numbers = [value for value in msgspec.structs.astuple(entry) if isinstance(value, int)]
    if entry.value is not None:
        numbers += [value for value in msgspec.structs.astuple(entry.value) if value is not None]
    return max(numbers)
