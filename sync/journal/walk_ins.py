"""Who came that nobody expected? The names of newcomers, in a file of their own beside the journal.

Promise: a name is durable when ``keep`` returns, and stands in no entry and no journal; what is erased is overwritten. A damaged file is
begun anew: names are then gone from this kiosk, and everybody is still counted (S37).
"""

from pathlib import Path
from threading import Lock

import apsw
import msgspec

from sync.domain.roster import Party, Volunteer
from sync.journal.cache import Cache
from sync.journal.finding import PARTY, VOLUNTEER
from sync.journal.told import ROSTER_KEPT_AFTER_MS
from sync.protocol.messages import RosterChange

KEPT_AFTER_MS = ROSTER_KEPT_AFTER_MS
"""Names of newcomers go with the rosters."""

_TABLES = """
    -- body none: taken back; the row stays until the centre has heard of it.
    CREATE TABLE walk_ins (
        who BLOB PRIMARY KEY, sort INTEGER NOT NULL, body BLOB, erase_at_ms INTEGER NOT NULL, is_told INTEGER NOT NULL) STRICT;
"""


class WalkInsOnDisk:
    """The side table at ``path``. Each method is one transaction, and may raise the storage faults of the journal's contract."""

    def __init__(self, path: Path) -> None:
        self._cache = Cache(path, _TABLES, "Keeping the name of a newcomer", synchronous="FULL")
        self._changing = Lock()
        # The line to the centre may erase while the desk looks: a look sees one whole state.
        self._rows: dict[bytes, Volunteer | Party] = self._cache.read(_read)

    def keep(self, row: Volunteer | Party, closes_ms: int, *, is_told: bool = False) -> None:
        """Make ``row`` durable until some days after ``closes_ms`` (UTC). ``is_told``: the centre need not hear of it from us."""
        sort = VOLUNTEER if isinstance(row, Volunteer) else PARTY
        values = (row.who, sort, msgspec.msgpack.encode(row), closes_ms + KEPT_AFTER_MS, is_told)
        self._change("INSERT OR REPLACE INTO walk_ins VALUES (?, ?, ?, ?, ?)", values)

    def take_back(self, who: bytes) -> None:
        """Erase the name of ``who``; the centre is told that it is gone."""
        self._change("UPDATE walk_ins SET body = NULL, is_told = 0 WHERE who = ?", (who,))

    def erase(self, who: bytes) -> None:
        """Erase ``who``: the centre asked for it."""
        self._change("DELETE FROM walk_ins WHERE who = ?", (who,))

    def erase_due(self, now_ms: int) -> None:
        """Erase everybody whose days are over at ``now_ms`` (UTC, from a clock that can be trusted)."""
        self._change("DELETE FROM walk_ins WHERE erase_at_ms <= ?", (now_ms,))

    def erase_all(self) -> None:
        """Erase everybody: this kiosk is trusted no longer."""
        self._change("DELETE FROM walk_ins", ())

    def row(self, who: bytes) -> Volunteer | Party | None:
        """Return the newcomer or group ``who``."""
        return self._rows.get(who)

    def rows(self) -> tuple[Volunteer | Party, ...]:
        """Return everybody who is known by name or as a group."""
        return tuple(self._rows.values())

    def waiting(self, most: int) -> tuple[RosterChange, ...]:
        """Return up to ``most`` rows that the centre has not heard of yet."""

        def look(file: apsw.Connection) -> tuple[RosterChange, ...]:
            found = file.execute("SELECT sort, who, body FROM walk_ins WHERE is_told = 0 ORDER BY rowid LIMIT ?", (most,))
            return tuple(RosterChange(sort, who, body) for sort, who, body in found)

        return self._cache.read(look)

    def told(self, changes: tuple[RosterChange, ...]) -> None:
        """The centre took ``changes``; what was taken back since waits on."""

        def mark(file: apsw.Connection) -> None:
            where = [(change.key, change.body) for change in changes]
            file.executemany("UPDATE walk_ins SET is_told = 1 WHERE who = ? AND body IS ?", where)
            file.execute("DELETE FROM walk_ins WHERE body IS NULL AND is_told = 1")

        self._cache.write(mark)

    def close(self) -> None:
        self._cache.close()

    def _change(self, statement: str, values: tuple[object, ...]) -> None:
        with self._changing:
            before = len(self._rows)
            self._rows = self._cache.write(lambda file: _after(file, statement, values))
            if len(self._rows) < before:
                # What was erased must stand in the log no more than in the file.
                self._cache.fold()


def _after(file: apsw.Connection, statement: str, values: tuple[object, ...]) -> dict[bytes, Volunteer | Party]:
    file.execute(statement, values)
    return _read(file)


def _read(file: apsw.Connection) -> dict[bytes, Volunteer | Party]:
    found = file.execute("SELECT who, sort, body FROM walk_ins WHERE body IS NOT NULL ORDER BY rowid")
    return {who: _row(sort, body) for who, sort, body in found}


def _row(sort: int, body: bytes) -> Volunteer | Party:
    return msgspec.msgpack.decode(body, type=Volunteer) if sort == VOLUNTEER else msgspec.msgpack.decode(body, type=Party)
