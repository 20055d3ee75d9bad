"""Which events are there, and what does one of them hold, with what is still missing?

Promise: what stops publishing stands first, and each line leads to where it is put right.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.server.drafting.differences import differences, moment
from sync.server.drafting.forms import FORMS
from sync.server.drafting.keeping import ChangedMeanwhile
from sync.server.drafting.missing import Note, notes_of
from sync.server.drafting.pages.door import author, for_coordinators, with_draft
from sync.server.drafting.pages.part import answers_in, revision_of
from sync.server.drafting.pages.rows import VENUES_SHOWN, rows_of, venues_of
from sync.server.drafting.pages.rows import owner_of as owner_of_text
from sync.server.drafting.parts import Kind
from sync.server.drafting.release import AWAY, begin_again
from sync.server.drafting.retold import told
from sync.server.drafting.saving import with_form
from sync.server.people.organisations import owner_of
from sync.server.reading.drafts import Drafted, changes_of, every_draft, part_in, versions_of
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.visitors import Member
from sync.server.tongues.saying import english, say

THOUGHTS_SHOWN = 12
"""Of a kind of note; the rest is told as a number, and appears as the first ones are put right."""


@require_safe
@for_coordinators
def every(request: HttpRequest, member: Member) -> HttpResponse:
    """List the organisation's events, the latest day first."""
    ours = [drafted for drafted in every_draft() if owner_of(drafted.event) == member.organisation]
    shown = [(drafted, amounts.day(drafted.definition.event.opens_ms, drafted.definition.event)) for drafted in ours]
    return render(request, "drafting/every.html", {"events": shown})


@require_safe
@with_draft
def one(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Show everything about one event."""
    notes = notes_of(drafted.definition, drafted.published, now_ms())
    event, thoughts = drafted.definition.event, [note for note in notes if not note.stops]
    shown = {
        "drafted": drafted,
        "event": event,
        "opens": moment(event.opens_ms, event),
        "closes": moment(event.closes_ms, event),
        "stops": [note for note in notes if note.stops],
        "thoughts": thoughts[:THOUGHTS_SHOWN],
        "more": max(0, len(thoughts) - THOUGHTS_SHOWN),
        "changed": len(differences(drafted.published, drafted.definition)) if drafted.published else 0,
        "changed_ago": amounts.ago(now_ms() - drafted.changed_ms),
        "found": venues_of(drafted, request.GET.get("find", "")[:60], owner_of_text(request.GET.get("page", "")) or 1),
        "many": len(drafted.definition.venues) > VENUES_SHOWN,
        "items": rows_of(drafted, Kind.ITEM),
        "beneficiaries": rows_of(drafted, Kind.BENEFICIARY),
    }
    return render(request, "drafting/one.html", shown)


@require_POST
@with_draft
def check(request: HttpRequest, drafted: Drafted, kind: Kind, no: int) -> HttpResponse:
    """Say beside the form what would be missing or changed, without keeping anything."""
    part = part_in(drafted.definition, kind, no)
    form = FORMS[kind](drafted.definition, answers_in(request.POST), part)
    if not form.is_valid():
        return render(request, "drafting/pieces/check.html", {"faults": _faults(form.errors.items()), "drafted": drafted})
    after = with_form(drafted, kind, no, form)
    notes: list[Note] = [note for note in notes_of(after, drafted.published, now_ms()) if (note.kind, note.no) == (kind, no)]
    changed = [one.sentence for one in differences(drafted.definition, after)]
    return render(request, "drafting/pieces/check.html", {"notes": notes, "changed": changed, "drafted": drafted, "is_fine": not notes})


@require_safe
@with_draft
def history(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Show who changed what, and the versions that were published."""
    event, at_ms = drafted.definition.event, now_ms()
    changes = [
        (change, amounts.moment(change.at_ms, event, at_ms), [told(line) for line in change.words.split("\n")])
        for change in changes_of(drafted.event)
    ]
    away = english(AWAY)
    versions = [
        (one, AWAY if one.who == away else one.who, moment(one.at_ms, event), [told(line) for line in one.words])
        for one in versions_of(drafted.event)
    ]
    shown = {"drafted": drafted, "changes": changes, "versions": versions}
    return render(request, "drafting/history.html", shown)


@require_POST
@with_draft
def again(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Give the draft up for what is published."""
    if drafted.published is None:
        return redirect("prepare-event", event=drafted.event)
    try:
        begin_again(drafted.event, revision_of(request.POST.get("revision", "")), author(request, drafted.event))
    except ChangedMeanwhile:
        messages.warning(request, say("Somebody changed the draft in this moment. Look at it first, then decide again."))
    else:
        messages.success(request, say("The draft is as it was published. What was given up stands in its history."))
    return redirect("prepare-event", event=drafted.event)


def _faults(errors: object) -> list[str]:
    return [str(fault) for _, faults in errors for fault in faults]  # type: ignore[attr-defined]  # Django's dictionary of lists
