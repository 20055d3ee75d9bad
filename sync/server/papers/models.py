"""Which passes were issued, when, by whom and how?

Promise: a line for each pass that left the centre; it names nobody, only the reference, so that erasing a person need not touch it.
"""

from typing import ClassVar

from django.db import models

from sync.server.tongues.saying import later


class How(models.TextChoices):
    """The way a pass left the centre."""

    SHEET = "sheet", later("on a sheet")
    PICTURE = "picture", later("as a picture")
    LINK = "link", later("as a link for the phone")
    REISSUED = "reissued", later("issued anew; the pass before opens nothing")


class Issued(models.Model):
    """Pass ``serial`` of ``who`` left the centre. ``job`` is the one that drew it."""

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    who = models.BinaryField(max_length=8)
    serial = models.BigIntegerField()
    how = models.CharField(max_length=10, choices=How.choices)
    by = models.CharField(max_length=200)
    at_ms = models.BigIntegerField()
    job = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["event", "-id"], name="issued_lately"),
            models.Index(fields=["event", "who"], name="issued_to"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "who", "serial"], name="issued_once_a_job")]

    def __str__(self) -> str:
        return f"issued pass {self.pk}"
