"""Is this the name that somebody begins to type?

Promise: from the first letter, in any script; accents, Hebrew points, Arabic vowel signs, letter case and the two ways of writing a
letter that look alike on a keyboard make no difference; one slip of the finger is forgiven from the third letter on.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SLIP_LETTERS_MIN = 3
"""In two letters a slip would be half of what was typed: everybody would match."""

TYPED_MAX = 30
"""Longer than any name as a card shows it."""

# Letters that decompose into nothing simpler, and letters that people type for each other.
_ALIKE = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ں": "ن",
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
        "ـ": "",
        "'": "",
        "’": "",
        "׳": "",
        "״": "",
    }
)


_PART = re.compile(r"^[^\W\d_]|(?<=[-‐‑])[^\W\d_]|(?<=^[^\W\d_]['’])[^\W\d_]")
"""Where a part of a name begins: at the front, after a hyphen, and after the apostrophe of one letter (O’Brien, and not Ya’akov)."""

_PARTICLES = frozenset({"van", "von", "de", "der", "den", "ter", "di", "da", "du", "dos", "bin", "ibn", "ap", "ferch"})
"""Small between two names, in the languages that have capitals."""

_ASCII_SPACES = {code: " " for code in range(128) if not chr(code).isalnum()}


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the words of ``text`` as they are compared: small letters without marks, one space between words."""
    bare = text.casefold()
    if not bare.isascii():
        bare = "".join(letter for letter in unicodedata.normalize("NFKD", bare) if not unicodedata.category(letter).startswith("M"))
    known = bare.translate(_ALIKE)
    if known.isascii():
        # Letter by letter costs ten times as much, and a list of fifty thousand is folded twice.
        return " ".join(known.translate(_ASCII_SPACES).split())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in known).split())


def first_and_initial(name: str) -> str:
    """Return the first name and the initial of the last: no more than a card shows, whatever a roster said."""
    words = name.split()
    if len(words) == 1 or len(words[-1].strip(".’'")) <= 1:
        return name
    return f"{words[0]} {words[-1][0]}."


def _capital(word: str) -> str:
    """Each part of a name of parts: Mary-Jane, O’Brien. Whoever typed a capital knows how their name is written."""
    if word != word.lower():
        return word[:1].upper() + word[1:]
    return _PART.sub(lambda found: found[0].upper(), word)


def as_on_a_card(typed: str) -> str:
    """Return a name typed on a keyboard of small letters as a card shows it: ``miriam k`` is Miriam K. Without a letter: empty."""
    words = [_capital(word) for word in typed.split()]
    words[1:-1] = [typed_one if typed_one in _PARTICLES else word for typed_one, word in zip(typed.split()[1:-1], words[1:-1], strict=True)]
    if not any(letter.isalpha() for letter in typed):
        return ""
    shown = first_and_initial(" ".join(words))
    is_initial = len(words) > 1 and len(shown.split()[-1]) == 1
    return f"{shown}." if is_initial else shown


def begins_with_slip(word: str, typed: str) -> bool:
    """Say whether ``typed`` is the beginning of ``word`` but for one slip: a wrong letter, one too many, one too few, or two swapped.

    Both are folded words.
    """
    if len(typed) < SLIP_LETTERS_MIN:
        return word.startswith(typed)
    same = 0
    while same < len(typed) and same < len(word) and word[same] == typed[same]:
        same += 1
    if same == len(typed):
        return True
    rest = typed[same + 1 :]
    return (
        word.startswith(rest, same + 1)  # a wrong letter
        or word.startswith(rest, same)  # one too many
        or word.startswith(typed[same:], same + 1)  # one too few
        or (word[same : same + 2] == typed[same : same + 2][::-1] != "" and word.startswith(typed[same + 2 :], same + 2))  # two swapped
    )


def beginning_with_slip(words: Iterable[str], typed: str) -> list[str]:
    """Return those of ``words`` that begin with ``typed`` (a letter or more) but for one slip, which leaves one of its first two letters
    among the first two of the word: most words need no second look.
    """
    first = typed[:2]
    return [word for word in words if (word[:1] in first or word[1:2] in first) and begins_with_slip(word, typed)]
