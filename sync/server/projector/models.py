"""Who is where, and for how long, as far as the projector has read?

Promise: all of it can be deleted and folded again from the ledger; it is written by one writer, in one transaction with the
positions that it stands for.
"""

from typing import ClassVar

from django.db import models


class Position(models.Model):
    """How far the projector has read one stream."""

    stream_id: int
    stream = models.OneToOneField("ledger.Stream", primary_key=True, on_delete=models.PROTECT, db_constraint=False)
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"read to {self.seq} of stream {self.stream_id}"


class Mark(models.Model):
    """Somebody's stays are to be folded again although no new entry says so (an entry was accepted, a definition changed)."""

    event = models.BigIntegerField()
    who = models.BinaryField(max_length=8)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "who"], name="mark_of_person")]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class EntryMark(models.Model):
    """An entry is to be looked at again although no new entry says so (it was accepted)."""

    stream_id: int
    stream = models.ForeignKey("ledger.Stream", on_delete=models.PROTECT, db_constraint=False, db_index=False)
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"mark on entry {self.seq} of stream {self.stream_id}"


class UnnamedLog(models.Model):
    """What a table logged for everybody, as it counts now: only such logs are compared beyond one person's."""

    pk = models.CompositePrimaryKey("stream_id", "seq")
    stream_id: int
    stream = models.ForeignKey("ledger.Stream", on_delete=models.PROTECT, db_constraint=False, db_index=False)
    seq = models.BigIntegerField()
    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    activity = models.BigIntegerField()
    item = models.BigIntegerField()
    quantity = models.BigIntegerField()
    at_ms = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["event", "venue", "activity", "item", "quantity", "at_ms"], name="unnamed_log_of_box"),
        ]

    def __str__(self) -> str:
        return f"log {self.seq} of stream {self.stream_id}"


class Stay(models.Model):
    """One person or party was at one activity (none: not chosen) from ``from_ms`` to ``to_ms`` (none: still here).

    ``estimated``: closed by rule.
    """

    event = models.BigIntegerField()
    who = models.BinaryField(max_length=8)
    venue = models.BigIntegerField()
    activity = models.BigIntegerField(null=True)
    headcount = models.BigIntegerField()
    from_ms = models.BigIntegerField()
    to_ms = models.BigIntegerField(null=True)
    estimated = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["event", "who"], name="stay_of_person"),
            models.Index(fields=["event", "venue", "from_ms"], name="stay_of_venue"),
            models.Index(fields=["event", "venue", "from_ms"], condition=models.Q(to_ms__isnull=True), name="stay_open"),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"


class Attendance(models.Model):
    """People at one activity, one venue or the whole event: ``scope`` is a ``sync.server.projector.scope.Scope``.

    What the scope is wider than is 0, and so is no activity chosen.

    ``arrived`` has each person once in each scope, a party by its largest headcount.
    Time so far at ``now``: ``closed_ms + here * now - here_from_ms``, where ``here_from_ms`` sums the arrivals of who is here.
    """

    pk = models.CompositePrimaryKey("event", "scope", "venue", "activity")
    event = models.BigIntegerField()
    scope = models.SmallIntegerField()
    venue = models.BigIntegerField()
    activity = models.BigIntegerField()
    here = models.BigIntegerField(default=0)
    here_from_ms = models.BigIntegerField(default=0)
    arrived = models.BigIntegerField(default=0)
    closed_ms = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"attendance at venue {self.venue}"
