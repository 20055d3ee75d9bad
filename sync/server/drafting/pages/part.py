"""How is one part of an event changed, added, moved, removed, closed and opened again?

Promise: nothing typed is lost when two people write at once; what was published is closed and never removed, and the page says so first.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from sync.domain.definition import Definition
from sync.server.drafting.forms import FORMS, PartForm
from sync.server.drafting.forms.asking import posted_answers
from sync.server.drafting.keeping import ChangedMeanwhile, keep
from sync.server.drafting.leaving import Leaving, leaving, put_away
from sync.server.drafting.merging import Answers
from sync.server.drafting.pages.conflict import conflict_page, settled
from sync.server.drafting.pages.door import author, fresh, with_draft
from sync.server.drafting.pages.rows import owner_of, row_of
from sync.server.drafting.parts import Kind, NumbersUsedUp, closed, moved
from sync.server.drafting.saving import Disputed, Faulty, Filled, save
from sync.server.drafting.words import EVENT_KEPT, KINDS
from sync.server.reading.drafts import Drafted, part_in
from sync.server.tongues.saying import later, say

BUSY = later("Somebody else is saving all the time. Nothing is lost: press the button once more.")
OTHER_ANSWERS = frozenset({"csrfmiddlewaretoken", "revision", "another"})
REVISION_DIGITS_MAX = 15
TRIES_MAX = 3
"""Somebody who presses a button that needs no reading is asked to press again after so many others were quicker."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def change(request: HttpRequest, drafted: Drafted, kind: Kind, no: int) -> HttpResponse:
    """Show the form of one part; keep what was filled in."""
    if request.method == "POST":
        return _filled(request, drafted, kind, no)
    part = part_in(drafted.definition, kind, no)
    if part is None:
        raise Http404
    return _form_page(request, drafted, kind, FORMS[kind](drafted.definition, FORMS[kind].answers_of(part, drafted.definition), part), no)


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def add(request: HttpRequest, drafted: Drafted, kind: Kind) -> HttpResponse:
    """Show an empty form; keep what was filled in as a new part."""
    if kind is Kind.EVENT:
        raise Http404
    if request.method == "POST":
        return _filled(request, drafted, kind, None)
    answers = FORMS[kind].new_answers(drafted.definition, owner_of(request.GET.get("at", "")))
    return _form_page(request, drafted, kind, FORMS[kind](drafted.definition, answers), None)


@require_POST
@with_draft
def move(request: HttpRequest, drafted: Drafted, kind: Kind, no: int) -> HttpResponse:
    """Move a part one place up or down among its like."""
    if kind is Kind.EVENT or part_in(drafted.definition, kind, no) is None:
        raise Http404
    by = -1 if request.POST.get("way") == "up" else 1
    _try(request, drafted, lambda now: moved(now.definition, kind, no, by))
    return redirect(f"{_address(drafted)}#{kind.value}-{no}")


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def remove(request: HttpRequest, drafted: Drafted, kind: Kind, no: int) -> HttpResponse:
    """Say what removing or closing a part does; on confirmation, do it."""
    asked = leaving(drafted, kind, no)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return render(request, "drafting/remove.html", {"drafted": drafted, "kind": kind, "no": no, "leaving": asked})
    if asked.way is Leaving.HELD:
        messages.warning(request, say("{name} is still needed by others, and stays.", name=asked.name))
        return redirect("prepare-remove", event=drafted.event, kind=kind.value, no=no)
    if _try(request, drafted, lambda now: put_away(now, kind, no)):
        is_closed = asked.way is Leaving.CLOSED
        messages.success(request, say("{name} is closed.", name=asked.name) if is_closed else say("{name} is removed.", name=asked.name))
    return redirect("prepare-event", event=drafted.event)


@require_POST
@with_draft
def reopen(request: HttpRequest, drafted: Drafted, kind: Kind, no: int) -> HttpResponse:
    """Open what was closed."""
    if kind is Kind.EVENT or part_in(drafted.definition, kind, no) is None:
        raise Http404
    if _try(request, drafted, lambda now: closed(now.definition, kind, no, is_open=True)):
        messages.success(request, say("Open again. Look whether what belongs to it should be open too."))
    return redirect("prepare-part", event=drafted.event, kind=kind.value, no=no)


def _filled(request: HttpRequest, drafted: Drafted, kind: Kind, no: int | None) -> HttpResponse:
    filled = Filled(kind, no, revision_of(request.POST.get("revision", "")), settled(drafted, kind, no, answers_in(request.POST)))
    try:
        outcome = save(drafted.event, filled, author(request, drafted.event))
    except NumbersUsedUp:
        messages.warning(request, KINDS[kind].used_up)
        return redirect("prepare-event", event=drafted.event)
    except ChangedMeanwhile:
        messages.warning(request, BUSY)
        return _form_page(request, drafted, kind, FORMS[kind](drafted.definition, filled.answers), no, filled=filled)
    if isinstance(outcome, Faulty):
        return _form_page(request, drafted, kind, outcome.form, no, filled=filled)
    if isinstance(outcome, Disputed):
        assert no is not None, "nobody else writes on a new part"
        return conflict_page(request, drafted, Filled(kind, no, filled.revision, filled.answers), outcome)
    _say_saved(request, kind, len(outcome.changed), outcome.theirs_kept)
    if "another" in request.POST:
        return redirect("prepare-add", event=drafted.event, kind=kind.value)
    return redirect(f"{_address(drafted)}#{kind.value}-{outcome.no}")


def _say_saved(request: HttpRequest, kind: Kind, changed: int, theirs_kept: int) -> None:
    if not changed:
        messages.success(request, say("Nothing was different: everything stands as it was."))
        return
    messages.success(request, EVENT_KEPT if kind is Kind.EVENT else KINDS[kind].kept)
    if theirs_kept:
        messages.info(request, say("Somebody else had changed other things on the same form meanwhile; both are kept."))


def _form_page(
    request: HttpRequest, drafted: Drafted, kind: Kind, form: PartForm, no: int | None, *, filled: Filled | None = None
) -> HttpResponse:
    shown = {
        "drafted": drafted,
        "kind": kind,
        "no": no,
        "form": form,
        "is_checked": filled is not None,
        "revision": drafted.revision if filled is None else filled.revision,
        "row": None if no is None else row_of(drafted, kind, no),
        "owner": request.GET.get("at", ""),
    }
    return render(request, "drafting/part.html", shown)


def answers_in(data: MultiValueDict[str, str]) -> Answers:
    """Return what a posted form says about its part."""
    return {name: values for name, values in posted_answers(data).items() if name not in OTHER_ANSWERS}


def revision_of(text: str) -> int:
    """Return the revision that a form was opened at; nonsense is the oldest, so that everything is compared."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= REVISION_DIGITS_MAX else 0


def _try(request: HttpRequest, drafted: Drafted, edit: Callable[[Drafted], Definition]) -> bool:
    """Make a change that is the same on whatever stands there now."""
    for _ in range(TRIES_MAX):
        now = fresh(drafted)
        try:
            keep(now.event, now.revision, edit(now), author(request, drafted.event))
        except ChangedMeanwhile:
            continue
        return True
    messages.warning(request, BUSY)
    return False


def _address(drafted: Drafted) -> str:
    return reverse("prepare-event", args=[drafted.event])
