"""What do those in charge see of registration: which pages are open, how many came that way, from which groups?

Promise: numbers, and the words in which groups call themselves; no names of people.
"""

from collections.abc import Iterable

import msgspec
from django.db.models import Count

from sync.domain.definition import Definition, Venue
from sync.server.registering.models import Page, Registered
from sync.server.site import amounts

GROUPS_MAX = 50
_STATES = {None: "never", True: "open", False: "closed"}


class VenueShown(msgspec.Struct, frozen=True):
    """One venue. ``state``: open, closed, or never (there is no page yet)."""

    no: int
    name: str
    state: str
    registered: int


class GroupShown(msgspec.Struct, frozen=True):
    """So many said that they come with ``name``."""

    name: str
    people: int


def venues(definition: Definition, seen: Iterable[Venue]) -> list[VenueShown]:
    """Return the venues with the state of their pages."""
    event = definition.event.no
    pages = dict(Page.objects.filter(event=event).values_list("venue", "is_open"))
    counts = dict(Registered.objects.filter(event=event).values_list("venue").annotate(Count("id")))
    return [VenueShown(one.no, amounts.named(one.name), _STATES[pages.get(one.no)], counts.get(one.no, 0)) for one in seen]


def registered(event: int, venue: int) -> int:
    """Return how many registered themselves."""
    return Registered.objects.filter(event=event, venue=venue).count()


def groups(event: int, venue: int) -> list[GroupShown]:
    """Return with whom people said that they come, the most first."""
    rows = Registered.objects.filter(event=event, venue=venue).exclude(group="")
    counted = rows.values_list("group").annotate(people=Count("id")).order_by("-people", "group")
    return [GroupShown(*row) for row in counted[:GROUPS_MAX]]
