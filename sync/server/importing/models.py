"""What is kept of a list that was brought: as much as the preview and the undo need, and no longer.

Promise: of a person nothing stands here but what the roster has (name as shown, party, preferences); what identifies them in the list is
never stored, only a keyed hash of it.
"""

from typing import ClassVar

from django.db import models

from sync.server.tongues.saying import later


class Stage(models.TextChoices):
    """How far an import has come."""

    COLUMNS = "columns", later("the columns are to be looked at")
    READING = "reading", later("is being read")
    READY = "ready", later("waits for a decision")
    APPLYING = "applying", later("is being put onto the roster")
    APPLIED = "applied", later("on the roster")
    UNDOING = "undoing", later("is being taken back")
    UNDONE = "undone", later("taken back")
    DROPPED = "dropped", later("left")


class Change(models.TextChoices):
    """What a line of the preview would do."""

    NEW = "new", "new"
    CHANGED = "changed", "changed"
    SAME = "same", later("as before")
    GONE = "gone", later("not in the list")


class RosterImport(models.Model):
    """One list. ``columns`` are its headings, ``fields`` what each means; ``options`` how it is read; ``counts`` what the preview says."""

    event = models.BigIntegerField()
    file = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    made_ms = models.BigIntegerField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.COLUMNS)
    columns = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    job = models.BigIntegerField(null=True)
    applied_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "-id"], name="imports_of_event")]

    def __str__(self) -> str:
        return f"import {self.pk}, {Stage(self.stage).label}"


class StagedRow(models.Model):
    """One person or party of a list. ``body`` as the roster would have it; ``was`` what it had at ``was_venue``.

    ``twin`` is somebody with the same name: ``is_twin_known`` when already on the roster, else earlier in the list; ``is_merged``: a person
    said that the two are one. ``at_version`` is the roster's version that put this row onto it.
    """

    roster_import = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField()
    venue = models.BigIntegerField()
    sort = models.SmallIntegerField()
    key = models.BinaryField(max_length=8)
    party = models.BinaryField(max_length=8, null=True)
    name_hash = models.BinaryField(max_length=8)
    change = models.CharField(max_length=8, choices=Change.choices)
    body = models.BinaryField(null=True)
    was = models.BinaryField(null=True)
    was_venue = models.BigIntegerField(null=True)
    twin = models.BinaryField(max_length=8, null=True)
    is_twin_known = models.BooleanField(default=False)
    is_merged = models.BooleanField(default=False)
    at_version = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["roster_import", "key"], name="staged_once")]
        indexes: ClassVar = [models.Index(fields=["roster_import", "change", "id"], name="staged_changes")]

    def __str__(self) -> str:
        return f"staged row {self.pk}"


class RowFault(models.Model):
    """What is wrong in one cell, in plain words; the row was left out."""

    roster_import = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="faults")
    line = models.IntegerField()
    column = models.CharField(max_length=200)
    said = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"fault in line {self.line}"


class KnownColumns(models.Model):
    """What the columns of a list with these headings meant the last time."""

    event = models.BigIntegerField()
    headings = models.BinaryField(max_length=16)
    fields = models.JSONField()
    options = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "headings"], name="known_columns_once")]

    def __str__(self) -> str:
        return f"known columns {self.pk}"
