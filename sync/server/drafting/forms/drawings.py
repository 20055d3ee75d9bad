"""Which drawing stands for a work or a thing, and what is it called?

Promise: every drawing of ours that can stand for something has a name; one that the event brought along stays a choice.
"""

from collections.abc import Iterable
from functools import cache

from django import forms

from sync.domain.definition import Event, ItemKind
from sync.domain.succession import Part
from sync.places import assets_folder
from sync.server.tongues.saying import Said, later

NO_PICTURES = frozenset({"accepted", "unknown-card", "undo", "helper-coming", "closed", "kiosk", "welcome-card", "nothing-yet"})
"""Drawings in which the kiosk says something of its own."""

NAMES: dict[str, Said] = {
    "adding": later("Adding"),
    "bulbs": later("Bulbs"),
    "card": later("Card"),
    "celebration": later("Celebration"),
    "coin-jar": later("Coin jar"),
    "delivery": later("Delivery"),
    "door": later("Door"),
    "gardening": later("Gardening"),
    "gift": later("Gift"),
    "gift-bag": later("Gift bag"),
    "goodbye": later("Goodbye"),
    "hat": later("Hat"),
    "helpers": later("Helpers"),
    "knitting": later("Knitting"),
    "letter": later("Letter"),
    "made-new": later("Made new"),
    "mat": later("Mat"),
    "meal": later("Meal"),
    "mended": later("Mended"),
    "minutes": later("Minutes"),
    "music": later("Music"),
    "not-mended": later("Not mended"),
    "signing": later("Signing"),
    "song": later("Song"),
    "soup": later("Soup"),
    "tea": later("Tea"),
    "upcycling": later("Upcycling"),
}


@cache
def _drawn() -> frozenset[str]:
    return frozenset(path.stem for path in (assets_folder() / "pictures").glob("*.svg"))


@cache
def pictures() -> tuple[str, ...]:
    """Return the drawings that can stand for a work or a thing."""
    return tuple(sorted(_drawn() - NO_PICTURES))


def not_drawn(names: Iterable[str]) -> tuple[str, ...]:
    """Return which of ``names`` are none of ours, each once. They are no fault: an event may bring drawings of its own to its kiosks."""
    return tuple(dict.fromkeys(name for name in names if name and name not in _drawn()))


def picture_field(now: str) -> forms.ChoiceField:
    """Return a field for a drawing; the present one stays a choice, even when it is none of ours."""
    names = [*pictures(), *([now] if now and now not in pictures() else [])]
    return forms.ChoiceField(label=later("Picture"), choices=[(name, called(name)) for name in names])


def outcome_picture_field(before: Part | Event | None) -> forms.ChoiceField:
    """Return a field for the drawing of one outcome; those that it has now stay choices."""
    now = before.outcome_pictures if isinstance(before, ItemKind) else ()
    names = dict.fromkeys((*pictures(), *filter(None, now)))
    choices = [("", later("By itself")), *((name, called(name)) for name in names)]
    return forms.ChoiceField(label=later("Picture"), choices=choices, required=False)


def called(name: str) -> Said:
    """Return what a drawing is called; one that is none of ours, by the name of its file."""
    return NAMES.get(name, name.replace("-", " ").capitalize())
