"""Who sits at the desk? One thread that carries out one request after another, so that the screen never waits for the disk.

Promise: answers come back in the order of the requests; the queue is bounded and a full one is said to the person; a mistake of ours
in one request costs that request and nothing else.
"""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.flow.events import Event, NotTaken
from kiosk.flow.pages import Look
from kiosk.flow.requests import PrepareTap, Request

QUEUE_MAX = 64
"""Four seconds of a stuck disk at the pace of a queue of people with scanners; then everybody is asked to try again."""

_log = logging.getLogger(__name__)


class Answers(Protocol):
    """The desk, or nobody yet."""

    def answer(self, request: Request) -> tuple[Event, ...]: ...


class Clerk:
    """Runs ``desk.answer`` in a thread of its own and hands each event to ``told`` there."""

    def __init__(self, desk: Answers, told: Callable[[Event], None]) -> None:
        self._desk = desk
        self._told = told
        self._requests: queue.Queue[Request | None] = queue.Queue(QUEUE_MAX)
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self.mistakes = 0
        """Requests that ended in a bug of ours."""

    def start(self) -> None:
        self._thread.start()

    def ask(self, request: Request) -> None:
        """Put ``request`` in the queue. Never waits."""
        try:
            self._requests.put_nowait(request)
        except queue.Full:
            _log.warning("The desk is %d requests behind.", QUEUE_MAX)
            self._told_try_again(request)

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Let everything that waits be carried out, then end; whether that was done in time."""
        if not self._thread.is_alive():
            return True
        try:
            self._requests.put(None, timeout=timeout_s)
        except queue.Full:
            return False
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (request := self._requests.get()) is not None:
            try:
                events = self._desk.answer(request)
            except Exception:  # noqa: BLE001 - whatever it is, the next person is served
                # What was asked for may or may not be in the journal; the same tap id makes a second try safe.
                self.mistakes += 1
                _log.exception("A request went wrong: %s", type(request).__name__)
                self._told_try_again(request)
                continue
            for event in events:
                self._told(event)

    def _told_try_again(self, request: Request) -> None:
        tap_id = getattr(request, "tap_id", b"")
        # A button that could not be prepared can still be pressed: nobody is stopped for it.
        if tap_id and not isinstance(request, PrepareTap):
            self._told(NotTaken(Look.TRY_AGAIN, tap_id))
