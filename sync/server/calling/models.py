"""Who answers the telephone at which venue?

Promise: this is known at the centre only; no kiosk, no file of the event and no export holds it.
"""

from typing import ClassVar

from django.db import models


class Telephone(models.Model):
    """One venue of an event has one number to call; a draft's venue may have it before anything is published."""

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "venue"], name="telephone_of_venue")]

    def __str__(self) -> str:
        return f"telephone of venue {self.venue} of event {self.event}"
