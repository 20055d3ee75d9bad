"""How deep and how long is a MessagePack body, before anything is built from it?

Promise: one pass over the headers in flat memory; a body that is nested too deeply, claims too many values or ends too early is
named as such before a decoder allocates for it.
"""

from enum import StrEnum
from typing import NamedTuple


class Shape(StrEnum):
    """What the headers of a body say about it."""

    SOUND = "sound"
    TOO_DEEP = "nested too deeply"
    TOO_MANY = "too many values"
    BROKEN = "not one whole MessagePack value"


class _Header(NamedTuple):
    """What the first byte of a value says about the bytes after it."""

    content_bytes: int = 0
    """How many bytes follow for certain."""

    count_bytes: int = 0
    """How many of those say a length or a number of elements."""

    values_each: int = 0
    """0: the count is a length in bytes; 1: an array's elements; 2: a map's pairs."""

    values_inside: int = 0
    """How many values a small container holds."""


def _headers() -> dict[int, _Header]:
    """Return the MessagePack specification's table of first bytes; 0xC1 is the one that it never uses."""
    scalars = dict.fromkeys([*range(0x80), *range(0xE0, 0x100), 0xC0, 0xC2, 0xC3], _Header())
    small_maps = {0x80 + size: _Header(values_inside=2 * size) for size in range(16)}
    small_arrays = {0x90 + size: _Header(values_inside=size) for size in range(16)}
    small_texts = {0xA0 + size: _Header(size) for size in range(32)}
    numbers = {0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
    fixed_extensions = {0xD4: 2, 0xD5: 3, 0xD6: 5, 0xD7: 9, 0xD8: 17}
    fixed = {head: _Header(size) for head, size in (numbers | fixed_extensions).items()}
    texts = {head: _Header(size, size) for head, size in {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}.items()}
    extensions = {head: _Header(size + 1, size) for head, size in {0xC7: 1, 0xC8: 2, 0xC9: 4}.items()}
    arrays = {head: _Header(size, size, 1) for head, size in {0xDC: 2, 0xDD: 4}.items()}
    maps = {head: _Header(size, size, 2) for head, size in {0xDE: 2, 0xDF: 4}.items()}
    return scalars | small_maps | small_arrays | small_texts | fixed | texts | extensions | arrays | maps


_HEADERS = _headers()


def shape_of(raw: bytes, depth_max: int, values_max: int) -> Shape:
    """Walk over ``raw`` and say whether it is one value, nested at most ``depth_max`` containers, of at most ``values_max`` values."""
    at = 0
    left = [1]  # how many values each open container still expects; the outermost "container" is the body itself
    seen = 0
    while left:
        if not left[-1]:
            left.pop()
            continue
        left[-1] -= 1
        seen += 1
        if seen > values_max:
            return Shape.TOO_MANY
        if at >= len(raw):
            return Shape.BROKEN
        at, inside = _step(raw, at)
        if inside is None:
            return Shape.BROKEN
        if inside:
            left.append(inside)
            if len(left) > depth_max + 1:
                return Shape.TOO_DEEP
    return Shape.SOUND if at == len(raw) else Shape.BROKEN


def _step(raw: bytes, at: int) -> tuple[int, int | None]:
    """Return where the value at ``at`` ends (for a container: its header) and how many values follow inside; none: impossible."""
    header = _HEADERS.get(raw[at])
    if header is None:
        return at, None
    end = at + 1 + header.content_bytes
    if not header.count_bytes:
        return end, header.values_inside
    count = int.from_bytes(raw[at + 1 : at + 1 + header.count_bytes])
    if header.values_each:
        return end, header.values_each * count
    return end + count, 0
