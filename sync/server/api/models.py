"""Which tokens are there?

Promise: a token itself is kept nowhere, only its digest; once taken back or expired it opens nothing ever again.
"""

from typing import ClassVar

from django.db import models


class Token(models.Model):
    """``ending`` are its last signs, by which a person knows it again. ``event`` none: every event of the organisation; ``venues`` empty:
    all of them. Without ``shows_small``, small numbers are not told (``discretion.py``).
    """

    organisation = models.BigIntegerField()
    digest = models.BinaryField(max_length=32, unique=True)
    ending = models.CharField(max_length=4)
    name = models.CharField(max_length=100)
    event = models.BigIntegerField(null=True)
    venues = models.JSONField(default=list)
    shows_small = models.BooleanField(default=False)
    made_by = models.CharField(max_length=310)
    made_ms = models.BigIntegerField()
    expires_ms = models.BigIntegerField()
    used_ms = models.BigIntegerField(null=True)
    revoked_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="token_of_organisation")]

    def __str__(self) -> str:
        return f"token {self.pk}, {self.name}"
