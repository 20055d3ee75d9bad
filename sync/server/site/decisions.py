"""What would a decision change, and what was decided?

Promise: what changes in the totals stands there before anything is pressed; each press is an entry, decides once, and can be taken back
by another; whoever looks after one venue decides about that venue only.
"""

import msgspec
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.domain.entry import Reason
from sync.domain.flags import Flag
from sync.domain.identity import DeviceNo, EntryId, Incarnation, Seq
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.deciding.deciding import FLAGS_MAX, Action, Gone, Saying, may_correct, may_void, undo
from sync.server.deciding.models import Decision
from sync.server.ledger.opening import open_store
from sync.server.reading.decisions import PAGE_MAX, decision, decisions, effects_of_void, entry_at
from sync.server.reading.flags import FlagRow, flags_numbered
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.effects import EffectsShown, effects_shown
from sync.server.site.flags import FlagShown, asked_number
from sync.server.site.said import said_by
from sync.server.site.saying import REASONS, decider, flagged, new_tap
from sync.server.site.saying import say as decide_about
from sync.server.site.visitors import CONCERNED, IN_CHARGE, Visitor, page_for
from sync.server.site.wording import FLAG_WORDS
from sync.server.site.written_amounts import amount_answer, amount_said
from sync.server.tongues.saying import Said, english, later, say, say_many

TAP_CHARACTERS_MAX = 64
DONE: dict[Action, Said] = {
    Action.EXPLAIN: later("Explained"),
    Action.VOID: later("Taken out"),
    Action.CORRECT: later("Put right"),
    Action.ACCEPT: later("Let count"),
}
_NAMED_MAX = 8
"""So many entries are named in one line of the audit log."""


class Asked(msgspec.Struct, frozen=True):
    """What is being decided: ``rows`` are open flags that this person may decide."""

    rows: list[FlagRow]
    lines: list[FlagShown]
    effects: EffectsShown
    may_void: bool
    may_correct: bool
    quantity: str


class DecisionShown(msgspec.Struct, frozen=True):
    """One decision with its words. ``may_undo``: it stands, and this person may take it back."""

    no: int
    done: Said
    words: Said
    reason: Said
    about: Said
    venue: str
    at: str
    by: str
    is_undone: bool
    may_undo: bool


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(IN_CHARGE)
def decide(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Say what each decision would change; on a press, decide."""
    asked = _asked(request, visitor)
    if not asked.rows:
        messages.success(request, say("Nothing of that is open any more."))
        return redirect("flags")
    if request.method != "POST":
        return _page(request, visitor, asked)
    action, reason, tap = _said(request)
    if (action is Action.VOID and not asked.may_void) or (action is Action.CORRECT and not asked.may_correct):
        raise Http404
    try:
        quantity = _right_number(request, visitor, asked) if action is Action.CORRECT else None
    except ValidationError as fault:
        return _page(request, visitor, asked, fault.messages[0])
    number = decide_about(visitor, asked.rows, Saying(tap, action, reason, quantity), now_ms())
    if number:
        _write_down(visitor, asked.rows, action, reason)
    messages.success(
        request,
        say_many(
            "{count} entry says so now. You can take it back below.", "{count} entries say so now. You can take it back below.", number
        ),
    )
    return redirect("flags-decisions")


@require_safe
@page_for(CONCERNED)
def made(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List what was decided, newest first."""
    before = asked_number(request.GET.get("before", ""))
    rows = decisions(visitor.event, visitor.seen, before)
    shown = [_shown(visitor, row) for row in rows]
    older = rows[-1].pk if len(rows) == PAGE_MAX else None
    return render(request, "site/decisions.html", {"visitor": visitor, "decisions": shown, "older": older, "tap": new_tap()})


@require_POST
@page_for(IN_CHARGE)
def take_back(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Take a decision back, by one more entry."""
    row = decision(visitor.event, no)
    if row is None:
        raise Http404
    if not visitor.rights.may_settle(row.venue):
        raise PermissionDenied
    tap = request.POST.get("tap", "")[:TAP_CHARACTERS_MAX] or new_tap()
    try:
        is_done = row.action != Action.ACCEPT and undo(open_store(), decider(visitor), row, tap, now_ms())
    except Gone:
        messages.warning(request, say("Somebody took that back before you. It is open under Flags again."))
        return redirect("flags-decisions")
    if is_done:
        did(visitor.actor, Deed.DECISION_UNDONE, f"Took back a decision about entry {row.seq} of kiosk {row.device}.", row.venue)
    messages.success(request, say("Taken back. The figures are as before, and the flag is open again."))
    return redirect("flags-decisions")


def _asked(request: HttpRequest, visitor: Visitor) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    numbers = [no for text in given.getlist("flag")[:FLAGS_MAX] if (no := asked_number(text)) is not None]
    rows = [row for row in flags_numbered(visitor.event, numbers) if row.settled_ms is None]
    if not all(visitor.rights.may_settle(row.venue) for row in rows):
        raise PermissionDenied
    found = flagged(visitor, rows)
    ledger = open_store().reading()
    effects = effects_of_void(ledger, visitor.event, [one.id for one in found])
    one = rows[0].entry if len(rows) == 1 else None
    item = None if one is None else visitor.definition.item(one.item)
    is_right_to_correct = item is not None and may_correct(found[0], visitor.event)
    return Asked(
        rows=rows,
        lines=[FlagShown.of(row, visitor, now_ms()) for row in rows],
        effects=effects_shown(visitor.definition, effects),
        may_void=bool(found) and all(may_void(one, visitor.event) for one in found),
        may_correct=is_right_to_correct,
        quantity=""
        if item is None or one is None or not is_right_to_correct
        else amount_answer(one.quantity or 0, item.unit, visitor.definition.event.currency),
    )


def _page(request: HttpRequest, visitor: Visitor, asked: Asked, fault: str = "") -> HttpResponse:
    reasons = {f"{action.value}_reasons": list(words.items()) for action, words in REASONS.items()}
    shown = {
        "visitor": visitor,
        "asked": asked,
        "one": asked.lines[0] if len(asked.lines) == 1 else None,
        "tap": new_tap(),
        "fault": fault,
        "written": request.POST.get("quantity", asked.quantity),
    }
    return render(request, "site/decide.html", shown | reasons, status=400 if fault else 200)


def _said(request: HttpRequest) -> tuple[Action, Reason, str]:
    """Return what was pressed; what no page offers is not there."""
    try:
        action = Action(request.POST.get("action", ""))
        reason = Reason(asked_number(request.POST.get("reason", "")) or Reason.NONE)
    except ValueError as unknown:
        raise Http404 from unknown
    tap = request.POST.get("tap", "")[:TAP_CHARACTERS_MAX]
    if action is Action.ACCEPT or reason not in REASONS[action] or not tap:
        raise Http404
    return action, reason, tap


def _right_number(request: HttpRequest, visitor: Visitor, asked: Asked) -> int:
    entry = asked.rows[0].entry
    item = None if entry is None else visitor.definition.item(entry.item)
    assert item is not None, "a number can be put right only where the item kind is known"
    return amount_said(request.POST.get("quantity", ""), item.unit, visitor.definition.event.currency, least=0)


def _write_down(visitor: Visitor, rows: list[FlagRow], action: Action, reason: Reason) -> None:
    named = ", ".join(f"entry {row.entry_id.seq} of kiosk {row.entry_id.device}" for row in rows[:_NAMED_MAX])
    more = f" and {len(rows) - _NAMED_MAX} more" if len(rows) > _NAMED_MAX else ""
    venues = {row.venue for row in rows}
    what = f"{english(DONE[action])} ({english(REASONS[action][reason]).lower()}): {named}{more}."
    did(visitor.actor, Deed.FLAG_DECIDED, what, venues.pop() if len(venues) == 1 else None)


def _shown(visitor: Visitor, row: Decision) -> DecisionShown:
    action, venue = Action(row.action), visitor.definition.venue(row.venue)
    entry = entry_at(open_store().reading(), EntryId(DeviceNo(row.device), Incarnation(row.incarnation), Seq(row.seq)))
    return DecisionShown(
        no=row.pk,
        done=DONE[action],
        words=str(FLAG_WORDS[Flag(row.code)].title),
        reason=REASONS[action].get(Reason(row.reason), ""),
        about=(said_by(entry, visitor.definition) if entry is not None else "") or FLAG_WORDS[Flag(row.code)].title,
        venue="" if venue is None else amounts.named(venue.name),
        at=amounts.moment(row.at_ms, visitor.definition.event, now_ms()),
        by=row.by,
        is_undone=bool(row.undone_by),
        may_undo=not row.undone_by and action is not Action.ACCEPT and visitor.rights.may_settle(row.venue),
    )
