"""Which languages do the pages speak, what is each called by those who speak it, and which one is spoken now?

Promise: they are the kiosk's languages; the pages' English is British and answers to every kind of English.
"""

from typing import NamedTuple

from django.utils import translation

ENGLISH = "en-gb"


class Tongue(NamedTuple):
    """``code`` as Django and HTML have it, ``name`` in the language itself."""

    code: str
    name: str


TONGUES = (
    Tongue(ENGLISH, "English"),
    Tongue("he", "עברית"),
    Tongue("ar", "العربية"),
    Tongue("ur", "اردو"),
    Tongue("cy", "Cymraeg"),
    Tongue("pl", "Polski"),
    Tongue("fr", "Français"),
)
CODES = frozenset(tongue.code for tongue in TONGUES)
RIGHT_TO_LEFT = frozenset({"ar", "he", "ur"})


def spoken() -> str:
    """Return the language of this page as events, catalogues and CLDR call it: en, he, ar …"""
    return (translation.get_language() or ENGLISH).partition("-")[0]


def is_right_to_left() -> bool:
    """Return whether this page is read from the right."""
    return spoken() in RIGHT_TO_LEFT
