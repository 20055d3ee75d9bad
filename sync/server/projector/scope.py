"""How much is a row of attendance about?"""

from enum import IntEnum


class Scope(IntEnum):
    """Numbers stand in the database: they are never given a second meaning."""

    ACTIVITY = 1
    VENUE = 2
    EVENT = 3
