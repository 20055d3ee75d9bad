"""What does somebody ask in an address?

Promise: a word that means nothing here is told and not passed over, because a figure that was cut otherwise than somebody thinks is
worse than none.
"""

import msgspec
from django.http import QueryDict

from sync.server.api.refusals import not_understood
from sync.server.exports.columns import CUTS

ROWS_USUALLY, ROWS_MAX = 1_000, 10_000
"""A spreadsheet that reads CSV follows no cursor: it gets as much at once as anybody may."""

_NUMBER_DIGITS_MAX = 15
FORMATS = ("json", "csv")
ALWAYS = frozenset({"format", "limit", "cursor"})


class Wanted(msgspec.Struct, frozen=True):
    """What was asked for. ``venue`` none: all that the token opens; ``cursor`` empty: from the beginning."""

    is_csv: bool
    limit: int
    cursor: str = ""
    venue: int | None = None
    cuts: frozenset[str] = frozenset()


def wanted(query: QueryDict, more: frozenset[str]) -> Wanted:
    """Return what ``query`` says, which may hold ``more`` than what every address knows. Raises ``Refused``."""
    known = ALWAYS | more
    strange = sorted(set(query) - known)
    if strange:
        raise not_understood(f"“{strange[0][:40]}” means nothing here. This address knows: {', '.join(sorted(known))}.")
    twice = sorted(name for name in query if name != "by" and len(query.getlist(name)) > 1)
    if twice:
        raise not_understood(f"Say “{twice[0]}” once.")
    format_ = query.get("format", FORMATS[0])
    if format_ not in FORMATS:
        raise not_understood("“format” is json or csv.")
    return Wanted(format_ == "csv", _limit(query, format_), query.get("cursor", ""), _number(query, "venue"), _cuts(query))


def _limit(query: QueryDict, format_: str) -> int:
    given = _number(query, "limit")
    if given is None:
        return ROWS_MAX if format_ == "csv" else ROWS_USUALLY
    if not 1 <= given <= ROWS_MAX:
        raise not_understood(f"“limit” is a number of rows from 1 to {ROWS_MAX}.")
    return given


def _number(query: QueryDict, name: str) -> int | None:
    given = query.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or len(given) > _NUMBER_DIGITS_MAX:
        raise not_understood(f"“{name}” is a number.")
    return int(given)


def _cuts(query: QueryDict) -> frozenset[str]:
    given = query.getlist("by")
    strange = [cut for cut in given if cut not in CUTS]
    if strange:
        raise not_understood(f"“{strange[0][:40]}” is nothing to cut by. Say by=venue, or several: {', '.join(CUTS)}.")
    return frozenset(given)
