"""How does what was written for the centre's database look at another one for a while?

Promise: inside, Django's only database is the other one; afterwards it is the centre's again, whatever happened. For commands only: the
process must have no other thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connections

_ONLY = "default"


@contextmanager
def standing_on(settings: dict[str, Any]) -> Iterator[None]:
    """Let Django's database be the one of ``settings`` meanwhile."""
    before = connections.settings[_ONLY]
    _point_to({**before, **settings})
    try:
        yield
    finally:
        _point_to(before)


def let_go() -> None:
    """Close this process's own connections, so that a database can be moved."""
    connections.close_all()


def _point_to(settings: dict[str, Any]) -> None:
    connections.close_all()
    with suppress(AttributeError):  # this thread has not connected yet
        del connections[_ONLY]
    connections.settings[_ONLY] = settings
