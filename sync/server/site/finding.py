"""Which of many does somebody look for by a part of its name?

Promise: capitals do not matter, and whoever looks for nothing finds everything.
"""

from django.http import HttpRequest

FIND_FROM = 12
"""So many stand on one screen; more of them are looked for by name."""

FIND_CHARACTERS_MAX = 100


def looked_for(request: HttpRequest) -> str:
    """Return what was typed; nothing where nothing was."""
    return request.GET.get("find", "").strip()[:FIND_CHARACTERS_MAX]


def is_meant(find: str, *names: str) -> bool:
    """Whether one that is called so is among those that are looked for."""
    return find.casefold() in " ".join(names).casefold()
