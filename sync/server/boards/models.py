"""Which boards are there?

Promise: a board shows what was ticked and nothing else; once taken back, its link never opens again.
"""

from typing import ClassVar

from django.db import models


class Board(models.Model):
    """``secret`` is the end of its link: kept as it is, because it opens nothing but these figures and a coordinator needs it again.

    ``items`` are numbers of item kinds; ``least``: smaller numbers are not shown; ``sites`` may put the board into their pages.
    """

    secret = models.CharField(max_length=64, unique=True)
    event = models.BigIntegerField()
    title = models.CharField(max_length=100)
    items = models.JSONField(default=list)
    shows_people = models.BooleanField(default=True)
    shows_hours = models.BooleanField(default=True)
    shows_venues = models.BooleanField(default=True)
    least = models.IntegerField()
    sites = models.JSONField(default=list)
    made_by = models.CharField(max_length=310)
    made_ms = models.BigIntegerField()
    taken_back_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event"], name="board_of_event")]

    def __str__(self) -> str:
        return f"board {self.pk} of event {self.event}"
