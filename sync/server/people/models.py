"""Who is somebody at the centre, whose are the events, and who may do what?

Promise: a role is a row; a venue lead's row names the venue, and nothing but such rows opens a page. An account and an event have one
organisation; what has no row of its own belongs to the only organisation there is, and to none as soon as there are two.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sync.server.tongues.saying import later


class Organisation(models.Model):
    """Somebody who holds events at this centre. Nothing of one is ever shown to another."""

    name = models.CharField(max_length=150, unique=True)

    def __str__(self) -> str:
        return f"{self.name}"


class Account(models.Model):
    """``user`` belongs to ``organisation``. ``second_step_by_ms``: until then a coordinator may go without one."""

    user_id: int
    organisation_id: int
    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="account")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    second_step_by_ms = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.user} of {self.organisation}"


class Ownership(models.Model):
    """``event`` is held by ``organisation``; devices, flags, journals, totals and roster follow it."""

    organisation_id: int
    event = models.BigIntegerField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"event {self.event} of {self.organisation}"


class Role(models.TextChoices):
    """The ways to be here, strongest first."""

    COORDINATOR = "coordinator", later("coordinator")
    AUDITOR = "auditor", later("auditor")
    VIEWER = "viewer", later("viewer")
    VENUE_LEAD = "venue_lead", later("venue lead")


class Membership(models.Model):
    """``user`` has ``role``: a venue lead at ``venue`` of ``event``, the others at ``event`` or (none) in the whole organisation."""

    user_id: int
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    event = models.BigIntegerField(null=True, blank=True)
    venue = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role", "event", "venue"], nulls_distinct=False, name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role=Role.VENUE_LEAD, event__isnull=False, venue__isnull=False)
                | (~models.Q(role=Role.VENUE_LEAD) & models.Q(venue__isnull=True)),
                name="membership_only_leads_have_a_venue",
            ),
        ]

    def __str__(self) -> str:
        where = f" at venue {self.venue}" if self.venue is not None else ""
        return f"{self.user}: {Role(self.role).label}{where}"


class Invitation(models.Model):
    """A link that works once, until ``expires_ms``: to make an account of ``organisation``, or (``user``) to choose a new password.

    ``code`` is a digest: the link itself is shown once to whoever made it and kept nowhere. ``venues`` are a lead's, by number.
    """

    organisation_id: int
    user_id: int | None
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    code = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    shown_name = models.CharField(max_length=150)
    role = models.CharField(max_length=16, choices=Role.choices)
    event = models.BigIntegerField(null=True)
    venues = models.JSONField(default=list)
    made_by = models.CharField(max_length=310)
    made_ms = models.BigIntegerField()
    expires_ms = models.BigIntegerField()
    used_ms = models.BigIntegerField(null=True)
    withdrawn_ms = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk} for {self.shown_name}"
