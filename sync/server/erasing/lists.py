"""What do lists that were brought hold of people, and how is it forgotten?

Promise: with an event go every staged row, what was wrong in which cell, the file itself and its name. With one person go their rows; a
list that is still looked at is left, since it may name them in words that nobody has read yet.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from sync.server.erasing.holdings import Counts, Holding, Kind
from sync.server.importing import uploads
from sync.server.importing.models import RosterImport, RowFault, Stage, StagedRow

NAMELESS = "a list"
OPEN = (Stage.COLUMNS, Stage.READING, Stage.READY)
PORTION = 500


def _count(event: int) -> Counts:
    rows = StagedRow.objects.filter(roster_import__event=event).count() + RowFault.objects.filter(roster_import__event=event).count()
    return {Kind.LIST_ROWS: rows, Kind.LISTS: _nameable(event).count()}


def _erase(event: int) -> Counts:
    gone = _count(event)
    _forget_rows(list(RosterImport.objects.filter(event=event).values_list("pk", flat=True)))
    RosterImport.objects.filter(event=event, stage__in=(*OPEN, Stage.APPLYING, Stage.UNDOING)).update(stage=Stage.DROPPED)
    RosterImport.objects.filter(event=event).update(file=NAMELESS, columns=[])
    return gone


def _erase_people(event: int, keys: Collection[bytes]) -> Counts:
    left = list(RosterImport.objects.filter(event=event, stage__in=OPEN).values_list("pk", flat=True))
    gone = _forget_rows(left)
    RosterImport.objects.filter(pk__in=left).update(stage=Stage.DROPPED)
    RowFault.objects.filter(roster_import__event=event).delete()
    wanted = sorted(keys)
    for first in range(0, len(wanted), PORTION):
        rows = StagedRow.objects.filter(roster_import__event=event, key__in=wanted[first : first + PORTION])
        gone += rows.delete()[0]
    return {Kind.LIST_ROWS: gone, Kind.LISTS: len(left)}


def _told(event: int, key: bytes) -> dict[str, Any]:
    rows = StagedRow.objects.filter(roster_import__event=event, key=key).select_related("roster_import")
    lists = [{"list": row.roster_import.file, "row": row.line} for row in rows]
    return {"lists": lists} if lists else {}


def _nameable(event: int) -> "QuerySet[RosterImport]":
    return RosterImport.objects.filter(event=event).exclude(file=NAMELESS)


def _forget_rows(imports: list[int]) -> int:
    gone = StagedRow.objects.filter(roster_import__in=imports).delete()[0] + RowFault.objects.filter(roster_import__in=imports).delete()[0]
    for no in imports:
        uploads.remove(no)
    return gone


HOLDING = Holding(_count, _erase, _erase_people, _told)
