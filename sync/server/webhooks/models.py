"""Which addresses are told, and what has become of each message?

Promise: a message is a row before it is sent, so that a stop loses none; of what an address answers only the status is kept.
"""

from typing import ClassVar

from django.db import models


class Heard(models.TextChoices):
    """What came of a try. The words are for the database; pages say it in their own."""

    WAITING = "waiting", "waiting"
    HEARD = "heard", "heard"
    STATUS = "status", "answered with something else than 2xx"
    GONE = "gone", "answered 410: wants no more"
    REDIRECTED = "redirected", "answered that it is elsewhere"
    NOT_ALLOWED = "not-allowed", "the address may not be used"
    NOT_PUBLIC = "not-public", "the name leads to an address that is not public"
    NO_NAME = "no-name", "the name leads nowhere"
    NO_CERTIFICATE = "no-certificate", "the certificate is not right"
    NOT_THERE = "not-there", "nobody answers there"
    SLOW = "slow", "took too long"


class Off(models.TextChoices):
    """Why nothing is sent any more."""

    ON = "", "on"
    PERSON = "person", "a person switched it off"
    FAILURES = "failures", "too many messages in a row were not heard"
    GONE = "gone", "the address said that it wants no more"


class Webhook(models.Model):
    """An address that hears of one event. ``secret`` is sealed with the centre's secret. ``told`` is a digest of the figures told last,
    at ``told_ms``; ``version`` counts them. ``failures`` messages in a row were given up.
    """

    organisation = models.BigIntegerField()
    event = models.BigIntegerField()
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    secret = models.BinaryField(max_length=200)
    shows_small = models.BooleanField(default=False)
    made_by = models.CharField(max_length=310)
    made_ms = models.BigIntegerField()
    version = models.BigIntegerField(default=0)
    told = models.BinaryField(max_length=32, default=b"")
    told_ms = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    off = models.CharField(max_length=10, choices=Off.choices, default=Off.ON, blank=True)
    off_ms = models.BigIntegerField(null=True)
    removed_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "-id"], name="webhook_of_event")]

    def __str__(self) -> str:
        return f"webhook {self.pk}, {self.name}"


class Delivery(models.Model):
    """One message. ``due_ms`` none: nothing more is tried. ``outcome`` of the last try, with its ``status`` where there was one."""

    webhook_id: int
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    no = models.CharField(max_length=32, unique=True)
    version = models.BigIntegerField()
    body = models.TextField()
    is_test = models.BooleanField(default=False)
    made_ms = models.BigIntegerField()
    due_ms = models.BigIntegerField(null=True)
    tries = models.IntegerField(default=0)
    outcome = models.CharField(max_length=20, choices=Heard.choices, default=Heard.WAITING)
    status = models.IntegerField(null=True)
    tried_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_ms"], name="delivery_due"),
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.no}"
