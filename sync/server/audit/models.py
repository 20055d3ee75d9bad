"""The lines of the audit log.

Promise: a line is added and never changed or removed: triggers in the database refuse it, whoever asks. A migration that makes this
table anew (SQLite does so for most changes) has to make the triggers again; the tests see to it.
"""

from typing import ClassVar

from django.db import models


class AuditLine(models.Model):
    """``who`` did ``deed`` from ``address`` (empty: from the command line); ``what`` is a sentence without a volunteer's name.

    ``organisation``, ``event`` and ``venue`` say whose log the line stands in. Plain numbers and words: a line outlives what it names.
    """

    at_ms = models.BigIntegerField()
    organisation = models.BigIntegerField(null=True)
    event = models.BigIntegerField(null=True)
    venue = models.BigIntegerField(null=True)
    account = models.BigIntegerField(null=True)
    who = models.CharField(max_length=310)
    address = models.CharField(max_length=100)
    deed = models.CharField(max_length=40)
    what = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="audit_of_organisation")]

    def __str__(self) -> str:
        return f"{self.who}: {self.what}"
