"""How do volunteers, schools and groups get it in writing, and who can check what stands there?

Promise: only coordinators have certificates drawn, and each is a line in the audit log; whoever has a code reads its figures and no name;
whoever makes one up reads nothing.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.domain.definition import in_language
from sync.domain.identity import WHO_BYTES
from sync.paper.certificate import SIZES_MM, certificate_pdf
from sync.paper.sheets import SheetName
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did, looked
from sync.server.certificates.achieved import of_person
from sync.server.certificates.issuing import issue
from sync.server.certificates.models import Issued
from sync.server.certificates.wording import figures_of, grouped
from sync.server.jobs import asking
from sync.server.people.codes import read_code
from sync.server.reading import persons
from sync.server.reading.event import event as published_event
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.jobs import asker
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.languages import CODES, TONGUES
from sync.server.tongues.saying import Said, later, say

WHOSE_WORDS: dict[str, Said] = {
    "people": later("Everybody by name who came"),
    "parties": later("Families, classes and groups who came"),
    "venue": later("The school or venue itself"),
}
SHEET_WORDS: dict[SheetName, Said] = {SheetName.A4: later("A4"), SheetName.LETTER: later("US Letter")}
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def choices() -> dict[str, Any]:
    """Return what every form for certificates asks: language and paper."""
    return {"tongues": TONGUES, "papers": [(name.value, words) for name, words in SHEET_WORDS.items()]}


@require_safe
@page_for(COORDINATORS)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask for whom certificates are wanted."""
    venues = [(venue.no, amounts.named(venue.name)) for venue in visitor.venues]
    made = Issued.objects.filter(event=visitor.event).count()
    shown = {"visitor": visitor, "venues": venues, "whose": list(WHOSE_WORDS.items()), "made": made}
    return render(request, "site/certificates.html", shown | choices())


@require_POST
@page_for(COORDINATORS)
def draw(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Have many drawn in the background."""
    whose, party = request.POST.get("whose", ""), request.POST.get("party", "")
    venue = next((one for one in visitor.venues if str(one.no) == request.POST.get("venue", "")), None)
    if whose not in {*WHOSE_WORDS, "members"} or (whose == "members" and _person(visitor, party) is None):
        messages.warning(request, say("Choose for whom."))
        return redirect("passes-certificates")
    asked = {"whose": whose, "venue": None if venue is None else venue.no, "party": party, **_asked(request)}
    where = "all venues" if venue is None else in_language(venue.name, "en")
    title = "Certificates for a group" if whose == "members" else f"Certificates for {where}"
    with transaction.atomic():
        job = asking.ask(visitor.event, "certificates", title, by=asker(request, visitor), asked=asked)
        did(visitor.actor, Deed.CERTIFICATE_MADE, f"Had drawn: {title}.", None if venue is None else venue.no)
    return redirect("jobs-one", job.pk)


@require_POST
@page_for(COORDINATORS)
def one(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Hand over the certificate of one volunteer, family, class or group."""
    found = _person(visitor, key)
    if found is None:
        raise Http404
    achieved = of_person(visitor.published, found.who, now_ms())
    if achieved is None:
        messages.warning(request, say("They have not come yet, so there is nothing to certify."))
        return redirect("privacy-person", key)
    looked(visitor.actor, "Made out the certificate of one person or party.", found.venue)
    asked = _asked(request)
    page = issue(visitor.published, achieved, visitor.name, asked["language"], asked["address"])
    headers = {"Content-Disposition": 'attachment; filename="certificate.pdf"'}
    content = certificate_pdf([page], SheetName(asked["sheet"]))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Say which figures stand behind a code, to whoever has it on paper."""
    given = code or request.GET.get("code", "")
    typed = read_code(given)
    issued = Issued.objects.filter(code=typed).first()
    published = None if issued is None else published_event(issued.event)
    if issued is None or published is None:
        status = HTTPStatus.NOT_FOUND if given else HTTPStatus.OK
        return _private(render(request, "site/certificate_check.html", {"typed": given}, status=status))
    event = published.definition.event
    venue = published.definition.venue(issued.venue)
    shown = {
        "issued": issued,
        "code": grouped(issued.code),
        "event": amounts.named(event.name),
        "day": amounts.day(event.opens_ms, event),
        "venue": amounts.named(venue.name) if venue is not None else "",
        "made": amounts.day(issued.made_ms, event),
        "figures": list(figures_of(published, issued)),
    }
    return _private(render(request, "site/certificate_check.html", shown))


def _asked(request: HttpRequest) -> dict[str, str]:
    language, sheet = request.POST.get("language", ""), request.POST.get("sheet", "")
    return {
        "language": language if language in CODES else "",
        "sheet": sheet if sheet in set(SIZES_MM) else SheetName.A4.value,
        "address": request.build_absolute_uri("/").rstrip("/"),
    }


def _person(visitor: Visitor, key: str) -> persons.Found | None:
    is_key = len(key) == 2 * WHO_BYTES and all(sign in "0123456789abcdef" for sign in key)
    return persons.person(visitor.event, bytes.fromhex(key)) if is_key else None


def _private(answer: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        answer[name] = value
    return answer
