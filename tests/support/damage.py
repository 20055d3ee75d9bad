"""How is a file of a journal damaged in a test, so that the damage can be repeated?"""

import random
from pathlib import Path

from sync.domain.entry import Entry
from sync.protocol.canon import encode

PAGE_BYTES = 4096


def spoil(path: Path, at: int, count: int = 64) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(random.Random(at).randbytes(count))


def change(path: Path, entry: Entry) -> None:
    """Change one bit of `entry`, also in copies of it that SQLite left in unused parts of pages."""
    body = encode(entry)
    changed = body[:20] + bytes([body[20] ^ 1]) + body[21:]
    content = path.read_bytes()
    assert body in content
    path.write_bytes(content.replace(body, changed))
