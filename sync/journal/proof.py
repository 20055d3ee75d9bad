"""Does the file still hold what was written? The stored entries against their chain.

Promise: ``stretch`` never returns a damaged entry; ``prove_tail`` costs the same for ten entries and for a million; ``troubles``
looks at everything.
"""

from collections.abc import Iterator

import apsw

from sync.journal import rows
from sync.journal.contract import Stretch
from sync.journal.sqlite import ChainBroken
from sync.protocol.chain import extend

TAIL_ENTRIES = 64
"""What is proved at every start: more than one batch of commits that a failing card can have had in its cache, and under a
millisecond. What lies before was proved when it was read for a push, and is proved in the background by ``troubles``."""

_PIECE = 1_000


def stretch(connection: apsw.Connection, row: rows.Rooted, first: int, most: int) -> Stretch:
    """Return up to ``most`` entries from ``first``. Raises ``ChainBroken`` when a stored head does not follow from them."""
    previous = rows.head_at(connection, row, first - 1)
    if previous is None:
        return Stretch(row.stream, first, b"", ())
    bodies = []
    head = previous
    for seq, found in enumerate(rows.entries(connection, row.no, first, most), first):
        head = extend(head, found.body)
        if (found.seq, found.head) != (seq, head):
            raise ChainBroken(f"entry {seq} of incarnation {row.stream.incarnation} is missing or was changed")
        bodies.append(found.body)
    return Stretch(row.stream, first, previous, tuple(bodies))


def prove_tail(connection: apsw.Connection, row: rows.Rooted) -> tuple[int, bytes]:
    """Return seq and head of the last entry after proving the last ``TAIL_ENTRIES``. Raises ``ChainBroken``."""
    high, head = rows.last_entry(connection, row)
    first = max(1, high - TAIL_ENTRIES + 1)
    if high and len(stretch(connection, row, first, TAIL_ENTRIES).entries) != high - first + 1:
        raise ChainBroken(f"an entry between {first} and {high} of incarnation {row.stream.incarnation} is missing")
    return high, head


def troubles(connection: apsw.Connection) -> Iterator[str]:
    """Yield what is wrong with the file's pages, in words for the lead; raises one of ``DAMAGE`` for an entry that does not follow.
    Takes longer the longer the journal is.
    """
    yield from (f"the file's pages: {word}" for (word,) in connection.execute("PRAGMA quick_check(10)") if word != "ok")
    for row in rows.streams(connection):
        first = 1
        while taken := len(stretch(connection, row, first, _PIECE).entries):
            first += taken
