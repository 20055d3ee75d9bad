"""What does the centre know about one kiosk, for somebody who is to find out what is wrong with it?

Promise: numbers, times and codes; no name, no reference of a person, no address and nothing that an entry says.
"""

from typing import Any

from django.db.models import Count

from sync.domain.flags import Flag
from sync.server.ledger.models import Entry, Found, Quarantined, RaisedFlag, Seal, Stream
from sync.server.reading.devices import DeviceRow

LISTED_MAX = 200
"""Of batches set apart: more than anybody reads."""


def diagnostics(row: DeviceRow, now_ms: int, software: str) -> dict[str, Any]:
    """Return it as plain values; times in UTC milliseconds."""
    return {
        "as_of_ms": now_ms,
        "centre_version": software,
        "device": {
            "no": row.no,
            "venue": row.venue,
            "event": row.event,
            "version": row.version,
            "enrolled_ms": row.enrolled_ms,
            "heard_ms": row.heard_ms,
            "revoked_ms": row.revoked_ms,
            "waiting": row.waiting,
            "clock_off_ms": row.clock_off_ms,
            "room_bytes": row.room_bytes,
            "wishes": row.wishes.wishes,
            "wished_ms": row.wished_ms,
        },
        "journals": [_journal(one) for one in Stream.objects.filter(device=row.no).order_by("pk")],
        "quarantined": list(
            Quarantined.objects.filter(device=row.no).order_by("pk").values("incarnation", "first", "entries", "received_ms")[:LISTED_MAX]
        ),
        "lost_and_found": list(Found.objects.filter(device=row.no).order_by("pk").values("incarnation", "seq", "received_ms")[:LISTED_MAX]),
    }


def _journal(stream: Stream) -> dict[str, Any]:
    newest = Entry.objects.filter(stream_id=stream.pk, seq=stream.high).values("at_ms", "error_ms", "received_ms").first()
    flags = RaisedFlag.objects.filter(stream_id=stream.pk).values_list("code", "settled_ms")
    counted = flags.order_by().values("code").annotate(number=Count("id"))
    return {
        "incarnation": f"{stream.incarnation:08x}",
        "high": stream.high,
        "head": bytes(stream.head).hex(),
        "safe_high": stream.safe_high,
        "heard_ms": stream.heard_ms or None,
        "waiting": stream.waiting,
        "version": stream.version,
        "is_branched": stream.is_branched,
        "awaited": stream.awaited,
        "seals": Seal.objects.filter(stream_id=stream.pk).count(),
        "newest_entry": newest,
        "flags": {Flag(one["code"]).name.lower(): one["number"] for one in counted},
    }
