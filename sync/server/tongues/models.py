"""Which language did somebody choose?

Promise: the choice belongs to the person and goes with their account, to every browser that they sign in at.
"""

from django.conf import settings
from django.db import models


class Choice(models.Model):
    """``user`` reads ``language``, a code of ``languages.TONGUES``."""

    user_id: int
    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="language_choice")
    language = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.user} reads {self.language}"
