"""How many long tables are taken away at once?

Promise: a file that is being sent keeps its turn until it was sent or let go, however slowly; whoever finds none is told so at once.
"""

import threading
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Piece = TypeVar("Piece")

AT_ONCE_MAX = 3
"""Two coordinators and an auditor at six o'clock. Rows are made by the same processor that takes in what kiosks send."""

RETRY_S = 60


class NoTurn(Exception):
    """As many as may are being sent; somebody should come again, or have it made in the background."""


class _Taken(Generic[Piece]):
    """``pieces`` on their way, with a turn."""

    def __init__(self, pieces: Iterator[Piece], turns: threading.Semaphore) -> None:
        self._pieces, self._turns, self._is_over = pieces, turns, False

    def __iter__(self) -> Iterator[Piece]:
        return self

    def __next__(self) -> Piece:
        return next(self._pieces)

    def close(self) -> None:
        """Let go of the rows, and give the turn back, once."""
        getattr(self._pieces, "close", lambda: None)()
        if not self._is_over:
            self._is_over = True
            self._turns.release()


class Turns:
    """So many at once."""

    def __init__(self, most: int = AT_ONCE_MAX) -> None:
        self._free = threading.Semaphore(most)

    def take(self, pieces: Iterable[Piece]) -> Iterable[Piece]:
        """Return ``pieces`` with a turn that ends when they are closed. Raises ``NoTurn``."""
        if not self._free.acquire(blocking=False):
            raise NoTurn
        return _Taken(iter(pieces), self._free)


TURNS = Turns()
"""Those of the process, which is the only one that answers."""
