"""How do columns travel to PostgreSQL? As binary arrays, packed by hand.

Promise: exactly the bytes of PostgreSQL's array format (``array_send`` in its source: dimensions, has-null, element type, then length and
lower bound, then each element behind its length); psycopg's own lists take five times as long, because they look at every element.
"""

import struct
import sys
from array import array
from collections.abc import Collection, Sequence
from itertools import chain

from psycopg.adapt import AdaptersMap, Buffer, Dumper
from psycopg.pq import Format

_INT8_OID, _BYTEA_OID = 20, 17
_INT8_ARRAY_OID, _BYTEA_ARRAY_OID = 1016, 1001
_HEADER = struct.Struct(">iiIii").pack
_LENGTH = struct.Struct(">i").pack
_INT8 = struct.Struct(">iq").pack
_NULL = b"\xff\xff\xff\xff"
_INT8_BYTES = 8
_EMPTY_CELL = _INT8(_INT8_BYTES, 0)


class Int8Array:
    """Numbers, packed; ``of_few`` where the same ones come again and again, and where there may be none."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @classmethod
    def of(cls, numbers: Sequence[int]) -> "Int8Array":
        # Eight slices instead of a call for each number: byte 1 of all, then byte 2 of all, …
        packed = array("q", numbers)
        if sys.byteorder == "little":
            packed.byteswap()
        plain, cells = packed.tobytes(), bytearray(_EMPTY_CELL * len(numbers))
        for place in range(_INT8_BYTES):
            cells[len(_NULL) + place :: len(_EMPTY_CELL)] = plain[place::_INT8_BYTES]
        return cls(_header(_INT8_OID, numbers, has_null=False) + bytes(cells))

    @classmethod
    def of_few(cls, numbers: Sequence[int | None]) -> "Int8Array":
        packed = {number: _NULL if number is None else _INT8(_INT8_BYTES, number) for number in set(numbers)}
        return cls(_header(_INT8_OID, numbers, has_null=None in packed) + b"".join(map(packed.__getitem__, numbers)))


class ByteaArray:
    """Byte strings or none, packed."""

    def __init__(self, values: Sequence[bytes | None]) -> None:
        has_null = None in values
        lengths = [-1 if value is None else len(value) for value in values]
        prefixes = {length: _LENGTH(length) for length in set(lengths)}
        plain = [value or b"" for value in values]
        parts = chain.from_iterable(zip(map(prefixes.__getitem__, lengths), plain, strict=True))
        self.packed = _header(_BYTEA_OID, values, has_null=has_null) + b"".join(parts)


class _Int8ArrayDumper(Dumper):
    format = Format.BINARY
    oid = _INT8_ARRAY_OID

    def dump(self, obj: Int8Array) -> Buffer:
        return obj.packed


class _ByteaArrayDumper(Dumper):
    format = Format.BINARY
    oid = _BYTEA_ARRAY_OID

    def dump(self, obj: ByteaArray) -> Buffer:
        return obj.packed


def register(adapters: AdaptersMap) -> None:
    """Teach a cursor these two."""
    adapters.register_dumper(Int8Array, _Int8ArrayDumper)
    adapters.register_dumper(ByteaArray, _ByteaArrayDumper)


def _header(oid: int, values: Collection[object], *, has_null: bool) -> bytes:
    return _HEADER(1, int(has_null), oid, len(values), 1)
