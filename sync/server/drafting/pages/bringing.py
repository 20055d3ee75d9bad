"""How does a file become an event, or change one?

Promise: what the file would change is shown first and nothing is kept before it is confirmed; a file that does not fit is refused as a
whole, with its faults in plain words.
"""

import base64
import datetime as dt

import msgspec
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.domain.definition import Definition
from sync.eventfile import EventFileFault, read_definition
from sync.server.drafting.differences import Difference, differences
from sync.server.drafting.faults import told
from sync.server.drafting.keeping import ChangedMeanwhile, begin, keep
from sync.server.drafting.pages.beginning import EMPTY
from sync.server.drafting.pages.door import author, for_coordinators, with_draft
from sync.server.drafting.parts import encoded
from sync.server.drafting.saving import new_faults
from sync.server.drafting.sheets import SheetFault, read_rows, take_rows, template_csv, template_xlsx
from sync.server.drafting.sheets.reading import FILE_BYTES_MAX
from sync.server.reading.drafts import Drafted
from sync.server.site.clock import now_ms
from sync.server.site.visitors import Member
from sync.server.tongues.saying import later, say, say_many

SALT = "manyhands.drafting.brought"
CONFIRM_WITHIN_S = 3_600
"""A preview that was left open over lunch is shown anew rather than kept."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE = later("Choose the file first.")
TOO_LARGE = later("The file is larger than 1 MB.")


class Brought(msgspec.Struct, frozen=True):
    """What a file would make of the draft; ``faults`` stop it; ``people`` in it are not taken along."""

    definition: Definition
    faults: tuple[str, ...] = ()
    people: int = 0


@require_POST
@with_draft
def bring(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Show what the file would change."""
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > FILE_BYTES_MAX:
        messages.warning(request, NO_FILE if file is None else TOO_LARGE)
        return redirect("prepare-event", event=drafted.event)
    brought = _read(drafted, file.name or "", file.read())
    changes: tuple[Difference, ...] = differences(drafted.definition, brought.definition) if not brought.faults else ()
    shown = {"drafted": drafted, "file": file.name, "brought": brought, "changes": changes, "token": _token(drafted, brought.definition)}
    return render(request, "drafting/brought.html", shown)


@require_POST
@with_draft
def take(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Keep what was shown."""
    try:
        told = signing.loads(request.POST.get("token", ""), salt=f"{SALT}.{drafted.event}", max_age=CONFIRM_WITHIN_S)
        after = msgspec.msgpack.decode(base64.b64decode(told["definition"]), type=Definition)
        changed = keep(drafted.event, told["revision"], after, author(request, drafted.event))
    except (signing.BadSignature, ChangedMeanwhile):
        messages.warning(request, say("The draft changed since the file was looked at. Nothing is lost: choose the file again."))
    else:
        messages.success(request, _taken(len(changed)))
    return redirect("prepare-event", event=drafted.event)


@require_POST
@for_coordinators
def begin_from_file(request: HttpRequest, member: Member) -> HttpResponse:
    """Begin an event with what a TOML file says."""
    del member
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > FILE_BYTES_MAX:
        messages.warning(request, NO_FILE if file is None else TOO_LARGE)
        return redirect("prepare-new")
    try:
        definition, people = read_definition(file.name or "the file", file.read(), _today())
    except EventFileFault as fault:
        return render(request, "drafting/brought.html", {"file": file.name, "brought": Brought(EMPTY, tuple(map(told, fault.faults)))})
    no = begin(definition, f"Begun from the file {file.name}.", author(request, None))
    messages.success(request, say("The event is begun from {file}.", file=file.name or ""))
    if people:
        messages.info(request, _left_behind(people))
    return redirect("prepare-event", event=no)


@require_safe
@with_draft
def template(request: HttpRequest, drafted: Drafted, ending: str) -> HttpResponse:
    """Send the sheet of venues and activities, filled with what there is."""
    del request
    is_csv = ending == "csv"
    made = template_csv(drafted.definition) if is_csv else template_xlsx(drafted.definition)
    answer = HttpResponse(made, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="venues-and-activities-{drafted.event}.{ending}"'
    return answer


def _read(drafted: Drafted, name: str, content: bytes) -> Brought:
    people = 0
    if name.lower().endswith(".toml"):
        try:
            read, people = read_definition(name, content, _today())
        except EventFileFault as fault:
            return Brought(drafted.definition, tuple(map(told, fault.faults)))
        event = msgspec.structs.replace(read.event, no=drafted.event)
        after = msgspec.structs.replace(read, version=drafted.definition.version, event=event)
    else:
        used = (drafted.published,) if drafted.published is not None else ()
        try:
            after, faults = take_rows(drafted.definition, read_rows(name, content), used, drafted.given)
        except SheetFault as fault:
            return Brought(drafted.definition, (str(fault),))
        if faults:
            return Brought(drafted.definition, tuple(faults))
    return Brought(after, new_faults(drafted, after), people)


def _taken(changes: int) -> str:
    return say_many("The file is in the draft: {count} change.", "The file is in the draft: {count} changes.", changes)


def _left_behind(people: int) -> str:
    return say_many(
        "{count} person in the file is not taken along: bring them with the roster.",
        "{count} people and leads in the file are not taken along: bring them with the roster.",
        people,
    )


def _token(drafted: Drafted, definition: Definition) -> str:
    told = {"revision": drafted.revision, "definition": base64.b64encode(encoded(definition)).decode()}
    return signing.dumps(told, salt=f"{SALT}.{drafted.event}", compress=True)


def _today() -> dt.date:
    return dt.datetime.fromtimestamp(now_ms() / 1000, dt.UTC).date()
