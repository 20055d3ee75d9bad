"""How does a coordinator publish, and take an event along as a file?

Promise: what changes is shown in words and asked about once; what was confirmed is what is published.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sync.domain.definition import Definition
from sync.eventfile import written_event
from sync.server.drafting.differences import differences
from sync.server.drafting.faults import told
from sync.server.drafting.keeping import ChangedMeanwhile
from sync.server.drafting.missing import notes_of
from sync.server.drafting.pages.door import author, with_draft
from sync.server.drafting.pages.part import revision_of
from sync.server.drafting.release import release
from sync.server.publishing.publish import Unpublishable
from sync.server.reading.drafts import Drafted, version_of
from sync.server.site.clock import now_ms
from sync.server.tongues.saying import later, say, say_many

LOOK_AGAIN = later("Somebody changed the draft in this moment. Look at what would be published now, then press again.")


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def publish(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Show what publishing would change; on confirmation, publish."""
    if request.method != "POST":
        return _asked(request, drafted)
    try:
        published = release(drafted.event, revision_of(request.POST.get("revision", "")), author(request, drafted.event))
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
        return redirect("prepare-publish", event=drafted.event)
    except Unpublishable as fault:
        messages.warning(request, told(fault.faults[0]))
        return redirect("prepare-publish", event=drafted.event)
    messages.success(request, say("Version {version} is published. Each kiosk takes it up at its next contact.", version=published.version))
    return redirect("prepare-event", event=drafted.event)


@require_safe
@with_draft
def draft_file(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Send the draft as an event file."""
    del request
    return _file(drafted.definition, f"event-{drafted.event}-draft.toml")


@require_safe
@with_draft
def version_file(request: HttpRequest, drafted: Drafted, version: int) -> HttpResponse:
    """Send a published version as an event file."""
    del request
    definition = version_of(drafted.event, version)
    if definition is None and drafted.published is not None and drafted.published.version == version:
        definition = drafted.published
    if definition is None:
        raise Http404
    return _file(definition, f"event-{drafted.event}-version-{version}.toml")


def _asked(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    notes = notes_of(drafted.definition, drafted.published, now_ms())
    before = drafted.published
    shown = {
        "drafted": drafted,
        "stops": [note for note in notes if note.stops],
        "thoughts": sum(not note.stops for note in notes),
        "changes": differences(before, drafted.definition) if before is not None else (),
        "is_first": before is None,
        "parts": _parts(drafted.definition) if before is None else (),
    }
    return render(request, "drafting/publish.html", shown)


def _parts(definition: Definition) -> tuple[str, ...]:
    """Say how much there is of what is published for the first time."""
    return (
        say_many("{count} venue", "{count} venues", len(definition.venues)),
        say_many("{count} activity", "{count} activities", len(definition.activities)),
        say_many("{count} item kind", "{count} item kinds", len(definition.items)),
        say_many("{count} shift", "{count} shifts", len(definition.shifts)),
        say_many("{count} beneficiary", "{count} beneficiaries", len(definition.beneficiaries)),
    )


def _file(definition: Definition, name: str) -> HttpResponse:
    answer = HttpResponse(written_event(definition), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
