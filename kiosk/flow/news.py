"""What can the machine itself say to the conversation? That the day moved on, and how far it is let in.

Promise: as ``kiosk.flow.events``: past tense, plain values.
"""

import msgspec

from kiosk.flow.values import Board


class BoardChanged(msgspec.Struct, frozen=True):
    board: Board


class EnrolmentMoved(msgspec.Struct, frozen=True):
    """``stage`` as in ``pages.Enrolling``; ``done`` means the kiosk is a device now."""

    stage: str
    digits: str = ""
    centre: str = ""
    done: bool = False


News = BoardChanged | EnrolmentMoved
"""What the machine can say."""
