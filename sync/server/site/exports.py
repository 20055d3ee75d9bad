"""Which figures can be taken away as a file, by whom?

Promise: a lead takes what is of their own venues; names go only to coordinators and leads who ask for them, and each time is written
into the audit log before the first of them is sent.
"""

from contextlib import ExitStack
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.server.audit.deeds import Deed
from sync.server.audit.log import did, looked
from sync.server.exports.asking import table_of
from sync.server.exports.columns import BOXES, CUTS, PEOPLE, TABLES, TOTALS, Column, Table, totals_by
from sync.server.exports.figures import Asked
from sync.server.exports.files import TYPES, as_csv, as_json, as_workbook
from sync.server.exports.turns import RETRY_S, TURNS, NoTurn
from sync.server.exports.workbook import WORK, takes_long, wish_of
from sync.server.jobs import asking
from sync.server.people.models import Role
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.jobs import asker
from sync.server.site.visitors import CONCERNED, EVERYBODY, IN_CHARGE, Visitor, page_for
from sync.server.tongues.saying import Said, english, later

FOR = {TOTALS.name: EVERYBODY, BOXES.name: EVERYBODY, PEOPLE.name: EVERYBODY}
"""Who may take a table; every other one is for those whom devices and flags concern."""

CUT_AT_FIRST = frozenset({"venue", "activity"})
NAMES_FOR: frozenset[Role] = IN_CHARGE
FORMATS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}
CUT_WORDS: dict[str, Said] = {
    "event": later("Event"),
    "venue": later("Venue"),
    "activity": later("Activity"),
    "outcome": later("What became of it"),
    "beneficiary": later("Beneficiary"),
    "hour": later("Hour of the day"),
}


@require_safe
@page_for(EVERYBODY)
def page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show which tables there are, and what their columns say."""
    tables = [table for table in TABLES.values() if visitor.role in FOR.get(table.name, CONCERNED)]
    return render(
        request,
        "site/exports.html",
        {
            "visitor": visitor,
            "tables": [_shown(table) for table in tables],
            "formats": FORMATS,
            "venues": [(venue.no, amounts.named(venue.name)) for venue in visitor.venues],
            "may_name": visitor.role in NAMES_FOR,
        },
    )


@require_safe
@page_for(EVERYBODY)
def file(request: HttpRequest, visitor: Visitor, name: str, sort: str) -> HttpResponseBase:
    """Send one table."""
    table = TABLES.get(name)
    if table is None or sort not in TYPES:
        raise Http404
    if visitor.role not in FOR.get(name, CONCERNED):
        raise PermissionDenied
    asked = asked_of(request, visitor, table)
    if sort == "xlsx" and takes_long(table, asked):
        return render(request, "site/export_long.html", {"visitor": visitor, "table": table, "wished": request.META["QUERY_STRING"]})
    try:
        answer = _sent(table, asked, sort)
    except NoTurn:
        return busy(request, {"visitor": visitor, "table": table, "wished": request.META["QUERY_STRING"]})
    with ExitStack() as held:  # a turn must not outlive a line that could not be written
        held.callback(answer.close)
        _write_down(visitor, table, asked, sort)
        held.pop_all()
    return answer


@require_POST
@page_for(EVERYBODY)
def workbook(request: HttpRequest, visitor: Visitor, name: str) -> HttpResponse:
    """Have a workbook made in the background; what is in it stands in the query, as for one that is sent at once."""
    table = TABLES.get(name)
    if table is None:
        raise Http404
    if visitor.role not in FOR.get(name, CONCERNED):
        raise PermissionDenied
    asked = asked_of(request, visitor, table)
    with transaction.atomic():
        _write_down(visitor, table, asked, "xlsx")
        job = asking.ask(visitor.event, WORK, f"Workbook: {english(table.title)}", by=asker(request, visitor), asked=wish_of(table, asked))
    return redirect("jobs-one", job.pk)


class TableShown(msgspec.Struct, frozen=True):
    """One table on the page. ``cuts`` are (name, word, columns, ticked at first) of a table that can be cut."""

    table: Table
    columns: tuple[Column, ...]
    cuts: tuple[tuple[str, Said, tuple[Column, ...], bool], ...] = ()


def _shown(table: Table) -> TableShown:
    if table is not TOTALS:
        return TableShown(table, table.columns)
    cuts = tuple((name, CUT_WORDS[name], columns, name in CUT_AT_FIRST) for name, columns in CUTS.items())
    return TableShown(table, totals_by(()).columns, cuts)


def asked_of(request: HttpRequest, visitor: Visitor, table: Table) -> Asked:
    """Return what is asked for, within what the visitor may see. Raises ``Http404`` for a venue of somebody else."""
    given = request.GET.get("venue", "")
    venues = visitor.seen
    if given:
        if given not in {str(venue.no) for venue in visitor.venues}:
            raise Http404
        venues = frozenset({int(given)})
    with_names = bool(request.GET.get("names")) and bool(table.named) and visitor.role in NAMES_FOR
    cuts = frozenset(request.GET.getlist("by")) & CUTS.keys()
    return Asked(visitor.published, venues, now_ms(), with_names, cuts or CUT_AT_FIRST)


def _write_down(visitor: Visitor, table: Table, asked: Asked, sort: str) -> None:
    venue = next(iter(asked.venues)) if asked.venues is not None and len(asked.venues) == 1 else None
    what = f"Took the table “{english(table.title)}” away as {FORMATS[sort]}"
    if asked.with_names:
        looked(visitor.actor, f"{what}, with the names.", venue)
    else:
        did(visitor.actor, Deed.EXPORTED, f"{what}, without names.", venue)


def _sent(table: Table, asked: Asked, sort: str) -> HttpResponseBase:
    header, rows = table_of(table, asked)
    name = f"{table.name}-{asked.published.no}.{sort}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if sort == "xlsx":
        return FileResponse(as_workbook(table.name, header, rows), as_attachment=True, filename=name, content_type=TYPES[sort])
    pieces = as_csv(header, rows) if sort == "csv" else as_json(header, rows, _about(asked))
    taken = TURNS.take(pieces) if takes_long(table, asked) else pieces
    return StreamingHttpResponse(taken, content_type=TYPES[sort], headers=headers)


def busy(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    """Answer that as many long files as may are being sent."""
    answer = render(request, "site/export_busy.html", shown, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(RETRY_S)
    return answer


def _about(asked: Asked) -> dict[str, Any]:
    event = asked.published.definition.event
    return {"event": event.no, "as_of": amounts.iso(asked.now_ms), "timezone": event.timezone}
