"""By which definitions are entries judged right now?

Promise: what was published is read again as soon as a version changes, and kept otherwise.
"""

import msgspec

from sync.domain.definition import Definition
from sync.server.ledger.assess import Shapes
from sync.server.ledger.store import Ledger


class Rules:
    """The definitions as last read; one for each process."""

    def __init__(self) -> None:
        self._read: tuple[dict[int, int], Shapes] = ({}, Shapes({}))

    def shapes(self, ledger: Ledger, versions: dict[int, int]) -> Shapes:
        """Return the judge of entries under everything that is published now; ``versions`` were just read."""
        kept, shapes = self._read
        if versions != kept:
            shapes = Shapes({event: msgspec.msgpack.decode(ledger.definition(event), type=Definition) for event in versions})
            self._read = (versions, shapes)
        return shapes
