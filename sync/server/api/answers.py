"""How does a table become an answer?

Promise: every answer says as of when it is; whoever has the same answer already is told so instead (304); as JSON or as CSV, page by page.
"""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from sync.server.api.asking import Wanted
from sync.server.api.cursors import BadCursor, ordered, page_of
from sync.server.api.refusals import not_understood
from sync.server.api.rows import Row
from sync.server.exports.cells import Cell, for_json
from sync.server.exports.files import as_csv

CSV_TYPE, JSON_TYPE = "text/csv; charset=utf-8", "application/json"


class Told(msgspec.Struct, frozen=True):
    """A whole table, of which one page is sent. ``keys`` are the columns that rows are ordered by.

    ``goes_on``: these are not all rows of the table; the cursor behind the last of them.
    """

    columns: tuple[str, ...]
    keys: tuple[str, ...]
    rows: list[Row]
    as_of: datetime
    changed_at: datetime | None
    goes_on: str | None = None


def answer_of(request: HttpRequest, wanted: Wanted, told: Told) -> HttpResponse:
    """Return what is sent. Raises ``Refused`` for a cursor that is none."""
    rows, next_ = _page(wanted, told)
    headers = {
        "ETag": _tag(wanted, told, rows, next_),
        "As-Of": iso(int(told.as_of.timestamp()) * 1000),
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
    }
    if next_ is not None:
        headers["Link"] = f'<{_next_address(request, next_)}>; rel="next"'
    if _has_it(request, headers["ETag"]):
        return HttpResponseNotModified(headers=headers)
    body = _csv(told, rows) if wanted.is_csv else _json(told, rows, next_)
    return HttpResponse(body, content_type=CSV_TYPE if wanted.is_csv else JSON_TYPE, headers=headers)


def _page(wanted: Wanted, told: Told) -> tuple[list[Row], str | None]:
    keys = tuple(name for name in told.keys if name in told.columns)
    rows = ordered(told.rows, keys)
    try:
        part, next_ = page_of([tuple(row[name] for name in keys) for row in rows], wanted.cursor, wanted.limit)
    except BadCursor as cause:
        raise not_understood("“cursor” is what stood under “next” in the answer before, to the same question.") from cause
    return rows[part], next_ or told.goes_on


def _json(told: Told, rows: list[Row], next_: str | None) -> bytes:
    about = {"as_of": for_json(told.as_of), "changed_at": for_json(told.changed_at), "next": next_}
    return msgspec.json.encode({**about, "rows": [{name: for_json(row[name]) for name in told.columns} for row in rows]})


def _csv(told: Told, rows: list[Row]) -> bytes:
    """Return a table whose first column says as of when it is: a spreadsheet shows no headers of HTTP."""
    cells: list[tuple[Cell, ...]] = [(told.as_of, *(row[name] for name in told.columns)) for row in rows]
    return b"".join(as_csv(("as_of", *told.columns), cells))


def _tag(wanted: Wanted, told: Told, rows: list[Row], next_: str | None) -> str:
    """Return what is the same while the figures are. Weak, because the moment in which they were read is not the same."""
    figures = [[for_json(row[name]) for name in told.columns] for row in rows]
    whole = msgspec.json.encode([wanted.is_csv, told.columns, for_json(told.changed_at), next_, figures])
    return f'W/"{hashlib.sha256(whole).hexdigest()[:32]}"'


def _has_it(request: HttpRequest, tag: str) -> bool:
    given = [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]
    return "*" in given or tag.removeprefix("W/") in [one.removeprefix("W/") for one in given]


def _next_address(request: HttpRequest, next_: str) -> str:
    query = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    return f"{request.build_absolute_uri(request.path)}?{urlencode([*query, ('cursor', next_)])}"


def iso(at_ms: int) -> str:
    """Return the moment for machines."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
