"""What can stand on the screen around a mat or a farewell? The pages as plain values.

Promise: as ``kiosk.flow.pages``.
"""

import msgspec

from kiosk.flow.values import Added, Undo, Visitor


class AnotherMat(msgspec.Struct, frozen=True):
    """The same mat by the same person while they were being thanked for it: once more, or was it only a doubt? ``text`` is the mat's."""

    visitor: Visitor
    added: Added
    text: str
    tap_id: bytes
    until_ms: int


class Mark(msgspec.Struct, frozen=True):
    """One mat that counted for an open table, and how it is taken back."""

    added: Added
    undo: Undo


class OpenTable(msgspec.Struct, frozen=True):
    """A table captain keeps the table of ``activity`` open: its mats count for nobody's name, one entry each. ``counted`` is what they
    added up to since it was opened, the latest first; ``marks`` are the last few mats, newest last.
    """

    activity: int
    counted: tuple[Added, ...]
    tap_id: bytes
    until_ms: int
    marks: tuple[Mark, ...] = ()

    @property
    def undo(self) -> Undo | None:
        """How the last mat is taken back."""
        return self.marks[-1].undo if self.marks else None


class BeforeLeaving(msgspec.Struct, frozen=True):
    """Anything to log before you go? Asked once of somebody who has logged nothing; ``added``: what they have just logged on their way
    out.
    """

    visitor: Visitor
    tap_id: bytes
    until_ms: int
    added: Added | None = None
    undo: Undo | None = None


class TakeHome(msgspec.Struct, frozen=True):
    """What somebody gave today, as a code to photograph: the text of ``sync.domain.slip``, without a name."""

    slip: str
    until_ms: int
