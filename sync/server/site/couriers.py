"""How does a coordinator bring in what a kiosk without a network wrote on a stick?

Promise: what came of the file is said in words, stream by stream; the receipt can be taken along at once; the same file again changes
nothing.
"""

import base64

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sync.protocol.envelope import Unreadable
from sync.protocol.hand_over import HAND_OVER_BYTES_MAX
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.couriers.hand_over import Brought, receive
from sync.server.ledger.opening import open_store
from sync.server.ledger.store import StoreBusy, StoreFull
from sync.server.people.organisations import events_of
from sync.server.reading.devices import devices
from sync.server.site.clock import now_ms
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.tongues.saying import later, say

NOT_NOW = later("The centre cannot store anything just now. Bring the same file again in a few minutes: nothing is counted twice.")


class BroughtShown(msgspec.Struct, frozen=True):
    """What came of one kiosk's journal, with the kiosk's name."""

    name: str
    brought: Brought


@require_POST
@page_for(COORDINATORS)
def hand_over(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take the file in and say what came of it."""
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > HAND_OVER_BYTES_MAX:
        messages.warning(request, say("Choose the file first.") if file is None else _not_read(say("it is too large")))
        return redirect("devices")
    try:
        received = receive(open_store(), file.read(), now_ms())
    except Unreadable as fault:
        messages.warning(request, _not_read(fault.reason))
        return redirect("devices")
    except (StoreBusy, StoreFull):
        messages.warning(request, NOT_NOW)
        return redirect("devices")
    theirs = {row.no: row.name for event in events_of(visitor.organisation) for row in devices(event)}
    lines = [BroughtShown(theirs[one.device], one) for one in received.brought if one.device in theirs]
    did(visitor.actor, Deed.HAND_OVER_TAKEN, f"Brought a hand-over in: {sum(one.brought.new for one in lines)} entries were new.")
    shown = {
        "visitor": visitor,
        "file": file.name,
        "entries": sum(one.brought.entries for one in lines),
        "new": sum(one.brought.new for one in lines),
        "unreadable": received.unreadable,
        "lines": lines,
        # What belongs to somebody else is kept for them, and nothing is told of it.
        "elsewhere": len(received.brought) - len(lines),
        "receipt": base64.b64encode(received.receipt).decode(),
    }
    return render(request, "site/hand_over.html", shown)


def _not_read(why: str) -> str:
    return say("That file was not taken: {why}. Nothing has changed; choose the file that the kiosk wrote.", why=why)
