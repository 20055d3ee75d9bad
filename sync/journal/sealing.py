"""Which seals has this journal, and what of those that the disk would not take?

Promise: a place is sealed once; a seal that could not be stored is given again as it is, and stored with the next one that can be.
"""

import apsw
from nacl.signing import SigningKey

from sync.journal import rows
from sync.journal.contract import KeyGone
from sync.journal.sqlite import transaction
from sync.protocol.messages import ClockSample, Seal
from sync.protocol.seals import make_seal


class Sealing:
    """Makes and stores the seals of one device. The journal gives the connections and sees to it that each is used by one thread."""

    def __init__(self, signing_key: SigningKey) -> None:
        self._signing_key = signing_key
        # By stream number and seq; few, since what is full takes no new entries either.
        self._unstored: dict[tuple[int, int], Seal] = {}

    def make(self, reader: apsw.Connection, row: rows.StreamRow, seq: int, definition: int, clock: ClockSample) -> Seal:
        """Return a new seal of what stands in ``row`` up to ``seq``. Raises ``KeyGone``."""
        head = rows.head_at(reader, row, seq)
        assert head is not None, "only what stands in the journal can be sealed"
        if row.public_key != bytes(self._signing_key.verify_key):
            raise KeyGone("Sealing the journal", f"entries up to {seq} were written under an earlier key. Put its key file back.")
        return make_seal(self._signing_key, row.stream, seq, head, definition=definition, clock=clock)

    def store(self, writer: apsw.Connection, row: rows.StreamRow, seal: Seal) -> Seal:
        """Store ``seal`` and those that could not be stored before; return the first that was made for its place."""
        waiting = dict(self._unstored)
        with transaction(writer):
            for (stream_no, _seq), earlier in waiting.items():
                rows.add_seal(writer, stream_no, earlier)
            rows.add_seal(writer, row.no, seal)
            stored = rows.seal_at(writer, row.no, seal.seq)
        for key in waiting:
            del self._unstored[key]
        assert stored is not None, "it was stored a moment ago"
        return stored

    def keep(self, row: rows.StreamRow, seal: Seal) -> Seal:
        """Keep ``seal`` until the disk takes it; return the first that was made for its place."""
        return self._unstored.setdefault((row.no, seal.seq), seal)
