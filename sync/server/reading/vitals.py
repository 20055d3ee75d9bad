"""How is the centre itself? What whoever runs it wants to see from far away.

Promise: numbers only; nothing is locked, and each is one plain question.
"""

from pathlib import Path
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Manager, Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from sync.server.backups.models import Backup
from sync.server.devices.models import Device, Enrolment
from sync.server.jobs.models import Job, State
from sync.server.ledger.models import Centre, Quarantined, RaisedFlag, Stream
from sync.server.ledger.opening import open_store
from sync.server.projector.models import Position
from sync.server.publishing.models import Publication
from sync.server.reading.event import event
from sync.server.reading.venues import silent_venues

_MS_IN_S = 1000


class Vitals(msgspec.Struct, frozen=True):
    """``unread_entries`` the projector has yet to read; times in seconds since 1970, 0: never."""

    entries: int
    unread_entries: int
    journals: int
    devices: int
    kiosks_waiting_entries: int
    enrolments_waiting: int
    venues_silent: int
    flags_open: int
    quarantined_batches: int
    jobs_waiting: int
    jobs_running: int
    database_bytes: int
    backup_made_timestamp_seconds: float
    backup_proven_timestamp_seconds: float
    epoch: int


def vitals(now_ms: int) -> Vitals:
    """Return how everything stands. Raises ``StoreBusy`` when the database cannot be reached."""
    open_store()
    entries = _sum(Stream.objects, "high")
    made = Backup.objects.aggregate(newest=Max("made_ms"))["newest"] or 0
    proven = Backup.objects.filter(proven_ms__isnull=False).aggregate(newest=Max("made_ms"))["newest"] or 0
    asking = Enrolment.objects.filter(device__isnull=True, refused=False, expires_ms__gt=now_ms)
    return Vitals(
        entries=entries,
        unread_entries=max(entries - _sum(Position.objects, "seq"), 0),
        journals=Stream.objects.filter(high__gt=0).count(),
        devices=Device.objects.filter(revoked_ms__isnull=True).count(),
        kiosks_waiting_entries=_sum(Device.objects.filter(revoked_ms__isnull=True), "waiting"),
        enrolments_waiting=asking.values("public_key").distinct().count(),
        venues_silent=sum(_silent(no, now_ms) for no in Publication.objects.values_list("event", flat=True)),
        flags_open=RaisedFlag.objects.filter(settled_ms__isnull=True).count(),
        quarantined_batches=Quarantined.objects.count(),
        jobs_waiting=Job.objects.filter(state=State.WAITING).count(),
        jobs_running=Job.objects.filter(state=State.RUNNING).count(),
        database_bytes=_database_bytes(),
        backup_made_timestamp_seconds=made / _MS_IN_S,
        backup_proven_timestamp_seconds=proven / _MS_IN_S,
        epoch=max(Centre.objects.values_list("epoch", flat=True), default=1),
    )


def _sum(rows: "Manager[Any] | QuerySet[Any]", column: str) -> int:
    return int(rows.aggregate(sum=Coalesce(Sum(column), 0))["sum"])


def _silent(no: int, now_ms: int) -> int:
    """Only while the event is open: before and after, nobody is expected to be heard."""
    published = event(no)
    if published is None or not published.definition.event.opens_ms <= now_ms <= published.definition.event.closes_ms:
        return 0
    return len(silent_venues(published, now_ms))


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(connection.settings_dict["NAME"])
    files = [Path(f"{path}{ending}") for ending in ("", "-wal")]
    return sum(file.stat().st_size for file in files if file.exists())
