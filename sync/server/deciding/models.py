"""Which streams does the centre write, and which decision stands in which entry?

Promise: the entries are what counts; a row here says who decided, and that the same press decided only once.
"""

from typing import ClassVar

from django.db import models


class OwnStream(models.Model):
    """The centre's own stream at one venue of an event, so that a kiosk pulls what concerns it and no more.

    A restored centre (``epoch``) begins a new one: kiosks may hold more of the old one than the backup did.
    """

    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    epoch = models.BigIntegerField()
    incarnation = models.BigIntegerField(unique=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "venue", "epoch"], name="own_stream_once")]

    def __str__(self) -> str:
        return f"own stream {self.incarnation:08x} at venue {self.venue}"


class Decision(models.Model):
    """``by`` decided ``action`` about the entry (``device``, ``incarnation``, ``seq``) that was flagged with ``code``.

    ``tap`` names the press of the button, once for each flag; ``own_incarnation`` and ``own_seq`` are the entry that says it.
    ``undone_by``: the tap that took it back, empty while it stands. Rows are written in the ledger's transaction, by ``deciding``.
    """

    tap = models.CharField(max_length=64, unique=True)
    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    code = models.SmallIntegerField()
    action = models.CharField(max_length=10)
    reason = models.SmallIntegerField()
    device = models.BigIntegerField()
    incarnation = models.BigIntegerField()
    seq = models.BigIntegerField()
    own_incarnation = models.BigIntegerField()
    own_seq = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    by = models.CharField(max_length=310)
    undone_by = models.CharField(max_length=64, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "venue", "-id"], name="decision_of_venue")]

    def __str__(self) -> str:
        return f"{self.action} of entry {self.seq} of device {self.device}"
