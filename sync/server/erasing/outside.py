"""How do lines beside the database outlive it?

Promise: a line is on the disk when ``append`` returns, on a line of its own even behind one that a power cut left half; such a half one
is passed over.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

Line = TypeVar("Line", bound=msgspec.Struct)


def append(path: Path, lines: Iterable[msgspec.Struct]) -> None:
    """Write ``lines`` to the end of the file, which only its owner may read."""
    written = b"".join(b"\n" + msgspec.json.encode(line) for line in lines)
    if not written:
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, written + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def lines_of(path: Path, kind: type[Line]) -> Iterator[Line]:
    """Yield the whole lines of the file; none when there is none."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            try:
                yield msgspec.json.decode(raw, type=kind)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
