"""What does a person type or say who has no readable card? Ten digits that stand for their reference at one event.

Promise: one wrong digit, or two neighbours swapped, is noticed and never opens somebody else's page. The digits are no secret
and no proof: they only find a row of the roster.
"""

import hashlib
from collections.abc import Iterable

SPOKEN_DIGITS = 8
CHECK_DIGITS = 2
_TURNS_MAX = 1000
"""Nobody comes near it: of a hundred million codes twenty thousand people take one in five thousand, so a second turn is rare."""


def spoken_code(event: int, who: bytes, turn: int = 0) -> str:
    """Return the ten digits for ``who``; ``turn`` counts up when another person at the event already has them."""
    digest = hashlib.sha256(b"manyhands spoken 1\x00" + event.to_bytes(8, "big") + turn.to_bytes(2, "big") + who).digest()
    digits = f"{int.from_bytes(digest[:8], 'big') % 10**SPOKEN_DIGITS:0{SPOKEN_DIGITS}d}"
    return digits + _check_digits(digits)


def spoken_codes(event: int, everybody: Iterable[bytes]) -> dict[bytes, str]:
    """Return a code for each reference, no two alike, whatever order they are given in."""
    codes: dict[bytes, str] = {}
    taken: set[str] = set()
    for who in sorted(set(everybody)):
        code = next(code for code in (spoken_code(event, who, turn) for turn in range(_TURNS_MAX)) if code not in taken)
        codes[who] = code
        taken.add(code)
    return codes


def read_spoken(text: str) -> str | None:
    """Return the ten digits in ``text`` (spaces and hyphens are for the eye, any script's digits will do), or none if they do not check."""
    kept = "".join(character for character in text if not character.isspace() and character != "-")
    if len(kept) != SPOKEN_DIGITS + CHECK_DIGITS or not kept.isdecimal():
        return None
    digits = "".join(str(int(character)) for character in kept)
    return digits if _check_digits(digits[:SPOKEN_DIGITS]) == digits[SPOKEN_DIGITS:] else None


def grouped(code: str) -> str:
    """Return ``code`` as it is printed: 1234 5678 90."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"


def _check_digits(digits: str) -> str:
    """ISO/IEC 7064, MOD 97-10: finds every single wrong digit and every swap of neighbours."""
    return f"{98 - int(digits) * 100 % 97:02d}"
