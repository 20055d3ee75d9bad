"""Which venues may people register at, and who did?

Promise: names stand in the roster and nowhere here; of where a registration came from a keyed hash is kept, for an hour.
"""

from typing import ClassVar

from django.db import models


class Page(models.Model):
    """The registration page of one venue. ``word`` is the end of its address; it stays when the page is closed and opened again."""

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    word = models.CharField(max_length=32, unique=True)
    is_open = models.BooleanField(default=True)
    changed_by = models.CharField(max_length=310)
    changed_ms = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "venue"], name="registration_page_once")]

    def __str__(self) -> str:
        return f"registration page {self.pk}"


class Registered(models.Model):
    """``who`` put themselves onto the roster of ``venue``. ``group``: with whom they come, in their own words; empty: they did not say."""

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    who = models.BinaryField(max_length=8)
    group = models.CharField(max_length=60)
    at_ms = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "who"], name="registered_once")]
        indexes: ClassVar = [models.Index(fields=["event", "venue"], name="registered_at_venue")]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class Knock(models.Model):
    """A registration came from ``address`` (a keyed hash) to a page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE)
    address = models.BinaryField(max_length=16)
    at_ms = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["page", "at_ms"], name="knock_lately")]

    def __str__(self) -> str:
        return f"knock {self.pk}"
