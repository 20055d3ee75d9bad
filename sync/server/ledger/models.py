"""What has been taken in? The tables that only the store functions write (S20).

Promise: an entry's bytes are never changed; no constraint here can stop a well-signed entry from being stored; every figure is
kept per stream, so that devices never wait for each other's rows.
"""

from typing import ClassVar

from django.db import models


class Stream(models.Model):
    """One journal as the centre holds it: entries 1 … ``high``, the chain's ``head`` there; ``safe_high`` stands in a checked backup.

    ``waiting`` is what the kiosk said it still held at its last push. A row with ``high`` 0 only holds the place to lock. ``awaited`` is
    the last seq that an amendment waits for; ``is_branched``: something of it lies in quarantine.
    """

    device = models.BigIntegerField()
    incarnation = models.BigIntegerField()
    high = models.BigIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=b"")
    safe_high = models.BigIntegerField(default=0)
    heard_ms = models.BigIntegerField(default=0)
    waiting = models.BigIntegerField(default=0)
    version = models.CharField(max_length=100, default="")
    awaited = models.BigIntegerField(default=0)
    is_branched = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["device", "incarnation"], name="stream_once")]

    def __str__(self) -> str:
        return f"stream {self.device}/{self.incarnation:08x}"


class Entry(models.Model):
    """One entry: its canonical bytes and what is asked of them often. ``at_ms`` is the estimated true time with ``error_ms``.

    Columns but ``body`` are none where the bytes do not say it or say what no column can hold. ``counted`` is false until a
    person accepts it (a revoked device's).
    """

    pk = models.CompositePrimaryKey("stream_id", "seq")
    # No constraint in the database: the store locks the stream's row first, and a check for each row would cost a third of the speed.
    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="entries")
    seq = models.BigIntegerField()
    kind = models.BigIntegerField(null=True)
    event = models.BigIntegerField(null=True)
    venue = models.BigIntegerField(null=True)
    who = models.BinaryField(max_length=8, null=True)
    activity = models.BigIntegerField(null=True)
    item = models.BigIntegerField(null=True)
    at_ms = models.BigIntegerField()
    error_ms = models.BigIntegerField()
    received_ms = models.BigIntegerField()
    counted = models.BooleanField(default=True)
    body = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["event", "who"], condition=models.Q(who__isnull=False), name="entry_of_person"),
            models.Index(fields=["stream"], condition=models.Q(kind=5), name="entry_counted_by_hand"),
        ]

    def __str__(self) -> str:
        return f"entry {self.seq} of stream {self.stream_id}"


class Seal(models.Model):
    """A device's signature over its stream up to ``seq``, with the clock sample that it covers."""

    pk = models.CompositePrimaryKey("stream_id", "seq")
    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="seals")
    seq = models.BigIntegerField()
    head = models.BinaryField(max_length=32)
    definition = models.BigIntegerField()
    wall_ms = models.BigIntegerField()
    mono_ms = models.BigIntegerField()
    boot = models.BigIntegerField()
    state = models.BigIntegerField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"seal at {self.seq} of stream {self.stream_id}"


class Subtotal(models.Model):
    """What one stream adds to one bucket. ``measure`` is a number of ``sync.server.ledger.measures``; 0 stands for none."""

    pk = models.CompositePrimaryKey("stream_id", "event", "venue", "activity", "item", "measure")
    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="subtotals")
    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    activity = models.BigIntegerField()
    item = models.BigIntegerField()
    measure = models.SmallIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "venue"], name="subtotal_of_venue")]

    def __str__(self) -> str:
        return f"{self.amount} of stream {self.stream_id}"


class Count(models.Model):
    """The latest count that one stream holds for one box; the winner among the streams is chosen on reading."""

    pk = models.CompositePrimaryKey("stream_id", "event", "venue", "activity", "item")
    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="counts")
    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    activity = models.BigIntegerField()
    item = models.BigIntegerField()
    quantity = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "venue"], name="count_of_venue")]

    def __str__(self) -> str:
        return f"{self.quantity} counted in stream {self.stream_id}"


class StreamVenue(models.Model):
    """A stream has entries at a venue: how many, and when the newest of them was received and is estimated to have happened."""

    pk = models.CompositePrimaryKey("stream_id", "event", "venue")
    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="venues")
    event = models.BigIntegerField()
    venue = models.BigIntegerField()
    entries = models.BigIntegerField()
    received_ms = models.BigIntegerField()
    at_ms = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "venue"], name="stream_of_venue")]

    def __str__(self) -> str:
        return f"stream {self.stream_id} at venue {self.venue}"


class Amendment(models.Model):
    """Entry ``seq`` of ``stream`` corrects or voids the target, seen or not yet seen."""

    pk = models.CompositePrimaryKey("stream_id", "seq")
    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="amendments")
    seq = models.BigIntegerField()
    target_stream_id: int
    target_stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="amended_by")
    target_seq = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["target_stream", "target_seq"], name="amendment_of_target")]

    def __str__(self) -> str:
        return f"entry {self.seq} of stream {self.stream_id} amends {self.target_seq} of {self.target_stream_id}"


class RaisedFlag(models.Model):
    """Something a person should look at. ``code`` is a ``sync.domain.flags.Flag``; ``by_fold`` ones come and go with the projector."""

    stream_id: int
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_constraint=False, related_name="flags")
    seq = models.BigIntegerField()
    code = models.SmallIntegerField()
    event = models.BigIntegerField(null=True)
    venue = models.BigIntegerField(null=True)
    who = models.BinaryField(max_length=8, null=True)
    by_fold = models.BooleanField(default=False)
    raised_ms = models.BigIntegerField()
    settled_ms = models.BigIntegerField(null=True)
    settled_by = models.CharField(max_length=150, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq", "code"], name="flag_once")]
        indexes: ClassVar = [
            models.Index(fields=["event", "venue", "-id"], condition=models.Q(settled_ms__isnull=True), name="flag_open"),
            models.Index(fields=["event", "who"], condition=models.Q(by_fold=True), name="flag_of_fold"),
        ]

    def __str__(self) -> str:
        return f"flag {self.code} on entry {self.seq} of stream {self.stream_id}"


class Quarantined(models.Model):
    """A batch whose chain differs from what the ledger holds: kept as it came, once, for a person to look at."""

    digest = models.BinaryField(max_length=32, unique=True)
    device = models.BigIntegerField()
    incarnation = models.BigIntegerField()
    first = models.BigIntegerField()
    entries = models.BigIntegerField()
    head = models.BinaryField(max_length=32)
    body = models.BinaryField()
    received_ms = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "incarnation", "head"], name="quarantine_branch")]

    def __str__(self) -> str:
        return f"quarantined batch {self.pk} of device {self.device}"


class Found(models.Model):
    """Lost and found: an entry that could not be taken even alone, as it came, with the position that it claims."""

    digest = models.BinaryField(max_length=32, unique=True)
    device = models.BigIntegerField()
    incarnation = models.BigIntegerField()
    seq = models.BigIntegerField()
    body = models.BinaryField()
    received_ms = models.BigIntegerField()

    def __str__(self) -> str:
        return f"found entry {self.seq} of device {self.device}"


class Centre(models.Model):
    """The one row that says which life of the ledger this is: ``epoch`` grows when it was restored from a backup."""

    epoch = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"epoch {self.epoch}"
