"""How is a certificate made out: one at once, and many in the background?

Promise: every certificate that leaves the centre has a row with its figures and a code that nobody guesses; stopped in the middle, the
background job goes on with the next file.
"""

import time

from sync.paper.certificate import CertificatePage, certificate_pdf
from sync.paper.sheets import SheetName
from sync.server.certificates.achieved import Achieved, of_person, of_venue, who_came
from sync.server.certificates.models import Issued
from sync.server.certificates.wording import language_of, page_of
from sync.server.erasing.roster import members_of
from sync.server.jobs.desk import Desk, Finished, NotPossible
from sync.server.papers.drawing import as_one_file, write_whole
from sync.server.people.codes import new_code, read_code
from sync.server.people.models import Organisation
from sync.server.people.organisations import owner_of
from sync.server.publishing.roster import PARTY, VOLUNTEER
from sync.server.reading.event import Published
from sync.server.reading.event import event as published_event

FILE_CERTIFICATES = 100
"""A stack that a desk printer holds, and some seconds of work."""

SORTS = {"people": VOLUNTEER, "parties": PARTY}


def issue(published: Published, achieved: Achieved, by: str, language: str, address: str) -> CertificatePage:
    """Write the row of a certificate, and return it in words."""
    organisation = Organisation.objects.filter(pk=owner_of(published.no)).values_list("name", flat=True).first()
    issued = Issued.objects.create(
        code=read_code(new_code()),
        event=published.no,
        venue=achieved.venue,
        whose=achieved.whose,
        organisation=organisation or "Many Hands",
        people=achieved.people,
        minutes=achieved.minutes,
        items=[list(one) for one in achieved.items],
        made_ms=time.time_ns() // 1_000_000,
        by=by[:310],
    )
    return page_of(published, achieved, issued, language_of(language, achieved, published), address)


def draw(desk: Desk) -> Finished:
    """Draw what ``desk.asked`` says: ``whose`` ("people", "parties", "venue" or "members" of ``party``) at ``venue`` (none: of all)."""
    published = published_event(desk.event)
    assert published is not None, "a job is asked for an event that was published"
    keys = _keys(desk, published)
    sheet = SheetName(desk.asked["sheet"])
    done, files, made = desk.place.get("done", 0), desk.place.get("files", []), desk.place.get("made", 0)
    while part := keys[done : done + FILE_CERTIFICATES]:
        pages = []
        for number, one in enumerate(part):
            page = _page(desk, published, one)
            pages += [] if page is None else [page]
            desk.report(done + number, len(keys))
        name = f"certificates-{len(files) + 1:03d}.pdf"
        if pages:
            write_whole(desk.folder / name, certificate_pdf(pages, sheet))
            files = [*files, name]
        done, made = done + len(part), made + len(pages)
        desk.keep({"done": done, "files": files, "made": made}, done, len(keys))
    if not made:
        raise NotPossible("Nobody of them has come yet, so there is nothing to certify. Try again when they have checked in.")
    return Finished(f"Certificates drawn: {made:,}.", as_one_file(desk.folder, files, "certificates"))


def _keys(desk: Desk, published: Published) -> list[bytes | int]:
    """Return for whom, in an order that stays the same when the job goes on: references, or numbers of venues."""
    whose, venue = desk.asked["whose"], desk.asked.get("venue")
    if whose == "venue":
        return [one.no for one in published.definition.venues if venue in (None, one.no)]
    if whose == "members":
        return sorted(members_of(desk.event, bytes.fromhex(desk.asked["party"])))
    rows = who_came(desk.event, venue, SORTS[whose]).order_by("venue", "pk").values_list("key", flat=True)
    return [bytes(key) for key in rows]


def _page(desk: Desk, published: Published, one: bytes | int) -> CertificatePage | None:
    now_ms = time.time_ns() // 1_000_000
    achieved = of_venue(published, one, now_ms) if isinstance(one, int) else of_person(published, one, now_ms)
    if achieved is None:
        return None
    return issue(published, achieved, desk.asked_name, desk.asked.get("language", ""), desk.asked["address"])
