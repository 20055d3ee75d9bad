"""How does a preview get onto the roster, and off it again? Two background jobs, a thousand rows at a time.

Promise: each thousand is one version of the roster, so that kiosks get it as it comes; stopped in the middle, it goes on where it was;
taking back touches nobody whom somebody changed or erased since.
"""

import time

import msgspec
from django.db import transaction

from sync.domain.roster import Volunteer
from sync.server.erasing.ledger import erased_among
from sync.server.importing import uploads
from sync.server.importing.models import Change, RosterImport, Stage, StagedRow
from sync.server.importing.staging import insert
from sync.server.jobs.desk import Desk, Finished
from sync.server.publishing.models import Publication, RosterRow
from sync.server.publishing.roster import VOLUNTEER

CHUNK_ROWS = 1_000
APPLIED = (Change.NEW, Change.CHANGED)


def apply(desk: Desk) -> Finished:
    """Put the import ``desk.asked["import"]`` onto the roster."""
    one = RosterImport.objects.get(pk=desk.asked["import"])
    wanted = [*APPLIED, Change.GONE] if one.options.get("removes") else list(APPLIED)
    rows = StagedRow.objects.filter(roster_import=one, change__in=wanted)
    # Who is one with somebody of the list is not gone.
    merged = list(rows.filter(is_merged=True, is_twin_known=True).values_list("twin", flat=True))
    rows.filter(change=Change.GONE, key__in=merged).delete()
    done, last, total = desk.place.get("done", 0), desk.place.get("last", 0), rows.count()
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK_ROWS]):
        with transaction.atomic():
            _apply(one, chunk)
            last, done = chunk[-1].pk, done + len(chunk)
            desk.keep({"last": last, "done": done}, done, total)
    with transaction.atomic():
        _forget_older(one)
        RosterImport.objects.filter(pk=one.pk).update(stage=Stage.APPLIED, applied_ms=time.time_ns() // 1_000_000)
        rows.filter(at_version__isnull=True).delete()
        StagedRow.objects.filter(roster_import=one, change=Change.SAME).delete()
    uploads.remove(one.pk)
    return Finished(f"Changes on the roster: {done:,}. Kiosks have them within a minute.", next_address=f"/roster/imports/{one.pk}/")


def undo(desk: Desk) -> Finished:
    """Take the import ``desk.asked["import"]`` back."""
    one = RosterImport.objects.get(pk=desk.asked["import"])
    rows = StagedRow.objects.filter(roster_import=one, at_version__isnull=False)
    total, done, kept = desk.place.get("total") or rows.count(), desk.place.get("done", 0), desk.place.get("kept", 0)
    while chunk := list(rows.order_by("-pk")[:CHUNK_ROWS]):
        with transaction.atomic():
            kept += _undo(one, chunk)
            done += len(chunk)
            StagedRow.objects.filter(pk__in=[row.pk for row in chunk]).update(at_version=None)
            desk.keep({"total": total, "done": done, "kept": kept}, done, total)
    with transaction.atomic():
        RosterImport.objects.filter(pk=one.pk).update(stage=Stage.UNDONE)
        StagedRow.objects.filter(roster_import=one).delete()
    also = f" Changed by somebody since, and left as they are: {kept:,}." if kept else ""
    return Finished(f"The roster is as it was before {one.file}.{also}", next_address="/roster/")


def _apply(one: RosterImport, chunk: list[StagedRow]) -> None:
    version = _next_version(one.event)
    # Of two rows of the same list that are one person, the earlier stands for both.
    applied = [row for row in chunk if not row.is_merged or row.is_twin_known]
    for row in applied:
        if row.is_merged and row.twin is not None:
            row.key = bytes(row.twin)
    # Somebody may have been erased since the list was looked at.
    erased = erased_among(one.event, {bytes(row.key) for row in applied})
    applied = [row for row in applied if bytes(row.key) not in erased]
    there = _there(one.event, [bytes(row.key) for row in applied])
    made: dict[tuple[int, bytes], RosterRow] = {}
    written: dict[int, RosterRow] = {}
    told_anew: list[StagedRow] = []
    for row in applied:
        key = bytes(row.key)
        had = next((one_of for one_of in there.get(key, ()) if one_of.body is not None), None)
        was, was_venue = (None, None) if had is None else (bytes(had.body or b""), had.venue)
        if (was, was_venue) != (None if row.was is None else bytes(row.was), row.was_venue) or row.is_merged:
            row.was, row.was_venue = was, was_venue
            told_anew.append(row)
        body = None if row.change == Change.GONE else _as_known(row, had)
        if had is not None and (had.venue != row.venue or body is None):
            had.body, had.version = None, version
            written[had.pk] = had
        if body is None:
            continue
        target = next((one_of for one_of in there.get(key, ()) if one_of.venue == row.venue), None) or made.get((row.venue, key))
        if target is None:
            made[row.venue, key] = RosterRow(event=one.event, venue=row.venue, sort=row.sort, key=key, body=body, version=version)
            continue
        target.body, target.version = body, version
        if target.pk is not None:
            written[target.pk] = target
    insert(list(made.values()))
    RosterRow.objects.bulk_update(written.values(), ["body", "version"], batch_size=200)
    # Most rows are as the preview had them: one statement for all of them, since a statement for each costs most of the time.
    StagedRow.objects.bulk_update(told_anew, ["key", "was", "was_venue"], batch_size=100)
    StagedRow.objects.filter(pk__in=[row.pk for row in applied]).update(at_version=version)


def _as_known(row: StagedRow, had: RosterRow | None) -> bytes:
    """Return the row's body; for somebody who is one with a person on the roster with that one's reference, pass and digits."""
    body = bytes(row.body or b"")
    if not row.is_merged or had is None or row.sort != VOLUNTEER:
        return body
    new, old = msgspec.msgpack.decode(body, type=Volunteer), msgspec.msgpack.decode(bytes(had.body or b""), type=Volunteer)
    return msgspec.msgpack.encode(msgspec.structs.replace(new, who=old.who, pass_serial=old.pass_serial, spoken_code=old.spoken_code))


def _undo(one: RosterImport, chunk: list[StagedRow]) -> int:
    """Put the rows back as they were; return how many had been changed since."""
    version = _next_version(one.event)
    there = _there(one.event, [bytes(row.key) for row in chunk])
    written: dict[int, RosterRow] = {}
    kept = 0
    for row in chunk:
        rows = {one_of.venue: one_of for one_of in there.get(bytes(row.key), ())}
        at = rows.get(row.venue)
        if at is None or at.version != row.at_version:
            kept += 1
            continue
        at.body, at.version = None, version
        written[at.pk] = at
        if row.was is not None and row.was_venue is not None:
            before = rows[row.was_venue]
            before.body, before.version = bytes(row.was), version
            written[before.pk] = before
    RosterRow.objects.bulk_update(written.values(), ["body", "version"], batch_size=200)
    return kept


def _there(event: int, keys: list[bytes]) -> dict[bytes, list[RosterRow]]:
    found: dict[bytes, list[RosterRow]] = {}
    for start in range(0, len(keys), 500):
        for row in RosterRow.objects.filter(event=event, key__in=keys[start : start + 500]):
            found.setdefault(bytes(row.key), []).append(row)
    return found


def _next_version(event: int) -> int:
    row = Publication.objects.select_for_update().get(event=event)
    version: int = row.roster_version + 1
    row.roster_version = version
    row.save(update_fields=["roster_version"])
    return version


def _forget_older(one: RosterImport) -> None:
    """Only the newest import can be taken back: of the others nothing is kept that says who was there before."""
    StagedRow.objects.filter(roster_import__event=one.event, roster_import__stage__in=(Stage.APPLIED, Stage.UNDONE)).exclude(
        roster_import=one
    ).delete()
    RosterImport.objects.filter(event=one.event, stage=Stage.APPLIED).exclude(pk=one.pk).update(job=None)
