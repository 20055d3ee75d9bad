"""Who is called at each venue on the day, and where is that written down?

Promise: kept at once and at the centre only; it is no part of the draft, is not published, and goes into no file of the event.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sync.domain.definition import in_language
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.calling.numbers import NAME_CHARACTERS_MAX, NUMBER_CHARACTERS_MAX, NotDialled, ToCall, keep, kept
from sync.server.drafting.pages.door import author, with_draft
from sync.server.drafting.pages.rows import owner_of
from sync.server.reading.drafts import Drafted
from sync.server.site import amounts
from sync.server.site.finding import is_meant, looked_for
from sync.server.tongues.saying import later, say

NOT_DIALLED = later("That cannot be dialled. Digits, spaces and a + at the beginning are enough, such as +44 161 496 0123.")
VENUES_SHOWN = 60
"""More are found by name; each row is a form of its own."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def telephones(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Show whom to call at every venue; keep one of them."""
    if request.method != "POST":
        return _page(request, drafted)
    venue = drafted.definition.venue(owner_of(request.POST.get("venue", "")))
    if venue is None:
        raise Http404
    name, number = request.POST.get("name", "")[:NAME_CHARACTERS_MAX], request.POST.get("number", "")
    called = in_language(venue.name, "en")
    try:
        with transaction.atomic():
            keep(drafted.event, venue.no, name, number)
            did(author(request, drafted.event).actor, Deed.EVENT_DRAFTED, f"Wrote down whom to call at {called}.", venue.no)
    except NotDialled:
        return _page(request, drafted, (venue.no, ToCall(name, number)), 400)
    venue_name = amounts.named(venue.name)
    if number.strip():
        messages.success(request, say("Kept: whom to call at {venue}.", venue=venue_name))
    else:
        messages.success(request, say("Nobody’s telephone is kept for {venue}.", venue=venue_name))
    return redirect(reverse("prepare-telephones", args=[drafted.event]) + f"#venue-{venue.no}")


def _page(request: HttpRequest, drafted: Drafted, faulty: tuple[int, ToCall] | None = None, status: int = 200) -> HttpResponse:
    find = looked_for(request)
    wrong = dict([faulty]) if faulty else {}
    found = [each for each in drafted.definition.venues if each.no in wrong or is_meant(find, amounts.named(each.name), each.town)]
    numbers = kept(drafted.event)
    rows = [(venue, amounts.named(venue.name), wrong.get(venue.no) or numbers.get(venue.no), venue.no in wrong) for venue in found]
    shown = {
        "drafted": drafted,
        "rows": rows if faulty else rows[:VENUES_SHOWN],
        "more": 0 if faulty else max(0, len(rows) - VENUES_SHOWN),
        "find": find,
        "is_long": len(drafted.definition.venues) > VENUES_SHOWN,
        "missing": sum(venue.no not in numbers for venue in drafted.definition.venues),
        "fault": NOT_DIALLED,
        "name_max": NAME_CHARACTERS_MAX,
        "number_max": NUMBER_CHARACTERS_MAX,
    }
    return render(request, "drafting/telephones.html", shown, status=status)
