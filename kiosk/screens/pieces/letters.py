"""Which letters does a keyboard have? One layout for each language that the kiosk speaks, as people there know it.

Promise: plain data, at most ten or eleven keys in a row, so that each key is as large as a thumb; letters with marks stand in a row of
their own where a language has many. Digits are a layout too.
"""

from itertools import pairwise
from math import ceil
from unicodedata import normalize

from kiosk.flow.values import DIGITS_LAYOUT

DIGITS = DIGITS_LAYOUT

LAYOUTS: dict[str, tuple[str, ...]] = {
    "en": ("qwertyuiop", "asdfghjkl'", "zxcvbnm-"),
    "he": ("קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ-"),
    "ar": ("ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظدذ"),
    "ur": ("قوعرتےئیہپ", "اسدفگحجکلٹ", "زشچطبنمڈڑں", "ضصثظذخغژھء"),
    "cy": ("qwertyuiop", "asdfghjkl'", "zxcvbnm-", "âêîôûŵŷï"),
    "pl": ("qwertyuiop", "asdfghjkl-", "zxcvbnm", "ąćęłńóśźż"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn'-", "éèêëàâçîïôù"),
    DIGITS: ("12345", "67890"),
}


def layout_of(name: str) -> tuple[str, ...]:
    """Return the rows of a layout; of one that nobody drew, the English."""
    return LAYOUTS.get(name, LAYOUTS["en"])


def in_rows(name: str, keys_max: int) -> tuple[str, ...]:
    """Return the layout in rows of at most ``keys_max``: as it is, else in the order of the alphabet, the rows nearly alike."""
    rows = layout_of(name)
    if max(map(len, rows)) <= keys_max:
        return rows
    letters = in_alphabet(name)
    count = ceil(len(letters) / keys_max)
    ends = [len(letters) * row // count for row in range(count + 1)]
    return tuple(letters[start:end] for start, end in pairwise(ends))


def in_alphabet(name: str) -> str:
    """Return the letters of a layout in the order of the alphabet: those with marks beside their own letter, other signs at the end."""
    return "".join(sorted("".join(layout_of(name)), key=lambda letter: (not letter.isalnum(), normalize("NFD", letter))))


def next_layout(layout: str, language: str, offered: tuple[str, ...]) -> str:
    """Return the next of the event's languages whose letters differ, so that one key leads round all of them; none: empty."""
    ring = [each for each in dict.fromkeys((language, *offered)) if each in LAYOUTS]
    if layout == DIGITS or len(ring) < 2:  # noqa: PLR2004 - another one, that is
        return ""
    return ring[(ring.index(layout) + 1) % len(ring)] if layout in ring else ring[0]
