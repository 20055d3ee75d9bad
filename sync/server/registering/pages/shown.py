"""How is a place written for people?"""

from collections.abc import Iterable

import msgspec

from sync.domain.definition import Definition
from sync.paper.hours import hours_of
from sync.server.registering.places import Place
from sync.server.site import amounts
from sync.server.tongues.saying import say, say_many


class PlaceShown(msgspec.Struct, frozen=True):
    """One place in words. ``when`` is empty where it is the whole day."""

    value: str
    activity: str
    where: str
    when: str
    left: str
    is_full: bool
    taken: int
    places: int | None
    picture: str
    is_open: bool


def places_shown(places: Iterable[Place], definition: Definition) -> list[PlaceShown]:
    """Return ``places`` in the language of the page."""
    return [_shown(place, definition) for place in places]


def _shown(place: Place, definition: Definition) -> PlaceShown:
    return PlaceShown(
        value=place.value,
        activity=amounts.named(place.activity.name),
        where=amounts.named(place.activity.where),
        when="" if place.shift is None else hours_of(place.shift, definition.event),
        left=_left(place),
        is_full=place.is_full,
        taken=place.taken,
        places=place.places,
        picture=place.activity.picture,
        is_open=place.activity.is_open and (place.shift is None or place.shift.is_open),
    )


def _left(place: Place) -> str:
    if place.left is None:
        return ""
    return say("Full") if place.is_full else say_many("{count} place left", "{count} places left", place.left)
