"""How is somebody found who has no card? By the beginning of any of their names, by their spoken code, or by their party.

Promise: twenty thousand people are searched within a frame; the tables change in the transaction that changes the roster, and hold
nothing of anybody whom the centre took off it.
"""

from collections.abc import Iterable

import apsw
import msgspec

from sync.domain.names import SLIP_LETTERS_MIN, beginning_with_slip, folded
from sync.domain.roster import Party, Volunteer
from sync.protocol.messages import RosterChange

VOLUNTEER, PARTY, LEAD = 1, 2, 3
"""``RosterChange.sort``."""

TABLES = """
    CREATE TABLE members (party BLOB NOT NULL, key BLOB NOT NULL, PRIMARY KEY (party, key)) STRICT, WITHOUT ROWID;
    CREATE INDEX members_key ON members (key);
    CREATE TABLE words (word TEXT NOT NULL, sort INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (word, sort, key)) STRICT, WITHOUT ROWID;
    CREATE INDEX words_key ON words (key);
    CREATE TABLE spoken (code TEXT NOT NULL, sort INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (code, sort, key)) STRICT, WITHOUT ROWID;
    CREATE INDEX spoken_key ON spoken (key);
"""

_MEMBERS = """
    SELECT people.body FROM members JOIN people ON people.sort = 1 AND people.key = members.key
    WHERE members.party = ? AND people.body IS NOT NULL"""
_LAST = "\U0010ffff"
_EXACT_MAX = 400
"""More people whose name begins so than anybody looks through: then one letter more is asked for."""


def keep(file: apsw.Connection, changes: Iterable[RosterChange]) -> None:
    """Bring the tables in step with ``changes`` of the roster."""
    for change in changes:
        if change.sort not in (VOLUNTEER, PARTY):
            continue
        row = None if change.body is None else _row(change.sort, change.body)
        where = (change.sort, change.key)
        file.execute("DELETE FROM words WHERE sort = ? AND key = ?", where)
        file.execute("DELETE FROM spoken WHERE sort = ? AND key = ?", where)
        if change.sort == VOLUNTEER:
            file.execute("DELETE FROM members WHERE key = ?", (change.key,))
        if row is not None:
            _add(file, row, where)


def _row(sort: int, body: bytes) -> Volunteer | Party:
    return msgspec.msgpack.decode(body, type=Volunteer) if sort == VOLUNTEER else msgspec.msgpack.decode(body, type=Party)


def _add(file: apsw.Connection, row: Volunteer | Party, where: tuple[int, bytes]) -> None:
    file.executemany("INSERT INTO words VALUES (?, ?, ?)", [(word, *where) for word in set(folded(row.shown_name).split())])
    if row.spoken_code:
        file.execute("INSERT INTO spoken VALUES (?, ?, ?)", (row.spoken_code, *where))
    if isinstance(row, Volunteer) and row.party is not None:
        file.execute("INSERT INTO members VALUES (?, ?)", (row.party, row.who))


def clear(file: apsw.Connection) -> None:
    file.execute("DELETE FROM members; DELETE FROM words; DELETE FROM spoken")


def members(file: apsw.Connection, party: bytes) -> list[Volunteer]:
    """Return who is known to belong to ``party``, by name."""
    found = [msgspec.msgpack.decode(body, type=Volunteer) for (body,) in file.execute(_MEMBERS, (party,))]
    return sorted(found, key=lambda member: (member.shown_name, member.who))


def parties(file: apsw.Connection) -> list[Party]:
    """Return every party that is expected."""
    found = file.execute("SELECT body FROM people WHERE sort = ? AND body IS NOT NULL ORDER BY key", (PARTY,))
    return [msgspec.msgpack.decode(body, type=Party) for (body,) in found]


def by_spoken_code(file: apsw.Connection, code: str) -> list[bytes]:
    """Return the references that have these ten digits: one, or none."""
    return [key for (key,) in file.execute("SELECT key FROM spoken WHERE code = ? ORDER BY key", (code,))]


def by_name(file: apsw.Connection, typed: str, most: int) -> list[bytes]:
    """Return at most ``most`` references whose names begin with the words of ``typed``; where too few do, also those but for one slip."""
    words = folded(typed).split()
    if not words:
        return []
    # One letter matches thousands, of whom a page shows the first; several words must all match, so all are looked at.
    limit = _EXACT_MAX if len(words) == 1 else -1
    found = _all_of(file, [_exactly(file, word, limit) for word in words], most)
    if len(found) < most and max(map(len, words)) >= SLIP_LETTERS_MIN:
        known = [word for (word,) in file.execute("SELECT DISTINCT word FROM words")]
        found += [key for key in _all_of(file, [_nearly(file, word, known) for word in words], most) if key not in found]
    return found[:most]


def _exactly(file: apsw.Connection, typed: str, limit: int) -> set[bytes]:
    found = file.execute("SELECT key FROM words WHERE word >= ? AND word < ? LIMIT ?", (typed, typed + _LAST, limit))
    return {key for (key,) in found}


def _nearly(file: apsw.Connection, typed: str, known: list[str]) -> set[bytes]:
    near = beginning_with_slip(known, typed)
    return {key for word in near for (key,) in file.execute("SELECT key FROM words WHERE word = ?", (word,))}


def _all_of(file: apsw.Connection, sets: list[set[bytes]], most: int) -> list[bytes]:
    """Whoever matches every word, in the order of their names, so that the same letters always show the same page."""
    keys = set.intersection(*sets)
    named = [(_name(file, key), key) for key in keys]
    return [key for _name_, key in sorted(named)[:most]]


def _name(file: apsw.Connection, key: bytes) -> str:
    body: bytes = file.execute("SELECT body FROM people WHERE key = ? AND sort IN (1, 2) AND body IS NOT NULL ORDER BY sort", (key,)).get
    return folded(msgspec.msgpack.decode(body, type=_Named).shown_name)


class _Named(msgspec.Struct):
    """What a volunteer and a party have in common."""

    shown_name: str
