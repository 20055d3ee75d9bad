"""How does systemd know that the centre is ready, and that it still answers?

Promise: ``READY=1`` when the tables are there and a request was answered, then a sign of life only after the centre answered its own
question through its own socket. Without systemd nothing happens.
"""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

_LOG = logging.getLogger(__name__)
_US_IN_S = 1_000_000
_LOOKS_PER_TERM = 3
"""Looks within the time after which systemd gives up: one that fails is no reason yet."""

RETRY_S = 0.5
ASK_TIMEOUT_S = 5.0


class Supervisor:
    """systemd, as far as it asked to be told. ``address`` is where the centre answers."""

    def __init__(self, environ: Mapping[str, str], address: str) -> None:
        self._socket = environ.get("NOTIFY_SOCKET", "")
        self._address = address
        self.look_every_s = int(environ.get("WATCHDOG_USEC") or 0) / _US_IN_S / _LOOKS_PER_TERM

    @property
    def is_there(self) -> bool:
        return bool(self._socket)

    def attend(self, is_stopping: Callable[[], bool], wait: Callable[[float], object]) -> None:
        """Tell it when the centre is ready, then again and again that it answers."""
        while not is_stopping() and not self._answers("/health/ready"):
            wait(RETRY_S)
        self._tell("READY=1")
        while self.look_every_s and not is_stopping():
            if self._answers("/health/live"):
                self._tell("WATCHDOG=1")
            else:
                _LOG.warning("the centre did not answer its own question")
            wait(self.look_every_s)

    def _answers(self, path: str) -> bool:
        line = HTTPConnection(urlsplit(self._address).netloc, timeout=ASK_TIMEOUT_S)
        try:
            line.request("GET", path)
            return line.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def _tell(self, word: str) -> None:
        name = f"\0{self._socket[1:]}" if self._socket.startswith("@") else self._socket
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            try:
                line.sendto(word.encode(), name)
            except OSError as cause:
                _LOG.warning("systemd cannot be told: %s", os.strerror(cause.errno or 0))
