"""What can happen around an act that was just recorded? It is taken back by card, taken home, or repeated by a whole table; and a lead
comes by with a card of theirs.

Promise: as in ``kiosk.flow.events``: past tense, plain values.
"""

import msgspec


class KeepOpenPressed(msgspec.Struct, frozen=True):
    """Let the mats count for this table from now on, without asking each time."""


class TakeHomePressed(msgspec.Struct, frozen=True):
    """Show me what I did today as a code to photograph."""


class UndoCardShown(msgspec.Struct, frozen=True):
    """The venue's undo card. ``shown`` is the tap id of the undo that stood on the screen when it was held up; empty: none did."""

    shown: bytes = b""
    tap_id: bytes = b""


class LeadCardShown(msgspec.Struct, frozen=True):
    """Lead number ``lead`` of this venue held up their card: their digits are asked for."""

    lead: int
    shown_name: str
    tap_id: bytes = b""


CardShown = UndoCardShown | LeadCardShown
"""A card that is no volunteer's."""

ActPress = KeepOpenPressed | TakeHomePressed
"""What a finger can say around an act."""
