"""What was reported about the day? One page for the whole of it and one for each venue, as a page and on paper, version by version.

Promise: a version is shown as it was frozen; what is outstanding stands beside the figures, never in place of them; a lead reads about
their own venues.
"""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sync.paper.report import ReportPage, report_pdf
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.reading.report import snapshot
from sync.server.reports.changes import changes
from sync.server.reports.versions import Version, freeze, last_year_of, version, versions
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.reported import Reported, on_paper, reported
from sync.server.site.visitors import COORDINATORS, EVERYBODY, Visitor, page_for
from sync.server.tongues.saying import say

DIGITS_MAX = 6


@require_safe
@page_for(EVERYBODY)
def whole(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the report of the whole event; a lead reads about their venue."""
    if not visitor.rights.sees_all:
        return redirect("reports-venue", visitor.venues[0].no)
    return _page(request, visitor, None)


@require_safe
@page_for(EVERYBODY)
def venue(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show the report of one venue."""
    _check(visitor, no)
    return _page(request, visitor, no)


@require_safe
@page_for(EVERYBODY)
def paper(request: HttpRequest, visitor: Visitor, no: int = 0) -> HttpResponse:
    """Send the report of a venue (0: of the whole event) as PDF; ``?venues=1``: with a page for each venue behind it."""
    _check(visitor, no or None)
    shown, _ = _asked(request, visitor)
    pages = list(_pages(shown, visitor, no, bool(request.GET.get("venues"))))
    did(visitor.actor, Deed.EXPORTED, f"Took the report away on paper, {'venue by venue' if len(pages) > 1 else 'one page'}.", no or None)
    name = f"report-{visitor.event}{f'-venue-{no}' if no else ''}{f'-version-{shown.version}' if shown.version else ''}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(report_pdf(pages, title=pages[0].title), content_type="application/pdf", headers=headers)


@require_POST
@page_for(COORDINATORS)
def frozen(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Make a version now."""
    made = freeze(visitor.published, now_ms(), visitor.name)
    if made is None:
        messages.info(request, say("Nothing has changed since the newest version, so there is no new one."))
    else:
        did(visitor.actor, Deed.REPORT_MADE, f"Froze the report as version {made.version}.")
        messages.success(request, say("Version {version} is frozen. What comes in later makes the next one.", version=made.version))
    return redirect("reports")


def _page(request: HttpRequest, visitor: Visitor, no: int | None) -> HttpResponse:
    shown, before = _asked(request, visitor)
    every = [(one, amounts.moment(made_ms, visitor.definition.event, now_ms())) for one, made_ms, _ in versions(visitor.event)]
    changed = changes(before.snapshot, shown.snapshot, no) if before is not None else ()
    return render(
        request,
        "site/report.html",
        {
            "visitor": visitor,
            "report": _of(shown, no, visitor),
            "version": shown.version,
            "versions": every,
            "changes": changed,
            "before": before.version if before else 0,
            "paper": _paper_address(no, shown.version),
            "page": reverse("reports") if no is None else reverse("reports-venue", args=[no]),
            "venue": no,
        },
    )


def _asked(request: HttpRequest, visitor: Visitor) -> tuple[Version, Version | None]:
    """Return the version that is asked for, and the one before it; version 0 is how it stands now, before anything was frozen."""
    given = request.GET.get("version", "")
    wanted = int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS_MAX else None
    found = None if wanted == 0 else version(visitor.event, wanted)
    if found is not None:
        return found, version(visitor.event, found.version - 1) if found.version > 1 else None
    if wanted:
        raise Http404
    at_ms = now_ms()
    return Version(0, at_ms, "", snapshot(visitor.published, at_ms, last_year_of(visitor.published))), version(visitor.event)


def _check(visitor: Visitor, no: int | None) -> None:
    if no is None and not visitor.rights.sees_all:
        raise Http404
    if no is not None and no not in {venue.no for venue in visitor.venues}:
        raise Http404


def _of(shown: Version, no: int | None, visitor: Visitor) -> Reported:
    found = reported(shown, no, visitor.seen)
    if found is None:
        raise Http404
    return found


def _pages(shown: Version, visitor: Visitor, no: int, with_venues: bool) -> Iterator[ReportPage]:  # noqa: FBT001 - said beside its one use
    before = version(visitor.event, shown.version - 1) if shown.version > 1 else None
    numbers = [no or None]
    if with_venues and not no:
        numbers += [one.no for one in shown.snapshot.venues]
    for one in numbers:
        changed = changes(before.snapshot, shown.snapshot, one) if before is not None else ()
        yield on_paper(_of(shown, one, visitor), changed)


def _paper_address(no: int | None, shown: int) -> str:
    address = reverse("reports-paper") if no is None else reverse("reports-venue-paper", args=[no])
    return f"{address}?version={shown}"
