"""Does a scanner say what stands on the test card? What the card says, and what is wrong with what was read.

Promise: total; for any text whatever there is an answer, and only the whole card is called whole.
"""

from enum import StrEnum

import msgspec

TEST_CARD = "MH1TEST0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZEND"
"""Every digit and capital that our codes use, so that a keyboard layout shows itself; never a pass and never a mat."""

ALIKE_MIN = 0.5
"""A text in which at least half of the letters stand where they should is our card through another keyboard."""


class Verdict(StrEnum):
    """How the card came through."""

    WHOLE = "whole"
    ADDED = "added"
    CUT = "cut"
    MIXED = "mixed"
    ANOTHER = "another"


class Judged(msgspec.Struct, frozen=True):
    """``added`` is what the scanner put before or after the code."""

    verdict: Verdict
    added: str = ""


def judged(text: str) -> Judged:
    """Return what became of the test card in ``text``."""
    if text == TEST_CARD:
        return Judged(Verdict.WHOLE)
    before, found, after = text.upper().partition(TEST_CARD)
    if found:
        return Judged(Verdict.ADDED, before + after) if before + after else Judged(Verdict.WHOLE)
    read = text.upper()
    if len(read) >= len("MH1TEST") and (TEST_CARD.startswith(read) or TEST_CARD.endswith(read)):
        return Judged(Verdict.CUT)
    right = sum(mine == theirs for mine, theirs in zip(TEST_CARD, read, strict=False))
    is_mixed = len(read) == len(TEST_CARD) and right >= len(TEST_CARD) * ALIKE_MIN
    return Judged(Verdict.MIXED if is_mixed else Verdict.ANOTHER)
