"""How does this machine become a device? It asks the centre until a person has compared six digits and let it in.

Promise: goes on asking for as long as it takes, slower and slower while nobody answers; what was granted is durable before it is told.
"""

import logging
import os
import random
import threading
from collections.abc import Callable

import msgspec

from kiosk.flow.news import EnrolmentMoved
from sync.client.device import Device
from sync.client.enrol import Enrolled, Enrolment, NotEnrolled, Waiting
from sync.client.exchange import Transport
from sync.client.outcome import RetryLater, Stop
from sync.protocol import paths
from sync.protocol.envelope import pack
from sync.protocol.limits import RETRY_FIRST_S
from sync.protocol.signing import NONCE_BYTES

ASK_AGAIN_MAX_S = 30.0
"""Somebody stands before a new kiosk and waits: it looks for the centre more often than a running one does."""

_log = logging.getLogger(__name__)


class Asking(msgspec.Struct, frozen=True):
    """Who asks whom: this machine's key, the name in the coordinator's list, the software's version, the line, the centre's address."""

    device: Device
    name: str
    version: str
    transport: Transport
    address: str


class EnrolmentLoop:
    """Asks in a thread of its own. ``granted`` keeps what was granted; then ``told`` hears that it is done."""

    def __init__(self, asking: Asking, told: Callable[[EnrolmentMoved], None], granted: Callable[[Enrolled], None]) -> None:
        self._asking = asking
        self._told = told
        self._granted = granted
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="enrolment", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 1.0) -> None:
        self._closing.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout_s)

    def _work(self) -> None:
        enrolment = self._begin()
        failures = 0
        while not self._closing.is_set():
            try:
                wait_s = self._turn(enrolment)
                failures = 0
            except (RetryLater, Stop) as trouble:
                _log.info("Enrolment: %s", trouble)
                self._say("unreachable")
                failures += 1
                # Full jitter: a hall of new kiosks does not ask in step.
                wait_s = min(ASK_AGAIN_MAX_S, RETRY_FIRST_S * 2.0**failures) * random.uniform(0.5, 1.0)  # noqa: S311 - spreading, no secret
            except Exception:  # noqa: BLE001 - a full disk or a mistake of ours: whoever stands there sees that it is tried again
                _log.exception("Enrolment went wrong on this machine")
                self._say("unreachable")
                wait_s = ASK_AGAIN_MAX_S
            if wait_s is None:
                enrolment, wait_s = self._begin(), RETRY_FIRST_S
            self._closing.wait(wait_s)

    def _begin(self) -> Enrolment:
        return Enrolment(self._asking.device, self._asking.name, self._asking.version)

    def _turn(self, enrolment: Enrolment) -> float | None:
        """Ask once; return how long to wait, none: the digits are no longer good."""
        nonce = os.urandom(NONCE_BYTES)
        response = self._asking.transport.post(paths.ENROL, pack(enrolment.ask(nonce)))
        answer = enrolment.take_response(response, nonce)
        match answer:
            case Waiting():
                self._say("waiting", answer.digits)
                return answer.again_after_s
            case NotEnrolled():
                self._say("expired")
                return None
            case Enrolled():
                self._granted(answer)
                self._closing.set()
                self._told(EnrolmentMoved("waiting", done=True))
                return 0.0

    def _say(self, stage: str, digits: str = "") -> None:
        self._told(EnrolmentMoved(stage, digits, self._asking.address))
