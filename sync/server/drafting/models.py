"""What is being prepared, who changed what in it and when, and what was published?

Promise: every change is kept with what stood before and after it; neither a change nor a published version is ever rewritten.
"""

from typing import ClassVar

from django.db import models


class Draft(models.Model):
    """One event in preparation. ``definition`` is its msgpack, and may not fit together yet; ``revision`` counts its changes.

    ``based_on`` is the published version that it began from or became (0: never published).
    ``given`` holds the highest number that was ever given, by kind: a number that was removed is not given again.
    """

    event = models.BigIntegerField(primary_key=True)
    revision = models.BigIntegerField(default=0)
    based_on = models.BigIntegerField(default=0)
    definition = models.BinaryField()
    given = models.JSONField(default=dict)
    changed_ms = models.BigIntegerField()
    changed_by = models.CharField(max_length=310)

    def __str__(self) -> str:
        return f"draft of event {self.event}, revision {self.revision}"


class Change(models.Model):
    """One change of a draft, which made it ``revision``. ``before`` and ``after`` are the part's msgpack (none: it was not there);

    a change of many parts at once (a file, last year's event) has ``kind`` empty and the whole definition in both.
    """

    event = models.BigIntegerField()
    revision = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    who = models.CharField(max_length=310)
    words = models.TextField()
    kind = models.CharField(max_length=16, blank=True)
    no = models.BigIntegerField(default=0)
    before = models.BinaryField(null=True)
    after = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "revision"], name="drafting_change_once")]
        indexes: ClassVar = [models.Index(fields=["event", "kind", "no", "revision"], name="drafting_part")]

    def __str__(self) -> str:
        return f"change {self.revision} of event {self.event}"


class Version(models.Model):
    """One published version: the definition as it went to the kiosks, who published it, and in which words it differed."""

    event = models.BigIntegerField()
    version = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    who = models.CharField(max_length=310)
    words = models.JSONField(default=list)
    definition = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "version"], name="drafting_version_once")]

    def __str__(self) -> str:
        return f"version {self.version} of event {self.event}"
