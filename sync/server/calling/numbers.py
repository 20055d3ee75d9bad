"""Which number is called for which venue, and how does it get there?

Promise: what is kept can be dialled; an empty number takes the person's name away with it; no sentence of the audit log holds either.
"""

import re

import msgspec

from sync.server.calling.models import Telephone

NAME_CHARACTERS_MAX = 100
NUMBER_CHARACTERS_MAX = 40
DIGITS_MIN = 3
"""An extension of the house has three."""

_NUMBER = re.compile(r"\+?[0-9 ()/.-]+")


class NotDialled(Exception):
    """What was written cannot be dialled."""


class ToCall(msgspec.Struct, frozen=True):
    """Somebody who answers. ``dial`` is the number as a telephone takes it."""

    name: str
    number: str

    @property
    def dial(self) -> str:
        return re.sub(r"[^0-9+]", "", self.number)


def keep(event: int, venue: int, name: str, number: str) -> None:
    """Keep who is called for ``venue``; nobody, when ``number`` is empty. Raises ``NotDialled``."""
    name, number = " ".join(name.split())[:NAME_CHARACTERS_MAX], " ".join(number.split())
    if not number:
        Telephone.objects.filter(event=event, venue=venue).delete()
        return
    if len(number) > NUMBER_CHARACTERS_MAX or not _NUMBER.fullmatch(number) or sum(sign.isdigit() for sign in number) < DIGITS_MIN:
        raise NotDialled
    Telephone.objects.update_or_create(event=event, venue=venue, defaults={"name": name, "number": number})


def kept(event: int) -> dict[int, ToCall]:
    """Return who is called, by venue."""
    return {row.venue: ToCall(row.name, row.number) for row in Telephone.objects.filter(event=event)}
