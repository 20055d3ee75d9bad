"""How do passes, mats and cards get onto paper and onto phones?

Promise: many are drawn in the background and one at once; every pass that leaves the centre stands in the log; issuing anew says what it
does before it is done.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.domain.definition import Venue, in_language
from sync.domain.identity import WHO_BYTES
from sync.paper.passes import pass_png
from sync.paper.sheets import SheetName
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did, looked
from sync.server.jobs import asking
from sync.server.papers import passes as papers
from sync.server.papers.drawing import SORTS
from sync.server.papers.leads import in_charge
from sync.server.papers.models import How
from sync.server.reading import passes as reading
from sync.server.site import amounts
from sync.server.site.jobs import asker
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import later, say

SHEET_WORDS = {
    SheetName.A4: later("A4, ten cards to cut"),
    SheetName.LETTER: later("US Letter, eight cards to cut"),
    SheetName.AVERY_L7165: later("A4 labels 99 × 68 mm (Avery L7165)"),
    SheetName.AVERY_L7173: later("A4 labels 99 × 57 mm (Avery L7173)"),
    SheetName.AVERY_5371: later("US Letter cards 3.5 × 2 in (Avery 5371)"),
    SheetName.AVERY_5163: later("US Letter labels 4 × 2 in (Avery 5163)"),
}
JOBS = {**dict.fromkeys(SORTS, ("passes", "Passes")), "mats": ("mats", "Mats and cards"), "leads": ("lead-cards", "Lead cards")}
"""What can be asked for: the work that draws it, and its words."""
VENUES_AS_BUTTONS = 12
"""Three rows of a desk: one among more is chosen from a list, in which the first letters find it."""
WHOSE_WORDS = {"everybody": later("Everybody"), "people": later("People by name"), "parties": later("Families, classes and groups")}


@require_safe
@page_for(COORDINATORS)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask what to print, and show what was. ``?venue=2``, as the choice of a large event gives it, leads on to that venue's passes."""
    chosen = next((venue.no for venue in visitor.venues if str(venue.no) == request.GET.get("venue")), None)
    if chosen is not None:
        return redirect("passes-venue", chosen)
    shown = {
        "visitor": visitor,
        "venues": [(venue.no, amounts.named(venue.name)) for venue in visitor.venues],
        "sheets": [(name.value, words) for name, words in SHEET_WORDS.items()],
        "whose": list(WHOSE_WORDS.items()),
        "log": reading.log(visitor.definition),
        "is_many": len(visitor.venues) > VENUES_AS_BUTTONS,
    }
    return render(request, "site/passes.html", shown)


@require_POST
@page_for(COORDINATORS)
def draw(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Have passes or mats drawn in the background."""
    venue, sheet, what = _venue(request, visitor), request.POST.get("sheet", ""), request.POST.get("what", "")
    if sheet not in set(SheetName) or what not in JOBS:
        messages.warning(request, say("Choose what to print and on which sheet."))
        return redirect("passes")
    where = in_language(venue.name, amounts.LANGUAGE) if venue is not None else "all venues"
    asked = {"whose": what, "sheet": sheet, "venue": None if venue is None else venue.no}
    work, words = JOBS[what]
    title = f"{words} for {where}"
    with transaction.atomic():
        job = asking.ask(visitor.event, work, title, by=asker(request, visitor), asked=asked)
        did(visitor.actor, Deed.PASSES_MADE, f"Had drawn: {title}.", None if venue is None else venue.no)
    return redirect("jobs-one", job.pk)


@require_safe
@page_for(COORDINATORS)
def of_venue(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """List who is expected at a venue, with what can be done about each pass."""
    venue = visitor.definition.venue(no)
    if venue is None or not visitor.rights.sees_venue(no):
        raise Http404
    wanted = request.GET.get("name", "")[:60]
    name = amounts.named(venue.name)
    looked(visitor.actor, f"Looked at the roster of {in_language(venue.name, amounts.LANGUAGE)}, to give somebody a pass.", no)
    people, count = reading.on_list(visitor.definition, no, wanted)
    shown = {"visitor": visitor, "no": no, "venue": name, "people": people, "count": count, "wanted": wanted}
    shown["leads"] = in_charge(visitor.event, visitor.definition, no)
    return render(request, "site/passes_venue.html", shown)


@require_safe
@page_for(COORDINATORS)
def picture(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Hand over one pass as a picture."""
    del request
    bearer = _bearer(visitor, key)
    papers.note(visitor.event, [bearer], How.PICTURE, visitor.name)
    headers = {"Content-Disposition": f'attachment; filename="pass-{bearer.key}.png"'}
    return HttpResponse(pass_png(bearer.card), content_type="image/png", headers=headers)


@require_safe
@page_for(COORDINATORS)
def link(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Show the secret link of one pass, to be sent to its bearer."""
    bearer = _bearer(visitor, key)
    papers.note(visitor.event, [bearer], How.LINK, visitor.name)
    path = reverse("pass-on-phone", args=[visitor.event, papers.link_word(visitor.event, bearer.person)])
    shown = {"visitor": visitor, "bearer": bearer, "address": request.build_absolute_uri(path), "path": path}
    return render(request, "site/pass_link.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def anew(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Say what issuing anew does; on confirmation, do it."""
    bearer = _bearer(visitor, key)
    if request.method != "POST":
        return render(request, "site/pass_anew.html", {"visitor": visitor, "bearer": bearer})
    with transaction.atomic():
        papers.issue_anew(visitor.event, bearer.person.who, visitor.name)
        did(visitor.actor, Deed.PASSES_MADE, "Issued a pass anew; the one before opens nothing any more.", bearer.venue)
    messages.success(request, say("There is a new pass. The one before opens nothing at kiosks that have heard from the centre since."))
    return redirect("passes-venue", bearer.venue)


def _bearer(visitor: Visitor, key: str) -> papers.Bearer:
    found = papers.bearer(visitor.event, visitor.definition, bytes.fromhex(key)) if len(key) == 2 * WHO_BYTES else None
    if found is None or not visitor.rights.sees_venue(found.venue):
        raise Http404
    return found


def _venue(request: HttpRequest, visitor: Visitor) -> Venue | None:
    given = request.POST.get("venue", "")
    return next((venue for venue in visitor.venues if str(venue.no) == given), None)
