"""What may somebody in charge set on a kiosk from afar?

Promise: four things that can do no harm at the door, each within its bounds; what is not known here, or lies outside, is left as the
kiosk has it. A kiosk's own settings file goes before the language that is wished for, and a kiosk that was muted stays muted.
"""

from collections.abc import Mapping

import msgspec

from sync.domain.definition import Definition

VOLUME_MAX = 100
COLOURS = ("day", "night", "high-contrast", "by-the-clock")
"""As the kiosk's settings file names them."""

LANGUAGE_LETTERS_MAX = 3
"""Letters of a language's code, two or three."""

Wish = str | int | bool
"""As it travels: one value of one key."""


class Remote(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wished for; none: as the kiosk has it. ``volume`` from 0 to 100, ``search``: names may be looked for at the door."""

    volume: int | None = None
    colours: str | None = None
    language: str | None = None
    search: bool | None = None

    @property
    def wishes(self) -> dict[str, Wish]:
        """As it travels."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}


def remote_of(wishes: Mapping[str, object]) -> Remote:
    """Return what of ``wishes`` is known and within its bounds."""
    volume, colours, language, search = (wishes.get(name) for name in Remote.__struct_fields__)
    is_volume = isinstance(volume, int) and not isinstance(volume, bool) and 0 <= volume <= VOLUME_MAX
    return Remote(
        volume=volume if isinstance(volume, int) and is_volume else None,
        colours=colours if isinstance(colours, str) and colours in COLOURS else None,
        language=language if isinstance(language, str) and _is_language(language) else None,
        search=search if isinstance(search, bool) else None,
    )


def as_wished(definition: Definition, venue: int, remote: Remote) -> Definition:
    """Return ``definition`` as the desk at ``venue`` is to read it."""
    place = definition.venue(venue)
    if place is None or (remote.language is None and remote.search is None):
        return definition
    first = () if remote.language is None else (remote.language,)
    wished = msgspec.structs.replace(
        place,
        languages=tuple(dict.fromkeys((*first, *place.languages))),
        search_allowed=place.search_allowed if remote.search is None else remote.search,
    )
    return msgspec.structs.replace(definition, venues=tuple(wished if one.no == venue else one for one in definition.venues))


def _is_language(code: str) -> bool:
    return code.isascii() and code.isalpha() and code.islower() and 1 < len(code) <= LANGUAGE_LETTERS_MAX
