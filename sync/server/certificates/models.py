"""Which certificates were made out, and what do they say?

Promise: figures only. Nobody's name or reference stands here, so that a certificate is confirmed long after the name was erased.
"""

from typing import ClassVar

from django.db import models


class Whose(models.TextChoices):
    """For whom a certificate can be."""

    VOLUNTEER = "volunteer", "a volunteer"
    PARTY = "party", "a family, class or group"
    VENUE = "venue", "a school or another venue"


class Issued(models.Model):
    """One certificate. ``code`` stands on the paper; ``items`` are [item kind, quantity] pairs; ``minutes`` of all ``people`` together."""

    code = models.CharField(max_length=16, unique=True)
    event = models.BigIntegerField()
    venue = models.BigIntegerField(null=True)
    whose = models.CharField(max_length=10, choices=Whose.choices)
    organisation = models.CharField(max_length=150)
    people = models.BigIntegerField()
    minutes = models.BigIntegerField()
    items = models.JSONField(default=list)
    made_ms = models.BigIntegerField()
    by = models.CharField(max_length=310)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "-id"], name="certificates_of_event")]

    def __str__(self) -> str:
        return f"certificate {self.pk}"
