"""What is somebody at the centre allowed to see and do?

Promise: a role is a row; a venue lead's row names the venue, and nothing but such rows opens a page.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Role(models.TextChoices):
    """The three ways to be here."""

    COORDINATOR = "coordinator", "coordinator"
    VENUE_LEAD = "venue_lead", "venue lead"
    VIEWER = "viewer", "viewer"


class Membership(models.Model):
    """``user`` has ``role``; a venue lead at ``venue`` of ``event``, the two others at all of them (both none)."""

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
                | (~models.Q(role=Role.VENUE_LEAD) & models.Q(event__isnull=True, venue__isnull=True)),
                name="membership_only_leads_have_a_venue",
            ),
        ]

    def __str__(self) -> str:
        where = f" at venue {self.venue}" if self.venue is not None else ""
        return f"{self.user}: {Role(self.role).label}{where}"
