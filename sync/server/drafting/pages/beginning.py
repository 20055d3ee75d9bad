"""How does an event begin: from nothing, from last year's, or from a file?

Promise: last year's numbers are kept and its times are moved with the day, so that 9:00 stays 9:00; a file that does not fit is refused
as a whole, in words that name the place.
"""

import datetime as dt

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sync.domain.definition import Definition, Event
from sync.server.drafting.forms.asking import posted_answers
from sync.server.drafting.forms.places import CopyForm, EventForm
from sync.server.drafting.keeping import begin
from sync.server.drafting.pages.door import author, for_coordinators, with_draft
from sync.server.drafting.years import moved_to
from sync.server.reading.drafts import Drafted
from sync.server.site.clock import now_ms
from sync.server.site.visitors import Member
from sync.server.tongues.saying import say

WEEKS_AHEAD = 8
EMPTY = Definition(0, Event(0, {"en": ""}, 0, 0))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """Ask for name and day of an event; make its draft."""
    del member
    if request.method != "POST":
        return render(request, "drafting/new.html", {"form": EventForm(EMPTY, _first_answers())})
    form = EventForm(EMPTY, posted_answers(request.POST))
    if not form.is_valid():
        return render(request, "drafting/new.html", {"form": form, "is_checked": True})
    no = begin(Definition(0, form.part(1)), "Begun.", author(request, None))
    messages.success(request, say("The event is begun. Add its venues next."))
    return redirect("prepare-event", event=no)


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def copy(request: HttpRequest, drafted: Drafted) -> HttpResponse:
    """Ask for the day of the next event; make its draft of this one."""
    event = drafted.definition.event
    shown = {"drafted": drafted, "form": CopyForm(initial={"name": event.name["en"]})}
    if request.method != "POST":
        return render(request, "drafting/copy.html", shown)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return render(request, "drafting/copy.html", {**shown, "form": form})
    name = {**event.name, "en": form.cleaned_data["name"]} if form.cleaned_data["name"] != event.name["en"] else event.name
    later = moved_to(drafted.definition, form.cleaned_data["day"])
    later = msgspec.structs.replace(later, event=msgspec.structs.replace(later.event, name=name))
    no = begin(later, f"Copied from {event.name['en']} (event {event.no}).", author(request, None))
    messages.success(request, say("Copied. Everything keeps its number; every time is moved to the new day."))
    return redirect("prepare-event", event=no)


def _first_answers() -> dict[str, tuple[str, ...]]:
    """A Sunday some weeks ahead, from ten to four."""
    day = dt.datetime.fromtimestamp(now_ms() / 1000, dt.UTC).date() + dt.timedelta(days=WEEKS_AHEAD * 7)
    sunday = day + dt.timedelta(days=6 - day.weekday())
    times = {"day": (f"{sunday:%Y-%m-%d}",), "opens": ("10:00",), "closes": ("16:00",)}
    return {**times, "timezone": ("Europe/London",), "currency": ("GBP",), "languages": ("en",)}
