"""What happens when a thread ends by a mistake? A kiosk with a part missing would look well and serve nobody.

Promise: the whole process ends, and the supervisor starts a fresh one: the journal is safe. In order when the window still listens,
at once when it does not.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.app.door import DoorJammed
from kiosk.setup.exits import Exit

_log = logging.getLogger(__name__)


@contextmanager
def watched(end: Callable[[], None]) -> Iterator[None]:
    """Meanwhile a thread that ends by a mistake calls ``end``, from that thread."""

    def ended(mistake: threading.ExceptHookArgs) -> None:
        name = mistake.thread.name if mistake.thread else "that is gone"
        error = mistake.exc_value
        _log.critical("The thread %s ended by a mistake; the kiosk begins afresh.", name, exc_info=error)
        if isinstance(error, DoorJammed):
            # Nobody comes to the door, so that nobody would hear of an end in order. What was acknowledged is durable.
            logging.shutdown()
            os._exit(Exit.BUG)
        end()

    before, threading.excepthook = threading.excepthook, ended
    try:
        yield
    finally:
        threading.excepthook = before
