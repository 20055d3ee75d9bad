"""What does the file of sums answer? Its questions, each a function over a connection.

Promise: nothing here changes anything; where a rule decides, it is the rule of ``sync.domain``.
"""

from typing import Any, NamedTuple

import apsw
import msgspec

from sync.domain.amend import Flagged
from sync.domain.entry import Kind, Line
from sync.domain.flags import Flag
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Stream
from sync.domain.output import Bucket, Sums, similar_logs
from sync.domain.presence import PersonDay
from sync.journal.lines import line_at, lines_of

_SIMILAR = """
    SELECT c.device, c.incarnation, c.seq, c.at_ms, c.body
    FROM (SELECT venue, activity, item, quantity, who FROM counting WHERE measure = 'made'
          GROUP BY venue, activity, item, quantity, who HAVING count(DISTINCT device || ':' || incarnation) > 1) AS s
    JOIN counting AS c ON c.measure = 'made' AND c.venue = s.venue AND c.activity = s.activity AND c.item = s.item
        AND c.quantity = s.quantity AND c.who IS s.who
"""
"""Equal logs that two streams share; only among these can the rule find anything."""


def positions(file: apsw.Connection) -> dict[Stream, tuple[int, bytes]]:
    """Return how far each stream was taken in, with the chain's head there."""
    found: Any = file.execute("SELECT device, incarnation, seq, head FROM positions")
    return {Stream(DeviceNo(device), Incarnation(incarnation)): (seq, head) for device, incarnation, seq, head in found}


class Judged(NamedTuple):
    """Version and event of the definition that entries are judged by; ``after`` is the id of the last one of those that stood here
    before it and were judged again, none when all were.
    """

    definition: int
    event: int
    after: tuple[int, int, int] | None


def judged(file: apsw.Connection) -> Judged | None:
    found = file.execute("SELECT definition, event, device, incarnation, seq FROM judged").get
    return None if found is None else Judged(found[0], found[1], None if found[2] is None else found[2:])


def waiting(file: apsw.Connection, most: int) -> list[bytes]:
    """Return up to ``most`` of the people whose day has still to be looked at again."""
    return [who for (who,) in _rows(file, "SELECT who FROM waiting LIMIT ?", most)]


def day(file: apsw.Connection, who: bytes) -> PersonDay:
    found = file.execute("SELECT body FROM days WHERE who = ?", (who,)).get
    return PersonDay(who) if found is None else _day(found)


def days(file: apsw.Connection) -> list[PersonDay]:
    return [_day(body) for (body,) in _rows(file, "SELECT body FROM days")]


def days_here(file: apsw.Connection, venue: int) -> list[PersonDay]:
    """Return the days of those who are at ``venue`` now, longest here first."""
    return [_day(body) for (body,) in _rows(file, "SELECT body FROM days WHERE here_venue = ? ORDER BY here_since, who", venue)]


def people_here(file: apsw.Connection, venue: int) -> int:
    found: int | None = file.execute("SELECT sum(here_people) FROM days WHERE here_venue = ?", (venue,)).get
    return found or 0


def people_at(file: apsw.Connection, venue: int, activity: int) -> int:
    found: int | None = file.execute("SELECT sum(here_people) FROM days WHERE here_venue = ? AND here_activity = ?", (venue, activity)).get
    return found or 0


def made(file: apsw.Connection, bucket: Bucket) -> int:
    query = "SELECT quantity FROM totals WHERE measure = 'made' AND venue = ? AND activity = ? AND item = ?"
    found: int | None = file.execute(query, (bucket.venue, bucket.activity, bucket.item)).get
    return found or 0


def latest_count(file: apsw.Connection, bucket: Bucket) -> int | None:
    query = (
        "SELECT quantity FROM counting WHERE measure = 'counted' AND venue = ? AND activity = ? AND item = ?"
        " ORDER BY at_ms DESC, device DESC, incarnation DESC, seq DESC LIMIT 1"
    )
    found: int | None = file.execute(query, (bucket.venue, bucket.activity, bucket.item)).get
    return found


def made_by(file: apsw.Connection, who: bytes, venue: int, since_ms: int) -> dict[tuple[int, int], int]:
    query = (
        "SELECT activity, item, sum(quantity) FROM counting WHERE who = ? AND at_ms >= ? AND measure = 'made' AND venue = ?"
        " GROUP BY activity, item ORDER BY activity, item"
    )
    return {(activity, item): quantity for activity, item, quantity in _rows(file, query, who, since_ms, venue)}


def recent(file: apsw.Connection, who: bytes, most: int) -> tuple[Line, ...]:
    query = (
        "SELECT device, incarnation, seq, at_ms, body FROM counting WHERE who = ?"
        " ORDER BY at_ms DESC, device DESC, incarnation DESC, seq DESC LIMIT ?"
    )
    return tuple(lines_of(_rows(file, query, who, most)))


def totals(file: apsw.Connection) -> Sums:
    sums = Sums()
    by_measure = {"made": sums.made, "delivered": sums.delivered, "received": sums.received}
    # A bucket of which everything was taken back is as one that never was.
    for measure, venue, activity, item, quantity in _rows(
        file, "SELECT measure, venue, activity, item, quantity FROM totals WHERE entries > 0"
    ):
        bucket = Bucket(venue, activity, item)
        if measure == "counted":
            latest = latest_count(file, bucket)
            assert latest is not None, "a bucket that was counted has a latest count"
            sums.counted[bucket] = latest
        else:
            by_measure[measure][bucket] = quantity
    return sums


def flags(file: apsw.Connection, event: int) -> tuple[Flagged, ...]:
    return tuple(sorted([*_kept_flags(file), *_unseen_targets(file, event), *_similar(file)]))


def _kept_flags(file: apsw.Connection) -> list[Flagged]:
    found = _rows(file, "SELECT device, incarnation, seq, flag FROM flags")
    return [Flagged(EntryId(device, incarnation, seq), Flag(flag)) for device, incarnation, seq, flag in found]


def _unseen_targets(file: apsw.Connection, event: int) -> list[Flagged]:
    amendments = "SELECT device, incarnation, seq, at_ms, body FROM lines WHERE target IS NOT NULL AND event = ? AND kind IN (?, ?)"
    found = lines_of(_rows(file, amendments, event, int(Kind.CORRECT), int(Kind.VOID)))
    return [Flagged(line.id, Flag.UNSEEN_TARGET) for line in found if not _stands(file, line.entry.target, event)]


def _stands(file: apsw.Connection, target: EntryId | None, event: int) -> bool:
    line = None if target is None else line_at(file, target)
    return line is not None and line.entry.event == event


def _similar(file: apsw.Connection) -> list[Flagged]:
    return [Flagged(id_, Flag.SIMILAR_LOGS) for id_ in similar_logs(lines_of(_rows(file, _SIMILAR)))]


def _rows(file: apsw.Connection, query: str, *values: int | bytes) -> list[Any]:
    return file.execute(query, values).fetchall()


def _day(body: bytes) -> PersonDay:
    return msgspec.msgpack.decode(body, type=PersonDay)
