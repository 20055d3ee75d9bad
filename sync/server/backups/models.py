"""Which backups were made, and which of them were proven?

Promise: a row says what was written and when it was proven, never where else copies of the file are: those the centre does not know.
"""

from django.db import models


class Backup(models.Model):
    """One file. ``name`` without its folder, ``digest`` the SHA-256 of the file. ``proven_ms`` none: nobody restored it to look."""

    name = models.CharField(max_length=255)
    digest = models.BinaryField(max_length=32, unique=True)
    made_ms = models.BigIntegerField()
    size_bytes = models.BigIntegerField()
    entries = models.BigIntegerField()
    proven_ms = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"backup {self.name}"
