"""Which machines are out there, when were they last heard, and what do they still hold?

Promise: of two things that a machine said about itself the later one is shown.
"""

from collections import defaultdict

import msgspec
from django.db.models import Count, Max, Sum

from sync.domain.remote import Remote, remote_of
from sync.protocol.limits import REQUEST_TIMEOUT_S
from sync.server.devices.models import Device
from sync.server.ledger.models import Quarantined, Stream


class DeviceRow(msgspec.Struct, frozen=True):
    """One device. ``heard_ms`` none: never since enrolment. ``waiting``: entries that it said it still held for the centre.

    ``entries`` stand in the ledger; ``streams`` above 1: its journal was begun anew; ``quarantined`` batches wait for a person.
    ``clock_off_ms``: so far its clock was ahead of the centre's when it last asked; ``room_bytes`` were then free on its disk (none: it
    does not say). ``wishes`` were set from afar at ``wished_ms``.
    """

    no: int
    name: str
    event: int
    venue: int
    version: str
    enrolled_ms: int
    heard_ms: int | None
    waiting: int
    entries: int
    streams: int
    quarantined: int
    revoked_ms: int | None
    clock_off_ms: int = 0
    room_bytes: int | None = None
    wishes: Remote = Remote()
    wished_ms: int | None = None


def devices(event: int, venue: int | None = None) -> list[DeviceRow]:
    """Return the event's devices (of one venue), by number."""
    rows = Device.objects.filter(event=event, **({} if venue is None else {"venue": venue})).order_by("no")
    return _with_streams(list(rows))


OVERTAKEN_MS = int(REQUEST_TIMEOUT_S * 1000)
"""A pull that was asked before a push was answered may come in after it, with a figure of before: for as long as a request may last,
the push is believed.
"""


def device(no: int) -> DeviceRow | None:
    """Return one device; none when there is none of this number."""
    return next(iter(_with_streams(list(Device.objects.filter(no=no)))), None)


def _with_streams(rows: list[Device]) -> list[DeviceRow]:
    numbers = [row.no for row in rows]
    streams = {
        no: (entries, heard, waiting, count)
        for no, entries, heard, waiting, count in Stream.objects.filter(device__in=numbers)
        .values_list("device")
        .annotate(Sum("high"), Max("heard_ms"), Sum("waiting"), Count("id"))
        .order_by()
    }
    quarantined: dict[int, int] = defaultdict(int)
    quarantined.update(Quarantined.objects.filter(device__in=numbers).values_list("device").annotate(Count("id")).order_by())
    return [_row(row, streams.get(row.no, (0, 0, 0, 0)), quarantined[row.no]) for row in rows]


def _row(row: Device, streams: tuple[int, int, int, int], quarantined: int) -> DeviceRow:
    entries, pushed_ms, waiting, count = streams
    pulled_ms = row.heard_ms or 0
    return DeviceRow(
        no=row.no,
        name=row.name,
        event=row.event,
        venue=row.venue,
        version=row.version,
        enrolled_ms=row.enrolled_ms,
        heard_ms=max(pulled_ms, pushed_ms) or None,
        waiting=row.waiting if pulled_ms > pushed_ms + OVERTAKEN_MS else waiting,
        entries=entries,
        streams=count,
        quarantined=quarantined,
        revoked_ms=row.revoked_ms,
        clock_off_ms=row.clock_off_ms,
        room_bytes=row.room_bytes,
        wishes=remote_of(row.wishes or {}),
        wished_ms=row.wished_ms,
    )
