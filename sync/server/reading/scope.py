"""Whose figures are asked for: all venues of an event, or some of them?

Promise: one value says it, and every reading takes it, so that no reading can forget whom it is for.
"""

from typing import Any, TypeVar

import msgspec
from django.db.models import Model, QuerySet

Rows = TypeVar("Rows", bound=Model)


class Scope(msgspec.Struct, frozen=True):
    """``event`` and the numbers of ``venues`` in it; none: all venues."""

    event: int
    venues: frozenset[int] | None = None

    def holds(self, venue: int | None) -> bool:
        """Return whether ``venue`` is in it. What belongs to no venue is only in the whole."""
        return self.venues is None or venue in self.venues

    def narrowed(self, venue: int) -> "Scope":
        """Return the part that is ``venue``; empty when that is outside of it."""
        return Scope(self.event, frozenset({venue}) if self.holds(venue) else frozenset())

    def of(self, rows: QuerySet[Rows]) -> QuerySet[Rows]:
        """Return the part of ``rows`` (with columns ``event`` and ``venue``) that is in it."""
        asked: dict[str, Any] = {"event": self.event}
        if self.venues is not None:
            asked["venue__in"] = sorted(self.venues)
        return rows.filter(**asked)
