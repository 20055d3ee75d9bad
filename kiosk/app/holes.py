"""What becomes of memory that is free and yet still ours? It is given back to the system now and then.

Promise: never while somebody waits; where the system's own library cannot do it, nothing happens.
"""

import ctypes
from collections.abc import Callable

GIVEN_BACK_EVERY_MS = 10 * 60_000
"""Pages that come and go all day leave holes between what stays: some 3 MiB an hour. Giving them back takes a few ms."""


def trim_of(library: object) -> Callable[[], object]:
    """Return what gives free memory back (``malloc_trim`` of the GNU C library), or what does nothing."""
    trim = getattr(library, "malloc_trim", None)
    return (lambda: trim(0)) if trim is not None else (lambda: None)


class Holes:
    """Call ``give_back`` whenever nobody waits; most calls do nothing."""

    def __init__(self, trim: Callable[[], object] | None = None) -> None:
        self._trim = trim or trim_of(ctypes.CDLL(None))
        self._given_back_ms: int | None = None

    def give_back(self, now_ms: int) -> None:
        """Give back what is free, when it was done long enough ago; ``now_ms`` is a steady clock."""
        if self._given_back_ms is None or now_ms - self._given_back_ms >= GIVEN_BACK_EVERY_MS:
            self._given_back_ms = now_ms
            self._trim()
