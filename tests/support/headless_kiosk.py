"""A kiosk without its window: the real back room with its desk, its journal and its line to a real centre, asked as the window asks it.

Promise: what is answered is durable on its disk; whoever waits gives up after a while and says for what.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.app.backroom import Backroom
from kiosk.flow.events import Event
from kiosk.flow.news import EnrolmentMoved
from kiosk.flow.requests import ReceiveCode
from kiosk.settings import Centre, Machine, Settings
from sync.journal.contract import TAP_ID_BYTES

PATIENCE_S = 60.0


class HeadlessKiosk:
    """One kiosk called ``name``; ``digits`` are what stands on its screen while it asks to join."""

    def __init__(self, name: str, state: Path, address: str) -> None:
        self.digits = ""
        self._room = Backroom(Settings(machine=Machine(name=name, state=str(state)), centre=Centre(address=address)), self._hear)
        self._room.start()

    def scan(self, text: str, visitor: bytes | None = None) -> Event:
        """Hold up a code; ``visitor`` is who stands at the kiosk."""
        (event,) = self._room.answer(ReceiveCode(text, secrets.token_bytes(TAP_ID_BYTES), visitor))
        return event

    def wait_for_digits(self) -> str:
        self._wait(lambda: bool(self.digits), "six digits")
        return self.digits

    def wait_for_roster(self) -> None:
        self._wait(lambda: self._room.is_ready and self._room.has_roster, "who is expected")

    def wait_until_handed_on(self) -> None:
        self._wait(lambda: (link := self._room.link()) is not None and link.waiting == 0, "the centre to have everything")

    def stop(self) -> None:
        self._room.stop()

    def _hear(self, event: Event) -> None:
        if isinstance(event, EnrolmentMoved) and event.digits:
            self.digits = event.digits

    def _wait(self, is_so: Callable[[], bool], what: str) -> None:
        give_up_at = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < give_up_at, f"the kiosk waited in vain for {what}"
            time.sleep(0.05)


@contextmanager
def headless_kiosk(name: str, state: Path, address: str) -> Iterator[HeadlessKiosk]:
    """A kiosk that has just been started for the first time, in the folder ``state``."""
    kiosk = HeadlessKiosk(name, state, address)
    try:
        yield kiosk
    finally:
        kiosk.stop()
