"""What did the centre publish, and with which keys?

Promise: versions only grow; a roster row that was removed stays as a row without a body, so that the removal reaches every kiosk.
"""

from typing import ClassVar

from django.db import models


class Publication(models.Model):
    """One event as published. ``definition`` is its msgpack; ``manifest`` the signed message (msgpack of ``Signed``).

    ``version`` counts manifests, ``roster_version`` changes of the roster. ``loaded_ms`` decides which event is the present one.
    """

    event = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField()
    roster_version = models.BigIntegerField(default=0)
    definition = models.BinaryField()
    manifest = models.BinaryField()
    loaded_ms = models.BigIntegerField()

    def __str__(self) -> str:
        return f"event {self.event}, version {self.version}"


class Purpose(models.TextChoices):
    """What a key pair is for."""

    SERVER = "server", "signs manifests and replies"
    PASSES = "passes", "signs passes and mats of one event"
    HAND_OVER = "hand_over", "opens sealed hand-overs"
    REFERENCES = "references", "makes the references of one event's people"
    OWN_WORDS = "own_words", "seals what the centre writes itself"


class KeyPair(models.Model):
    """A secret of the centre and its public half; ``secret`` is sealed with the centre's secret (S24)."""

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    event = models.BigIntegerField(null=True)
    key_id = models.BigIntegerField()
    public_key = models.BinaryField(max_length=32)
    secret = models.BinaryField()
    made_ms = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "event", "key_id"], nulls_distinct=False, name="key_once"),
        ]

    def __str__(self) -> str:
        return f"{Purpose(self.purpose).label}, {self.key_id}"


class RosterRow(models.Model):
    """One person, party or lead as the kiosks of ``venue`` are told; no ``body``: removed since ``version``."""

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    sort = models.SmallIntegerField()
    key = models.BinaryField(max_length=8)
    body = models.BinaryField(null=True)
    version = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "venue", "sort", "key"], name="roster_row_once")]
        indexes: ClassVar = [
            models.Index(fields=["event", "venue", "version", "sort", "key"], name="roster_changes"),
            models.Index(fields=["event", "key"], name="roster_person"),
        ]

    def __str__(self) -> str:
        return f"roster row {self.pk}"


class Newcomer(models.Model):
    """Somebody whom kiosk number ``device`` put onto its venue's roster. Stays when their row is erased, so that it stays erased."""

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    key = models.BinaryField(max_length=8)
    device = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "key"], name="newcomer_once")]
        indexes: ClassVar = [models.Index(fields=["device"], name="newcomers_of_device")]

    def __str__(self) -> str:
        return f"newcomer {self.pk}"
