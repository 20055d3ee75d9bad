"""How are figures by the hour told, which nothing but the entries themselves knows?

Promise: no answer reads more entries than can be read while a proxy waits; who asks for more gets it venue by venue, page after page.
Each is read once a minute, and by one asker at a time (S75).
"""

import hashlib
from collections.abc import Sequence

import msgspec
from django.core.cache import cache
from django.db.models import Sum

from sync.server.api.cursors import behind, place_in
from sync.server.api.refusals import too_much, too_often
from sync.server.api.rows import Question, Row, total_rows
from sync.server.ledger.models import StreamVenue

HOURS_KEPT_S = 60

HOURS_LIMIT_S = 300
"""After so long somebody else may read them, should the one before never have come to an end."""

HOURS_WAIT_S = 10

HOURS_ENTRIES_MAX = 1_000_000
"""A third of a minute on a busy machine; proxies wait a whole one."""

_READING = "api:hours"


class Hours(msgspec.Struct, frozen=True):
    """``rows`` as of ``at_ms``; ``goes_on`` is the cursor behind them, none when they are the last."""

    rows: list[Row]
    at_ms: int
    goes_on: str | None = None


def by_hour(question: Question, keys: Sequence[str], cursor: str) -> Hours:
    """Return the rows among which ``cursor`` goes on; ``keys`` are the columns that they are ordered by. Raises ``Refused``."""
    parts = _parts(_entries(question))
    if len(parts) == 1:
        return _read(question)
    if "venue" not in question.cuts:
        detail = "So many entries by the hour are told venue by venue: add by=venue and follow “next”, or say venue=… for one of them."
        raise too_much(f"{detail} The whole in one piece is the workbook that the centre’s Exports page makes in the background.")
    at = place_in(cursor, keys, "venue")
    no = next((no for no, part in enumerate(parts) if at is None or not at.is_behind(part[-1])), len(parts) - 1)
    hours = _read(msgspec.structs.replace(question, venues=frozenset(parts[no])))
    if no + 1 == len(parts):
        return hours
    known = {"event": question.published.no, "venue": parts[no][-1]}
    return msgspec.structs.replace(hours, goes_on=behind(known, keys))


def _entries(question: Question) -> dict[int, int]:
    """Return how many entries each venue has, by its number."""
    rows = StreamVenue.objects.filter(event=question.published.no)
    if question.venues is not None:
        rows = rows.filter(venue__in=sorted(question.venues))
    return dict(rows.values_list("venue").annotate(Sum("entries")).order_by("venue"))


def _parts(entries: dict[int, int]) -> list[list[int]]:
    """Return the venues in their order, in parts that can be read at once: at least one part, and one venue in each."""
    parts: list[list[int]] = [[]]
    read = 0
    for venue, number in entries.items():
        if parts[-1] and read + number > HOURS_ENTRIES_MAX:
            parts.append([])
            read = 0
        parts[-1].append(venue)
        read += number
    return parts


def _read(question: Question) -> Hours:
    seen = "all" if question.venues is None else "-".join(str(no) for no in sorted(question.venues))
    told = (question.published.no, question.published.version, seen, "-".join(sorted(question.cuts)), question.shows_small)
    # A cache has no room for the numbers of a thousand venues in a key.
    key = f"{_READING}:{hashlib.sha256(':'.join(str(part) for part in told).encode()).hexdigest()}"
    kept: Hours | None = cache.get(key)
    if kept is not None:
        return kept
    if not cache.add(_READING, 1, HOURS_LIMIT_S):
        raise too_often(HOURS_WAIT_S, f"Another program reads figures by the hour just now. Try again in {HOURS_WAIT_S} seconds.")
    try:
        kept = Hours(total_rows(question), question.now_ms)
        cache.set(key, kept, HOURS_KEPT_S)
    finally:
        cache.delete(_READING)
    return kept
