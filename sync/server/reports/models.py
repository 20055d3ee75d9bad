"""What was reported?

Promise: a version is written once and never changed: what the press was told at six o'clock can be read for ever. It holds no names.
"""

from typing import ClassVar

from django.db import models


class Report(models.Model):
    """One version. ``body`` is the msgpack of a ``sync.server.reading.report.Snapshot``; ``made_by`` empty: by the clock."""

    event = models.BigIntegerField()
    version = models.IntegerField()
    made_ms = models.BigIntegerField()
    made_by = models.CharField(max_length=310, default="")
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "version"], name="report_version_once")]

    def __str__(self) -> str:
        return f"report of event {self.event}, version {self.version}"
