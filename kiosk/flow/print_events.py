"""What can a lead's finger say about paper? The part of the events that is about the printer.

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


PrintPress = PrintPressed | TryPrintingPressed | ThrowPrintsPressed
"""What a lead's finger can say about paper."""
