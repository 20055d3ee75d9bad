"""Does the supervisor know that we live?

Promise: a word to systemd when asked for (``NOTIFY_SOCKET``), silence otherwise; nothing here can fail the kiosk. sd_notify(3).
"""

import os
import socket


def notify(words: str) -> None:
    """Tell the supervisor ``words``, such as ``READY=1`` or ``WATCHDOG=1``."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # An address that begins with @ is in Linux's abstract namespace.
    address = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.sendto(words.encode(), address)
    except OSError:
        return


def every_s() -> float | None:
    """Return how often the supervisor wants to hear ``WATCHDOG=1``: half of its patience; none: it does not."""
    patience_us = os.environ.get("WATCHDOG_USEC", "")
    return int(patience_us) / 2_000_000 if patience_us.isdigit() and int(patience_us) > 0 else None
