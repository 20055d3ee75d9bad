"""What is kept of one person, and how do they get it, or have it erased?

Promise: only coordinators look, and each look is a line in the audit log before anything is shown; names stand in no address; after
erasing, what stays is said, and why.
"""

from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sync.domain.identity import WHO_BYTES
from sync.domain.spoken import grouped
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did, looked
from sync.server.erasing.erase import erase_people
from sync.server.erasing.roster import members_of
from sync.server.reading import persons as reading
from sync.server.reading.persons import EntryOf, Found, Kept
from sync.server.reading.stays import StayRow
from sync.server.site import amounts, certificates
from sync.server.site.clock import now_ms
from sync.server.site.said import said_by
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.languages import TONGUES
from sync.server.tongues.saying import later, say, say_many

WANTED_MAX = 512
WISH_WORDS = {
    "large_text": later("large text"),
    "spoken": later("read aloud"),
    "low_layout": later("reaches the lower half"),
    "left_handed": later("left-handed"),
    "calm": later("calm"),
}
HOW_WORDS = {
    "sheet": later("on a sheet"),
    "picture": later("as a picture"),
    "link": later("as a link for the phone"),
    "reissued": later("issued anew"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def find(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Look for somebody. What is looked for is posted, so that no name stands in an address or a log."""
    wanted = request.POST.get("wanted", "")[:WANTED_MAX]
    people: list[Found] = []
    count = 0
    if wanted:
        looked(visitor.actor, "Looked for somebody by name or pass, to see, hand over or erase what is kept of them.")
        people, count = reading.find(visitor.event, wanted)
    shown = [(one, _venue(visitor, one.venue), grouped(one.digits), _is(one)) for one in people]
    return render(request, "site/persons.html", {"visitor": visitor, "wanted": wanted, "people": shown, "count": count})


@require_safe
@page_for(COORDINATORS)
def one(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Show everything that is kept of somebody."""
    found = _found(visitor, key)
    looked(visitor.actor, "Looked at everything that is kept of one person.", found.venue)
    return render(request, "site/person_kept.html", _shown(visitor, reading.kept_of(visitor.event, found)))


@require_safe
@page_for(COORDINATORS)
def data(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Hand over everything that is kept of somebody, as a file for them."""
    del request
    found = _found(visitor, key)
    looked(visitor.actor, "Took away everything that is kept of one person, as a file for them.", found.venue)
    told = reading.as_json(reading.kept_of(visitor.event, found), visitor.definition, amounts.iso(now_ms()))
    headers = {"Content-Disposition": f'attachment; filename="kept-{found.key}.json"'}
    return HttpResponse(msgspec.json.format(msgspec.json.encode(told), indent=2), content_type="application/json", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(COORDINATORS)
def erased(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Say what erasing somebody means; on confirmation, do it."""
    found = _found(visitor, key)
    members = members_of(visitor.event, found.who) if found.kind is not None else []
    if request.method != "POST":
        looked(visitor.actor, "Was asked whether one person shall be erased.", found.venue)
        return render(request, "site/person_erase.html", {"visitor": visitor, "person": found, "members": len(members)})
    keys = [found.who, *(members if request.POST.get("members") else ())]
    with transaction.atomic():
        erase_people(visitor.event, keys, visitor.name, now_ms())
        did(visitor.actor, Deed.ERASED, f"Erased what was kept of {amounts.counted(len(keys), 'person or party', 'people and parties')}.")
    gone = say_many("{count} name is erased.", "{count} names are erased.", len(keys))
    stays = say("Kiosks forget it at their next contact. What was done stays counted, as facts about a random number.")
    messages.success(request, f"{gone} {stays}")
    return redirect("privacy-people")


def _found(visitor: Visitor, key: str) -> Found:
    found = reading.person(visitor.event, bytes.fromhex(key)) if len(key) == 2 * WHO_BYTES else None
    if found is None:
        raise Http404
    return found


def _shown(visitor: Visitor, kept: Kept) -> dict[str, Any]:
    found, places = kept.found, kept.places
    wished = places.get("wishes", {}).items()
    wishes = [_tongue(str(value)) if name == "language" else WISH_WORDS[name] for name, value in wished if value]
    return {
        "visitor": visitor,
        "person": found,
        "is": _is(found),
        "venue": _venue(visitor, found.venue),
        "activity": _activity(visitor, found.activity),
        "comes_with": places.get("comes_with"),
        "wishes": wishes,
        "digits": grouped(found.digits),
        "lists": places.get("lists", []),
        "issued": [(_moment(visitor, line.at_ms), HOW_WORDS.get(line.how, line.how), line.by) for line in kept.issued],
        "stays": [_stay(visitor, stay) for stay in kept.stays],
        "hours": amounts.duration(sum(stay.person_ms(now_ms()) for stay in kept.stays) // amounts.MINUTE_MS),
        "entries": [_entry(visitor, entry) for entry in kept.entries],
        **certificates.choices(),
        "more": {name: value for name, value in places.items() if name not in _SHOWN_ELSEWHERE},
    }


_ON_THE_ROSTER = {"name", "venue", "activity", "wishes", "ten_digits", "pass_number", "is", "shift", "comes_with"}
_SHOWN_ELSEWHERE = _ON_THE_ROSTER | {"expected_people", "expected_adults", "lists"}


def _is(found: Found) -> str:
    words = {None: say("volunteer"), "family": say("family"), "class": say("class"), "group": say("group")}
    return words[None if found.kind is None else found.kind.value]


def _tongue(code: str) -> str:
    """Return what a language is called by those who speak it."""
    return next((one.name for one in TONGUES if one.code.partition("-")[0] == code), code)


def _stay(visitor: Visitor, stay: StayRow) -> tuple[str, str, str, str]:
    left = say("still here") if stay.to_ms is None else _moment(visitor, stay.to_ms)
    return _moment(visitor, stay.from_ms), left, _venue(visitor, stay.venue), _activity(visitor, stay.activity)


def _entry(visitor: Visitor, entry: EntryOf) -> tuple[str, str, str]:
    said = said_by(entry.entry, visitor.definition) if entry.entry is not None else ""
    return _moment(visitor, entry.at_ms), said, entry.id


def _venue(visitor: Visitor, no: int | None) -> str:
    venue = visitor.definition.venue(no)
    return amounts.named(venue.name) if venue is not None else ""


def _activity(visitor: Visitor, no: int | None) -> str:
    activity = visitor.definition.activity(no)
    return amounts.named(activity.name) if activity is not None else say("chosen at the door")


def _moment(visitor: Visitor, at_ms: int) -> str:
    return amounts.moment(at_ms, visitor.definition.event, now_ms())
