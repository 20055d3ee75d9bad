"""What can a finger say about paper? The part of the events that is about the printer.

Promise: as ``kiosk.flow.events``: past tense, plain values.
"""

import msgspec


class PrintPressed(msgspec.Struct, frozen=True):
    """Print the card of ``who`` once more: it was lost."""

    who: bytes


class TryPrintingPressed(msgspec.Struct, frozen=True):
    """The printer was put right: try again."""


class ThrowPrintsPressed(msgspec.Struct, frozen=True):
    """Throw away what waits for the printer."""


class PrintLabelPressed(msgspec.Struct, frozen=True):
    """Print a label to wear for ``who``."""

    who: bytes


class PrintByNamePressed(msgspec.Struct, frozen=True):
    """Print for somebody whom I look for by name."""


class PrintSlipPressed(msgspec.Struct, frozen=True):
    """Print what I did today, to take home."""


PrintPress = PrintPressed | PrintLabelPressed | PrintByNamePressed | PrintSlipPressed | TryPrintingPressed | ThrowPrintsPressed
"""What a finger can say about paper."""
