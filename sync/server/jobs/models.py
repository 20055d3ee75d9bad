"""What was asked to be done in the background, and how far has it come?

Promise: a job is one row; whoever works at it is named in it, and nobody else writes to it; where it stands is data, so that another
process can go on.
"""

from typing import ClassVar

from django.db import models

from sync.server.tongues.saying import later

TITLE_CHARACTERS_MAX = 200
SAID_CHARACTERS_MAX = 500


class State(models.TextChoices):
    """What has become of a job."""

    WAITING = "waiting", later("waiting")
    RUNNING = "running", later("at work")
    DONE = "done", later("done")
    CANCELLED = "cancelled", later("cancelled")
    FAILED = "failed", later("not done")


class Job(models.Model):
    """One job. ``work`` names an entry of ``settings.JOB_WORKS``; ``asked`` is what that work needs to know, ``place`` where it stands.

    ``done`` of ``total`` (none: nobody knows yet) is for the bar. ``worker`` is at it and showed itself at ``beat_ms``; ``tries`` counts
    workers that began. ``said`` is the outcome in a sentence; ``next_address`` where a person goes on; ``file`` the result's name.
    """

    event = models.BigIntegerField()
    work = models.CharField(max_length=40)
    title = models.CharField(max_length=TITLE_CHARACTERS_MAX)
    asked_by = models.BigIntegerField()
    asked_name = models.CharField(max_length=TITLE_CHARACTERS_MAX)
    asked_ms = models.BigIntegerField()
    asked = models.JSONField()
    place = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    is_cancelling = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    worker = models.CharField(max_length=32, blank=True, default="")
    beat_ms = models.BigIntegerField(default=0)
    tries = models.IntegerField(default=0)
    ended_ms = models.BigIntegerField(null=True)
    said = models.CharField(max_length=SAID_CHARACTERS_MAX, blank=True, default="")
    next_address = models.CharField(max_length=200, blank=True, default="")
    file = models.CharField(max_length=120, blank=True, default="")
    file_bytes = models.BigIntegerField(default=0)
    is_file_gone = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "id"], name="jobs_to_do"),
            models.Index(fields=["event", "-id"], name="jobs_of_event"),
        ]

    def __str__(self) -> str:
        return f"job {self.pk}, {self.title}: {State(self.state).label}"
