"""Who is expected, and how does a list of people become the roster?

Promise: nothing changes before a coordinator has seen what would change; what cannot be used is told by row and column; the newest list
can be taken back.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.server.audit.deeds import Deed
from sync.server.audit.log import did, looked
from sync.server.importing import lists
from sync.server.importing.columns import WORDS, Field
from sync.server.importing.models import Change, RosterImport, Stage
from sync.server.importing.sheets import ENCODINGS, FILE_BYTES_MAX, SEPARATORS, Layout, NotASheet
from sync.server.reading import imports as reading
from sync.server.reading.jobs import job
from sync.server.site import amounts
from sync.server.site.jobs import asker
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import later, say

SEPARATOR_WORDS = dict(zip(SEPARATORS, (later("comma ,"), later("semicolon ;"), later("tab"), later("bar |")), strict=True))
REMOVED = ", and removed those whom it does not have."


@require_safe
@page_for(COORDINATORS)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Say how many are expected where, and which lists were brought."""
    brought = reading.imports_of(visitor.event)
    return render(
        request,
        "site/roster.html",
        {
            "visitor": visitor,
            "venues": reading.roster_of(visitor.definition),
            "imports": [(one, lists.may_be_taken_back(one)) for one in brought],
            "words": {stage.value: stage.label for stage in Stage},
        },
    )


@require_POST
@page_for(COORDINATORS)
def bring(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take a list in and show its columns."""
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > FILE_BYTES_MAX:
        too_large = say(
            "That file is larger than {most} MB. Save the list alone, without pictures, and bring that one.", most=FILE_BYTES_MAX // 1024**2
        )
        messages.warning(request, say("Choose the file first.") if file is None else too_large)
        return redirect("roster")
    languages = visitor.definition.event.languages
    try:
        one = lists.begin(visitor.event, file.name or "list", file.chunks(), asker(request, visitor), languages)
    except (NotASheet, UnicodeError) as fault:
        messages.warning(request, str(fault) if isinstance(fault, NotASheet) else say("The letters of this file cannot be read."))
        return redirect("roster")
    return redirect("roster-columns", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def columns(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Ask what the columns mean; then have the list read."""
    one = _import(visitor, no)
    if one.stage not in (Stage.COLUMNS, Stage.READY):
        return redirect("roster-import", no)
    faults: list[str] = []
    if request.method == "POST" and "look" in request.POST:
        faults = _look_again(one, request)
    elif request.method == "POST":
        fields = [_field(request.POST.get(f"column-{place}", "")) for place in range(len(one.columns))]
        faults = lists.choose(one, fields, _options(request, visitor), asker(request, visitor))
        if not faults:
            return redirect("roster-import", no)
        one.fields = [str(field) for field in fields]
    return render(request, "site/roster_columns.html", _columns_shown(one, visitor) | {"faults": faults})


@require_safe
@page_for(COORDINATORS)
def one_import(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show how far a list is; when it was read, what it would change."""
    one = _import(visitor, no)
    if one.stage == Stage.COLUMNS:
        return redirect("roster-columns", no)
    definition = visitor.definition
    shown: dict[str, Any] = {
        "visitor": visitor,
        "one": one,
        "job": None if one.job is None else job(visitor.event, one.job),
        "may_be_taken_back": lists.may_be_taken_back(one),
    }
    if one.stage == Stage.READY:
        looked(visitor.actor, f"Looked at the names that list {one.pk} would change on the roster.")
        shown |= {change.value: reading.differences(one, change, definition) for change in (Change.NEW, Change.CHANGED, Change.GONE)}
        shown |= {"twins": reading.twins(one, definition), "faults": reading.faults(one), "shown_max": reading.SHOWN_MAX}
    return render(request, "site/roster_import.html", shown)


@require_POST
@page_for(COORDINATORS)
def put_on(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Put the list onto the roster as the page showed it."""
    one = _import(visitor, no)
    merged, shown = (_numbers(request, name) for name in ("merged", "shown"))
    removes = "removes" in request.POST
    try:
        with transaction.atomic():
            lists.put_on_roster(one, asker(request, visitor), removes=removes, merged=merged, shown=shown)
            did(visitor.actor, Deed.ROSTER_IMPORTED, f"Put list {one.pk} onto the roster{REMOVED if removes else '.'}")
    except lists.NotNow as reason:
        messages.warning(request, str(reason))
    return redirect("roster-import", no)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def take_back(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Say what taking back does; on confirmation, do it."""
    one = _import(visitor, no)
    if request.method != "POST":
        return render(request, "site/roster_take_back.html", {"visitor": visitor, "one": one})
    try:
        with transaction.atomic():
            lists.take_back(one, asker(request, visitor))
            did(visitor.actor, Deed.ROSTER_IMPORTED, f"Took list {one.pk} back off the roster.")
    except lists.NotNow as reason:
        messages.warning(request, str(reason))
    return redirect("roster-import", no)


@require_POST
@page_for(COORDINATORS)
def leave(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Forget a list that is not wanted."""
    try:
        lists.leave(_import(visitor, no))
    except lists.NotNow as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, say("The list is forgotten. Nothing has changed."))
    return redirect("roster")


def _import(visitor: Visitor, no: int) -> RosterImport:
    one = reading.import_of(visitor.event, no)
    if one is None or one.stage == Stage.DROPPED:
        raise Http404
    return lists.settled(one)


def _columns_shown(one: RosterImport, visitor: Visitor) -> dict[str, Any]:
    try:
        cells = lists.samples(one)
    except (NotASheet, UnicodeError, OSError):
        cells = [[] for _ in one.columns]
    return {
        "visitor": visitor,
        "one": one,
        "columns": [
            (place, heading or say("Column {place}", place=place + 1), " · ".join(filter(None, cells[place])), one.fields[place])
            for place, heading in enumerate(one.columns)
        ],
        "choices": [(field.value, words) for field, words in WORDS.items()],
        "layout": one.options["layout"],
        "encodings": list(ENCODINGS.items()),
        "separators": list(SEPARATOR_WORDS.items()),
        "venues": [(venue.no, amounts.named(venue.name)) for venue in visitor.venues],
    }


def _look_again(one: RosterImport, request: HttpRequest) -> list[str]:
    encoding, separator = request.POST.get("encoding", ""), request.POST.get("separator", "")
    if encoding not in ENCODINGS or separator not in SEPARATORS:
        return [say("Choose one of the encodings and separators of the lists.")]
    try:
        lists.look_again(one, Layout(encoding, separator))
    except (NotASheet, UnicodeError):
        return [say("The file cannot be read that way. Choose another encoding or separator.")]
    return []


def _options(request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    given = request.POST.get("venue", "")
    venue = visitor.definition.venue(int(given)) if given.isascii() and given.isdigit() and len(given) < 10 else None  # noqa: PLR2004 - a venue's number is short
    return {"venue": None if venue is None else venue.no, "is_short": request.POST.get("names") != "whole"}


def _field(given: str) -> Field:
    return Field(given) if given in set(Field) else Field.IGNORED


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit() and len(one) < 19}  # noqa: PLR2004 - what the database counts to
