"""When are people forgotten, and who was?

Promise: none of these rows says anything of a person: references stand here as digests that nobody can turn back without the centre's
secret, and records hold numbers.
"""

from typing import ClassVar

from django.db import models

REASON_CHARACTERS_MAX = 300


class Retention(models.Model):
    """When the people of ``event`` are forgotten, where somebody chose another moment than the usual one; ``reason`` says why."""

    event = models.BigIntegerField(primary_key=True)
    erase_ms = models.BigIntegerField()
    reason = models.CharField(max_length=REASON_CHARACTERS_MAX)
    by = models.CharField(max_length=310)
    at_ms = models.BigIntegerField()

    def __str__(self) -> str:
        return f"retention of event {self.event}"


class Erased(models.Model):
    """A line of the ledger of erasures that this database has applied. ``digest`` empty: everybody of the event up to then.

    ``mark`` is the line's own random name, the same in the file beside the database.
    """

    mark = models.CharField(max_length=32, unique=True)
    event = models.BigIntegerField()
    digest = models.BinaryField(max_length=16)
    at_ms = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event"], name="erased_of_event")]

    def __str__(self) -> str:
        return f"erased {self.mark}"


class Why(models.TextChoices):
    """What made it happen."""

    DATE = "date", "its date had come"
    ASKED = "asked", "somebody asked for it"
    ONE = "one", "one person was erased"
    RESTORED = "restored", "a backup had brought it back"


class Erasure(models.Model):
    """The record of one erasing: ``counts`` how many of each kind. ``wiped_ms`` none: the database still has to be written anew."""

    event = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    by = models.CharField(max_length=310)
    why = models.CharField(max_length=10, choices=Why.choices)
    counts = models.JSONField(default=dict)
    wiped_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "-id"], name="erasures_of_event")]

    def __str__(self) -> str:
        return f"erasure {self.pk} of event {self.event}"
