"""How is one kiosk, what is it called, where does it stand, and what is set on it from afar?

Promise: a lead names and sets what stands at their own venue, a coordinator moves and revokes as well; everything is written down; what
is set reaches the kiosk at its next contact, and only what it knows, within its bounds.
"""

from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sync.domain.definition import in_language
from sync.domain.remote import COLOURS, VOLUME_MAX, Remote, remote_of
from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.devices import changing
from sync.server.reading.devices import DeviceRow, device
from sync.server.reading.diagnostics import diagnostics
from sync.server.reading.flags import count_of_device
from sync.server.site import amounts
from sync.server.site.care import SOFTWARE_VERSION
from sync.server.site.clock import now_ms
from sync.server.site.flags import asked_number
from sync.server.site.kiosks import KioskShown, kiosks_shown
from sync.server.site.visitors import CONCERNED, COORDINATORS, IN_CHARGE, Visitor, page_for
from sync.server.tongues.languages import TONGUES
from sync.server.tongues.saying import say

VOLUMES = (0, 20, 40, 60, 80, 100)
"""Steps that can be told apart in a hall."""

ON_OFF = {"on": True, "off": False}


class Wished(NamedTuple):
    """One field of the form: ``now`` is what is set, empty for nothing."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    now: str


@require_safe
@page_for(CONCERNED)
def one(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show one kiosk."""
    row, kiosk = _found(visitor, no)
    may_set = row.revoked_ms is None and visitor.rights.may_settle(row.venue)
    at_ms = now_ms()
    shown = {
        "visitor": visitor,
        "kiosk": kiosk,
        "may_set": may_set,
        "may_move": may_set and visitor.may_decide,
        "fields": _fields(row.wishes),
        "set_now": [(field.label, dict(field.choices)[field.now]) for field in _fields(row.wishes) if field.now in dict(field.choices)],
        "is_taken": row.wished_ms is not None and row.heard_ms is not None and row.heard_ms > row.wished_ms,
        "wished": "" if row.wished_ms is None else amounts.moment(row.wished_ms, visitor.definition.event, at_ms),
        "room": "" if row.room_bytes is None else f"{row.room_bytes / 1e9:,.1f} GB",
        "flags": count_of_device(visitor.event, no),
        "venues": [(venue.no, amounts.named(venue.name)) for venue in visitor.venues],
        "name_max": changing.NAME_CHARACTERS_MAX,
        "at": amounts.clock(at_ms, visitor.definition.event),
    }
    return render(request, "site/device.html", shown)


@require_POST
@page_for(IN_CHARGE)
def rename(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Call it something else."""
    row = _to_set(visitor, no)
    name = " ".join(request.POST.get("name", "").split())
    if not name:
        messages.warning(request, say("Write a name first: what is written on the machine, or where it stands."))
        return redirect("devices-one", no=no)
    with transaction.atomic():
        if changing.rename(no, name):
            did(visitor.actor, Deed.DEVICE_CHANGED, f"Called kiosk {no} {name[: changing.NAME_CHARACTERS_MAX]}.", row.venue)
    messages.success(request, say("Kiosk {no} has its name.", no=str(no)))
    return redirect("devices-one", no=no)


@require_POST
@page_for(COORDINATORS)
def move(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Let it stand somewhere else."""
    row = _to_set(visitor, no)
    venue = visitor.definition.venue(asked_number(request.POST.get("venue", "")))
    if venue is None:
        raise Http404
    called = in_language(venue.name, "en")
    with transaction.atomic():
        is_new = changing.move(no, venue.no, now_ms())
        if is_new:
            did(visitor.actor, Deed.DEVICE_CHANGED, f"Moved kiosk {no} from venue {row.venue} to {called}.", venue.no)
    if is_new:
        said = say("Kiosk {no} belongs to {venue}. It learns it at its next contact.", no=str(no), venue=amounts.named(venue.name))
    else:
        said = say("Kiosk {no} stands there already.", no=str(no))
    messages.success(request, said)
    return redirect("devices-one", no=no)


@require_POST
@page_for(IN_CHARGE)
def wish(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Set something on it from afar."""
    row = _to_set(visitor, no)
    remote = _remote(request)
    with transaction.atomic():
        if changing.wish(no, remote, now_ms()):
            said = ", ".join(f"{name} {value}" for name, value in remote.wishes.items()) or "nothing, it is as its own file says"
            did(visitor.actor, Deed.DEVICE_CHANGED, f"Set on kiosk {no} from afar: {said}.", row.venue)
    messages.success(request, say("Kept. The kiosk takes it up at its next contact."))
    return redirect("devices-one", no=no)


@require_safe
@page_for(CONCERNED)
def as_json(request: HttpRequest, visitor: Visitor, no: int) -> JsonResponse:
    """Send what the centre knows about it, without anybody in it."""
    del request
    row, _ = _found(visitor, no)
    answer = JsonResponse(diagnostics(row, now_ms(), SOFTWARE_VERSION), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="kiosk-{no}.json"'
    return answer


def _found(visitor: Visitor, no: int) -> tuple[DeviceRow, KioskShown]:
    row = device(no)
    if row is None or row.event != visitor.event or not visitor.rights.sees_venue(row.venue):
        raise Http404
    (shown,) = kiosks_shown([row], visitor, now_ms())
    return row, shown


def _to_set(visitor: Visitor, no: int) -> DeviceRow:
    row, _ = _found(visitor, no)
    if row.revoked_ms is not None:
        raise Http404
    return row


def _remote(request: HttpRequest) -> Remote:
    """Return what the form says; what it does not offer is nothing."""
    given = {name: request.POST.get(name, "") for name in Remote.__struct_fields__}
    return remote_of({**given, "volume": asked_number(given["volume"]), "search": ON_OFF.get(given["search"])})


def _fields(wishes: Remote) -> list[Wished]:
    volumes = sorted({*VOLUMES, *(() if wishes.volume is None else (wishes.volume,))})
    colours = (say("By day"), say("By night, dark"), say("High contrast"), say("By the clock"))
    return [
        Wished("volume", say("How loud"), [(str(one), _loud(one)) for one in volumes], _said(wishes.volume)),
        Wished("colours", say("Colours"), list(zip(COLOURS, colours, strict=True)), wishes.colours or ""),
        Wished("language", say("Language while nobody is there"), [(one.code[:2], one.name) for one in TONGUES], wishes.language or ""),
        Wished(
            "search",
            say("Looking for a name without a card"),
            [("on", say("Allowed")), ("off", say("Only by a card, or the ten digits on it"))],
            {True: "on", False: "off", None: ""}[wishes.search],
        ),
    ]


def _loud(volume: int) -> str:
    return say("{volume} of {most}", volume=volume, most=VOLUME_MAX) if volume else say("Silent")


def _said(value: int | None) -> str:
    return "" if value is None else str(value)
