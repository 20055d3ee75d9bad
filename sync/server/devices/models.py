"""Which machines are devices, and which ask to become one?

Promise: a device is never removed, only revoked, because its entries stay; an approval works once and within its window.
"""

from typing import ClassVar

from django.db import models


class Device(models.Model):
    """One kiosk machine with its Ed25519 public key. Its primary key is the device number.

    ``heard_ms`` is its last signed asking, ``waiting`` what it then still held for the centre (its pushes say the same of its streams),
    ``clock_off_ms`` by how much its clock was then ahead of the centre's (behind: negative), ``room_bytes`` what was free on its disk
    (none: it does not say). ``wishes`` are what was set for it from afar at ``wished_ms``, as they travel in the manifest.
    """

    no = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    public_key = models.BinaryField(max_length=32, unique=True)
    enrolled_ms = models.BigIntegerField()
    revoked_ms = models.BigIntegerField(null=True, blank=True)
    heard_ms = models.BigIntegerField(null=True, blank=True)
    waiting = models.BigIntegerField(default=0)
    clock_off_ms = models.BigIntegerField(default=0)
    room_bytes = models.BigIntegerField(null=True, blank=True)
    wishes = models.JSONField(null=True, blank=True)
    wished_ms = models.BigIntegerField(null=True, blank=True)
    version = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"device {self.no} ({self.name})"


class Enrolment(models.Model):
    """A machine asked; ``salt`` and the key give the six digits; ``address``: where it asked from.

    Open until ``expires_ms``, approved (``device``) or refused.
    """

    public_key = models.BinaryField(max_length=32)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=100, blank=True, default="")
    version = models.CharField(max_length=100, blank=True)
    salt = models.BinaryField(max_length=16)
    asked_ms = models.BigIntegerField()
    expires_ms = models.BigIntegerField()
    refused = models.BooleanField(default=False)
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["public_key", "-asked_ms"], name="enrolment_newest_of_key")]

    def __str__(self) -> str:
        return f"enrolment {self.pk} ({self.name})"
