"""What can be asked of the printer? Paper for somebody's visit, and what a lead does about paper that does not come.

Promise: no answer of a printer is ever waited for; where none is set up nothing happens. The same paper of the same visit is printed once,
however often it is asked for, unless a lead asks ``again``.
"""

import msgspec

from kiosk.flow.values import Added
from sync.domain.identity import EntryId


class PrintPass(msgspec.Struct, frozen=True):
    """Put the pass of ``who`` (a person, or a party's one card) on paper. ``code`` is the text of its code where the page shows one;
    empty: the code that the desk has of them, the same as on their card.
    """

    who: bytes
    code: str = ""
    again: bool = False


class PrintLabel(msgspec.Struct, frozen=True):
    """A label to wear, with the name of ``who`` and where they help."""

    who: bytes
    again: bool = False


class PrintSlip(msgspec.Struct, frozen=True):
    """What ``who`` did today, to take home, in ``language``. ``code``: what their phone can keep; empty: none. ``departure``: the entry
    by which they left, which says which visit it is; none: their last.
    """

    who: bytes
    minutes: int
    made: tuple[Added, ...]
    language: str = "en"
    code: str = ""
    departure: EntryId | None = None


class TryPrinting(msgspec.Struct, frozen=True):
    """The lead put the printer right: everything that waits is tried now."""


class ThrowPrintsAway(msgspec.Struct, frozen=True):
    """The lead does not want what waits for the printer any more."""


PrintRequest = PrintPass | PrintLabel | PrintSlip | TryPrinting | ThrowPrintsAway
"""What can be asked of the printer."""
