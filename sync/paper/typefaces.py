"""Which typeface are papers set in, and which letters does it lack?

Promise: one file holds Latin, Greek, Cyrillic, Hebrew and Arabic; a name with a letter that it lacks can be found before the sheet
is printed.
"""

from functools import cache
from pathlib import Path

import uharfbuzz

from sync.places import assets_folder


def typeface_path(*, strong: bool) -> Path:
    return assets_folder() / "fonts" / f"ManyHandsSans-{'Bold' if strong else 'Regular'}.ttf"


def missing_letters(text: str) -> str:
    """Return the letters of ``text``, in order, that would be left empty on paper."""
    return "".join(character for character in text if not character.isspace() and ord(character) not in _letters())


def writable(text: str) -> str:
    """Return what of ``text`` can be put on paper, without gaps; empty when not one letter or figure of it can."""
    left = "".join(character for character in text if character not in missing_letters(text))
    return " ".join(left.split()) if any(character.isalnum() for character in left) else ""


@cache
def _letters() -> frozenset[int]:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(typeface_path(strong=False))))
    return frozenset(face.unicodes)
