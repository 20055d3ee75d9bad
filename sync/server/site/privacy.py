"""What is kept of people, when does it go, and who can let it go sooner?

Promise: everything is shown in numbers before it goes; what cannot be undone is asked once more, with what it means; every erasing leaves
a record and a line in the audit log, without a name.
"""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.erasing import due, retention
from sync.server.erasing.holdings import Kind
from sync.server.erasing.models import Why
from sync.server.erasing.retention import NotThen
from sync.server.reading.privacy import Privacy, privacy_of
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.jobs import asker
from sync.server.site.visitors import COORDINATORS, WATCHFUL, Visitor, page_for
from sync.server.tongues.saying import Said, later, say

KIND_WORDS: dict[Kind, Said] = {
    Kind.VOLUNTEERS: later("volunteers’ names, with their wishes and digits"),
    Kind.PARTIES: later("names of families, classes and groups"),
    Kind.LEADS: later("leads’ names and telephone numbers"),
    Kind.TELEPHONES: later("telephone numbers of whom to call"),
    Kind.LIST_ROWS: later("rows of lists that were brought"),
    Kind.LISTS: later("lists, with their file names"),
    Kind.FILES: later("files that were drawn: passes, mats, certificates"),
    Kind.REGISTRATIONS: later("registrations"),
}
WHY_WORDS: dict[Why, Said] = {
    Why.DATE: later("its date had come"),
    Why.ASKED: later("a coordinator asked for it"),
    Why.ONE: later("one person was erased"),
    Why.RESTORED: later("a backup had brought it back"),
}


@require_safe
@page_for(WATCHFUL)
def page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what would go and when, and what went."""
    return render(request, "site/privacy.html", _shown(visitor))


@require_POST
@page_for(COORDINATORS)
def moved(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Choose another day, with a reason."""
    day, reason = request.POST.get("day", ""), request.POST.get("reason", "")
    try:
        with transaction.atomic():
            term = retention.move(visitor.definition, _day(day), reason, visitor.name, now_ms())
            said = dt.date.fromisoformat(day)
            did(visitor.actor, Deed.RETENTION_MOVED, f"Moved the day on which people are forgotten to {said}, because: {term.reason}")
    except NotThen as fault:
        shown = _shown(visitor) | {"fault": str(fault), "day": day, "reason": reason}
        return render(request, "site/privacy.html", shown, status=422)
    messages.success(request, say("People are forgotten on {day}.", day=amounts.day(term.erase_ms, visitor.definition.event)))
    return redirect("privacy")


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def erased(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Say what erasing everybody means; on confirmation, do it in the background."""
    if request.method == "POST" and request.POST.get("sure"):
        with transaction.atomic():
            did(visitor.actor, Deed.ERASED, "Asked for everybody of the event to be erased now.")
            job = due.ask_now(visitor.event, asker(request, visitor))
        return redirect("jobs-one", job.pk)
    shown = _shown(visitor) | {"is_unsure": request.method == "POST"}
    return render(request, "site/privacy_erase.html", shown, status=422 if request.method == "POST" else 200)


def _shown(visitor: Visitor) -> dict[str, Any]:
    found, event = privacy_of(visitor.definition), visitor.definition.event
    records = [
        (amounts.moment(one.at_ms, event, now_ms()), one, WHY_WORDS[one.why], [(KIND_WORDS[kind], count) for kind, count in one.counts])
        for one in found.records
    ]
    return {
        "visitor": visitor,
        "privacy": found,
        "kinds": [(KIND_WORDS[kind], count) for kind, count in found.counts if kind in KIND_WORDS],
        "when": amounts.day(found.term.erase_ms, event),
        "is_over": found.term.erase_ms <= now_ms(),
        "chosen": _chosen(found, visitor),
        "latest": retention.latest(visitor.definition).isoformat(),
        "usual_days": retention.USUAL_DAYS,
        "records": records,
    }


def _chosen(found: Privacy, visitor: Visitor) -> str:
    """Say who chose the day and why; empty for the usual one."""
    term = found.term
    if term.at_ms is None:
        return ""
    moment = amounts.moment(term.at_ms, visitor.definition.event, now_ms())
    return say("{who} chose this day on {moment}: {reason}", who=term.by, moment=moment, reason=term.reason)


def _day(given: str) -> dt.date:
    try:
        return dt.date.fromisoformat(given)
    except ValueError as cause:
        raise NotThen(say("Choose a day.")) from cause
