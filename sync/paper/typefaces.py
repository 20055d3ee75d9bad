"""Which typeface has the letters of a text?

Promise: one file holds Latin, Hebrew and Arabic; what it lacks is looked for in the next, and a letter that none has is still printed
as an empty box rather than stopping the sheet.
"""

from functools import cache
from pathlib import Path

import uharfbuzz

from sync.places import assets_folder

FAMILIES = ("ManyHandsSans", "NotoSans")
"""In the order in which they are asked."""


def typeface_path(family: str, *, strong: bool) -> Path:
    return assets_folder() / "fonts" / f"{family}-{'Bold' if strong else 'Regular'}.ttf"


@cache
def letters_of(family: str) -> frozenset[int]:
    """Return the code points that the family's regular face has."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(typeface_path(family, strong=False))))
    return frozenset(face.unicodes)


def family_for(text: str) -> str:
    """Return the first family that has every letter of ``text``; the first of all when none has."""
    points = {ord(character) for character in text}
    return next((family for family in FAMILIES if points <= letters_of(family)), FAMILIES[0])
