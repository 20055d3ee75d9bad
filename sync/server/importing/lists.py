"""What can be done with a list that somebody brings? Begin, say what its columns mean, decide, put it onto the roster, take it back.

Promise: each step is possible only after the one before it; two imports of one event are never put onto the roster at the same time.
"""

import contextlib
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Min

from sync.server.importing import uploads
from sync.server.importing.columns import Field, faults_of, fingerprint, proposed
from sync.server.importing.models import KnownColumns, RosterImport, Stage, StagedRow
from sync.server.importing.sheets import CELL_CHARACTERS_MAX, Layout, NotASheet, layout_of, opened
from sync.server.jobs import asking
from sync.server.jobs.asking import Asker
from sync.server.jobs.models import Job, State
from sync.server.tongues.saying import say

READ_WORK, APPLY_WORK, UNDO_WORK = "roster-read", "roster-apply", "roster-undo"
SAMPLES_MAX = 4
LEFT_MS = 7 * 24 * 3_600_000
"""A list that nobody put onto the roster for a week is out of date, and nobody's to keep."""
BUSY = (Stage.READING, Stage.APPLYING, Stage.UNDOING)


class NotNow(Exception):
    """A step that is not possible just now; the sentence says why."""


def settled(one: RosterImport) -> RosterImport:
    """Return the import; where its job ended before it was done, it is at the step before, so that a person can go on."""
    job = Job.objects.filter(pk=one.job, state__in=(State.FAILED, State.CANCELLED)).first() if one.stage in BUSY else None
    if job is not None:
        # What was put onto the roster before it was cancelled can be taken back.
        before = Stage.COLUMNS if one.stage == Stage.READING else Stage.APPLIED
        RosterImport.objects.filter(pk=one.pk, stage=one.stage, job=one.job).update(stage=before)
        one.refresh_from_db()
    return one


def begin(event: int, name: str, pieces: Iterable[bytes], by: Asker, languages: Sequence[str] = ()) -> RosterImport:
    """Take a list in and propose what its columns mean. Raises ``NotASheet``; then nothing is kept of it."""
    sweep(_now_ms())
    one = RosterImport.objects.create(event=event, file=name[:200], by=by.name[:200], made_ms=_now_ms())
    try:
        path = uploads.keep(one.pk, pieces)
        _look(one, path, layout_of(path, languages))
    except (NotASheet, OSError):
        uploads.remove(one.pk)
        one.delete()
        raise
    return one


def look_again(one: RosterImport, layout: Layout) -> None:
    """Read the headings with another encoding or separator. Raises ``NotASheet``."""
    _look(one, uploads.file_of(one.pk), layout)


def samples(one: RosterImport) -> list[list[str]]:
    """Return the first cells of each column. Raises ``NotASheet``."""
    with opened(uploads.file_of(one.pk), Layout(**one.options["layout"])) as rows:
        first = list(islice((row for row in rows if any(row)), SAMPLES_MAX + 1))[1:]
    return [[row[place][:60] if place < len(row) else "" for row in first] for place in range(len(one.columns))]


def choose(one: RosterImport, fields: Sequence[Field], options: dict[str, Any], by: Asker) -> list[str]:
    """Have the list read with these columns; return what has to be mended first, in sentences."""
    faults = faults_of(fields)
    if len(fields) != len(one.columns):
        faults = [say("The list has other columns by now. Look at them once more.")]
    if faults:
        return faults
    with transaction.atomic():
        one = RosterImport.objects.select_for_update().get(pk=one.pk)
        if one.stage not in (Stage.COLUMNS, Stage.READY):
            return [say("This list is being worked on already.")]
        one.rows.all().delete()  # type: ignore[attr-defined]  # Django makes it of the row's relation
        one.faults.all().delete()  # type: ignore[attr-defined]  # the same
        one.fields, one.options, one.stage, one.counts = [str(field) for field in fields], one.options | options, Stage.READING, {}
        KnownColumns.objects.update_or_create(
            event=one.event, headings=fingerprint(one.columns), defaults={"fields": one.fields, "options": options}
        )
        asked = {"import": one.pk, "rows": one.options.get("rows")}
        one.job = asking.ask(one.event, READ_WORK, f"Reading {one.file}", by=by, asked=asked).pk
        one.save()
    return []


def put_on_roster(one: RosterImport, by: Asker, *, removes: bool, merged: set[int], shown: set[int]) -> None:
    """Put a list that was read onto the roster. Of the twins that were ``shown``, those in ``merged`` are one person. Raises ``NotNow``."""
    with transaction.atomic():
        one = _locked(one, Stage.READY)
        rows = StagedRow.objects.filter(roster_import=one, twin__isnull=False)
        rows.filter(pk__in=shown - merged).update(is_merged=False)
        rows.filter(pk__in=shown & merged).update(is_merged=True)
        known = rows.filter(is_twin_known=True, is_merged=True)
        # Two people of the list cannot both be the same one of the roster: the first is.
        firsts = list(known.values("twin").annotate(first=Min("pk")).values_list("first", flat=True))
        known.exclude(pk__in=firsts).update(is_merged=False)
        one.options |= {"removes": removes}
        _ask(one, Stage.APPLYING, APPLY_WORK, by)


def take_back(one: RosterImport, by: Asker) -> None:
    """Take the newest import off the roster again. Raises ``NotNow``."""
    with transaction.atomic():
        one = _locked(one, Stage.APPLIED)
        if not may_be_taken_back(one):
            raise NotNow(say("Only the newest list can be taken back."))
        _ask(one, Stage.UNDOING, UNDO_WORK, by)


def may_be_taken_back(one: RosterImport) -> bool:
    """Whether it is known who was there before."""
    return one.stage == Stage.APPLIED and StagedRow.objects.filter(roster_import=one).exists()


def leave(one: RosterImport) -> None:
    """Forget a list that is not wanted. Raises ``NotNow`` while it is worked on."""
    with transaction.atomic():
        one = RosterImport.objects.select_for_update().get(pk=one.pk)
        if one.stage not in (Stage.COLUMNS, Stage.READY, Stage.READING):
            raise NotNow(say("This list is on the roster already. Take it back instead."))
        RosterImport.objects.filter(pk=one.pk).update(stage=Stage.DROPPED)
        one.rows.all().delete()  # type: ignore[attr-defined]  # Django makes it of the row's relation
        one.faults.all().delete()  # type: ignore[attr-defined]  # the same
    uploads.remove(one.pk)


def sweep(now_ms: int) -> int:
    """Leave every list that lies since a week without being worked on, with its file; return how many were left."""
    swept = 0
    for one in RosterImport.objects.filter(made_ms__lt=now_ms - LEFT_MS, stage__in=(Stage.COLUMNS, Stage.READY, Stage.READING)):
        if settled(one).stage == Stage.READING:
            continue
        # Somebody may have put it onto the roster a moment ago.
        with contextlib.suppress(NotNow):
            leave(one)
            swept += 1
    return swept


def _locked(one: RosterImport, stage: Stage) -> RosterImport:
    """Return the import, held, if it is at ``stage`` and no other of its event is being worked on."""
    others = list(RosterImport.objects.select_for_update().filter(event=one.event, stage__in=(Stage.APPLYING, Stage.UNDOING)))
    now = RosterImport.objects.select_for_update().get(pk=one.pk)
    if others:
        raise NotNow(say("Another list is being put onto the roster just now. Try again when it is done."))
    if now.stage != stage:
        raise NotNow(say("Somebody else decided about this list meanwhile."))
    return now


def _ask(one: RosterImport, stage: Stage, work: str, by: Asker) -> None:
    one.stage = stage
    asked = {"import": one.pk}
    if work == APPLY_WORK:
        one.job = asking.ask(one.event, work, f"Putting {one.file} onto the roster", by=by, asked=asked).pk
    else:
        one.job = asking.ask(one.event, work, f"Taking back {one.file}", by=by, asked=asked).pk
    one.save()


def _look(one: RosterImport, path: Path, layout: Layout) -> None:
    with opened(path, layout) as rows:
        headings = next((row for row in rows if any(row)), None)
        if headings is None:
            raise NotASheet(say("This file is empty. Choose the one with the list."))
        count = sum(1 for _ in rows)
    one.columns = [heading[:CELL_CHARACTERS_MAX] for heading in headings]
    known = KnownColumns.objects.filter(event=one.event, headings=fingerprint(one.columns)).first()
    one.fields = known.fields if known is not None else [str(field) for field in proposed(one.columns)]
    one.options = (known.options if known is not None else {"is_short": True}) | {"layout": msgspec.structs.asdict(layout), "rows": count}
    one.options["is_remembered"] = known is not None
    one.save()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
