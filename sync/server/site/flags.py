"""What should a person look at, and why?

Promise: every flag is explained in plain words beside the venue, the kiosk and the time; none of them has stopped anything, and settling
one changes no figure. Accepting what waits does, and it says so. Both leave an entry of the centre's own.
"""

import msgspec
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.domain.entry import Reason
from sync.domain.flags import Flag
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.deciding.deciding import Action, Saying
from sync.server.ledger.accepting import accept
from sync.server.ledger.opening import open_store
from sync.server.reading.flags import PAGE_MAX, FlagRow, count_by_code, count_by_venue, flag, open_flags
from sync.server.site import amounts, saying
from sync.server.site.clock import now_ms
from sync.server.site.said import said_by
from sync.server.site.saying import new_tap
from sync.server.site.visitors import CONCERNED, IN_CHARGE, Visitor, page_for
from sync.server.site.wording import FLAG_WORDS, Words
from sync.server.tongues.saying import english, say, say_many

DIGITS_MAX = 18
"""More digits than this are no number of ours: a database holds 2⁶³."""


class FlagShown(msgspec.Struct, frozen=True):
    """One flag with its words. ``said``: what its entry says, empty when nothing can be read from it."""

    id: int
    words: Words
    venue: str
    device: int
    seq: int
    at: str
    said: str
    may_settle: bool
    may_accept: bool

    @classmethod
    def of(cls, row: FlagRow, visitor: Visitor, at_ms: int) -> "FlagShown":
        """Return ``row`` in words, as of ``at_ms``."""
        may_settle = visitor.rights.may_settle(row.venue)
        happened_ms = row.raised_ms if row.at_ms is None else row.at_ms
        return cls(
            id=row.id,
            words=FLAG_WORDS[row.flag],
            venue=_venue_name(visitor, row.venue),
            device=row.entry_id.device,
            seq=row.entry_id.seq,
            at=amounts.moment(happened_ms, visitor.definition.event, at_ms),
            said="" if row.entry is None else said_by(row.entry, visitor.definition),
            may_settle=may_settle,
            may_accept=may_settle and row.flag is Flag.REVOKED_DEVICE,
        )


class Choice(msgspec.Struct, frozen=True):
    """One value of a filter, with how many flags it would show."""

    value: int
    label: str
    number: int


@require_safe
@page_for(CONCERNED)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the open flags, of one kind or venue where asked."""
    code, venue, before = (asked_number(request.GET.get(name, "")) for name in ("kind", "venue", "before"))
    if venue is not None and not visitor.rights.sees_venue(venue):
        venue = None
    seen = visitor.seen if venue is None else frozenset({venue})
    by_code = count_by_code(visitor.event, seen)
    by_venue = count_by_venue(visitor.event, visitor.seen, code)
    lines = open_flags(visitor.event, seen, before, code)
    at_ms = now_ms()
    return render(
        request,
        "site/flags.html",
        {
            "visitor": visitor,
            "lines": [FlagShown.of(row, visitor, at_ms) for row in lines],
            "total": sum(count_by_code(visitor.event, visitor.seen).values()),
            "shown": sum(by_code.values()) if code is None else by_code.get(code, 0),
            "kinds": [
                Choice(no, str(FLAG_WORDS[Flag(no)].title), number) for no, number in sorted(by_code.items(), key=lambda one: -one[1])
            ],
            "venues": [Choice(one.no, amounts.named(one.name), by_venue.get(one.no, 0)) for one in visitor.venues],
            "kind": code,
            "venue": venue,
            "explained": next((words for known, words in FLAG_WORDS.items() if known == code), None),
            "older": lines[-1].id if len(lines) == PAGE_MAX else None,
            "is_newest": before is None,
            "may_decide_some": visitor.role in IN_CHARGE,
        },
    )


@require_POST
@page_for(IN_CHARGE)
def settled(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Somebody looked at it."""
    row = _row(visitor, no)
    which = f"{english(FLAG_WORDS[row.flag].title).lower()}, entry {row.entry_id.seq} of kiosk {row.entry_id.device}"
    # The ledger has a transaction of its own, and keeps who settled it beside the flag.
    if saying.say(visitor, [row], Saying(new_tap(), Action.EXPLAIN, Reason.LOOKED_AT), now_ms()):
        did(visitor.actor, Deed.FLAG_SETTLED, f"Settled a flag: {which}.", row.venue)
    messages.success(request, say("Settled: {title}.", title=FLAG_WORDS[row.flag].title))
    return redirect(_back(request))


@require_POST
@page_for(IN_CHARGE)
def accepted(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Let what waits for this event's people count, up to the entry that is flagged."""
    row = _row(visitor, no)
    if row.flag is not Flag.REVOKED_DEVICE:
        raise Http404
    number = accept(open_store(), row.entry_id.stream, row.entry_id.seq, visitor.name, now_ms())
    if number:
        saying.say(visitor, [row], Saying(new_tap(), Action.ACCEPT, Reason.ACCEPTED), now_ms())
    what = f"Accepted what kiosk {row.entry_id.device} sent: {number} {'entry counts' if number == 1 else 'entries count'} from now on."
    did(visitor.actor, Deed.ENTRIES_ACCEPTED, what, row.venue)
    messages.success(request, say_many("{count} entry counts from now on.", "{count} entries count from now on.", number))
    return redirect(_back(request))


def _row(visitor: Visitor, no: int) -> FlagRow:
    row = flag(no)
    if row is None or row.event != visitor.event:
        raise Http404
    if not visitor.rights.may_settle(row.venue):
        raise PermissionDenied
    return row


def _back(request: HttpRequest) -> str:
    """Return the list with the filter that it had."""
    kept = [f"{name}={no}" for name in ("kind", "venue") if (no := asked_number(request.POST.get(name, ""))) is not None]
    return "/flags/" + ("?" + "&".join(kept) if kept else "")


def asked_number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS_MAX else None


def _venue_name(visitor: Visitor, no: int | None) -> str:
    venue = None if no is None else visitor.definition.venue(no)
    if venue is not None:
        return amounts.named(venue.name)
    return say("No venue named") if no is None else say("Venue {no}, not in the event", no=no)
