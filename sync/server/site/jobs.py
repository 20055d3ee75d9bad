"""What is being done in the background, how far is it, and where is what came of it?

Promise: coordinators see every job of their event, everybody else their own; the bar moves by itself, and the page is drawn anew when
the job has ended. A page of another room shows a job with ``site/pieces/job.html`` and ``shown_job``.
"""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.server.jobs import asking, files
from sync.server.jobs.asking import Asker
from sync.server.jobs.models import Job
from sync.server.reading.jobs import JobRow, job, jobs
from sync.server.site.visitors import EVERYBODY, Visitor, page_for
from sync.server.tongues.saying import say

KEPT_DAYS = files.KEPT_MS // (24 * 3_600_000)


def asker(request: HttpRequest, visitor: Visitor) -> Asker:
    """Return who asks for a job, as ``jobs.asking.ask`` takes it."""
    assert request.user.pk is not None
    return Asker(request.user.pk, visitor.name)


def shown_job(request: HttpRequest, visitor: Visitor, no: int) -> JobRow:
    """Return job ``no`` if this visitor may see it. Raises ``Http404``."""
    row = job(visitor.event, no)
    if row is None or not (visitor.may_decide or row.asked_by == request.user.pk):
        raise Http404
    return row


@require_safe
@page_for(EVERYBODY)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the jobs."""
    rows = jobs(visitor.event, None if visitor.may_decide else request.user.pk)
    shown = {"visitor": visitor, "running": [row for row in rows if row.is_open], "ended": [row for row in rows if not row.is_open]}
    return render(request, "site/jobs.html", shown | {"kept_days": KEPT_DAYS})


@require_safe
@page_for(EVERYBODY)
def one(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show one job: its bar, then what came of it."""
    return render(request, "site/job.html", {"visitor": visitor, "job": shown_job(request, visitor, no), "kept_days": KEPT_DAYS})


@require_safe
@page_for(EVERYBODY)
def bar(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Send the bar; when the job has ended, have the page that shows it drawn anew."""
    row = shown_job(request, visitor, no)
    if not row.is_open:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "site/pieces/job.html", {"job": row})


@require_safe
@page_for(EVERYBODY)
def file(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponseBase:
    """Hand over the job's result."""
    row = shown_job(request, visitor, no)
    try:
        content = (files.folder_of(no) / row.file).open("rb") if row.has_file else None
    except OSError:
        content = None
    if content is None:
        messages.warning(request, say("That file is no longer kept: files are here for {days} days. Ask for it once more.", days=KEPT_DAYS))
        return redirect("jobs-one", no)
    return FileResponse(content, as_attachment=True, filename=row.file)


@require_POST
@page_for(EVERYBODY)
def cancel(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Let the job end before it is done."""
    asking.cancel(Job.objects.get(pk=shown_job(request, visitor, no).no))
    messages.success(request, say("It stops within a few seconds."))
    return redirect("jobs-one", no)


@require_POST
@page_for(EVERYBODY)
def again(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Let a job that was not done go on."""
    if not asking.ask_again(Job.objects.get(pk=shown_job(request, visitor, no).no)):
        messages.warning(request, say("This one cannot go on: begin it anew where you asked for it."))
    return redirect("jobs-one", no)
