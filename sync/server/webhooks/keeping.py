"""Who sends the messages? A thread of the process that answers.

Promise: it looks every two seconds, sends several at once, and touches the database from itself alone; a database that is away for a
while is waited for, and a stop in the middle of sending means that the message is tried once more.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

from django.conf import settings
from django.db import close_old_connections, connection

from sync.server.webhooks import outbox
from sync.server.webhooks.models import Delivery
from sync.server.webhooks.posting import Outcome, Ways, post
from sync.server.webhooks.signing import HEADER, signature

LOOK_EACH_S = 2.0

_LOG = logging.getLogger(__name__)


def now_ms() -> int:
    """Return the centre's time."""
    return time.time_ns() // 1_000_000


def keep(is_stopping: Callable[[], bool], wait: Callable[[float], object]) -> None:
    """Look and send until told to stop."""
    ways = Ways(is_tried_out=settings.DEBUG or settings.DEMO)
    with ThreadPoolExecutor(outbox.AT_ONCE_MAX, "webhooks") as senders:
        while not is_stopping():
            wait(LOOK_EACH_S)
            try:
                close_old_connections()
                outbox.look(now_ms())
                send_due(senders, ways)
            except Exception:  # noqa: BLE001 - the thread must not end while the centre serves: the next look does what this one could not
                _LOG.exception("the webhooks could not be looked after")
                connection.close()


def send_due(senders: ThreadPoolExecutor, ways: Ways, clock: Callable[[], int] = now_ms) -> int:
    """Send what is due; return how many messages were tried."""
    rows = outbox.claimed(clock())
    begun = [(row, senders.submit(_post, row, ways, clock)) for row in rows]
    for row, outcome in begun:
        outbox.write_down(row, outcome.result(), clock())
        _LOG.info("webhook %d: message %s, try %d: %s", row.webhook_id, row.no, row.tries, outcome.result().heard.value)
    return len(rows)


def _post(row: Delivery, ways: Ways, clock: Callable[[], int]) -> Outcome:
    body, at_s = row.body.encode(), clock() // 1000
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"ManyHands/{version('manyhands')}",
        "Many-Hands-Delivery": row.no,
        HEADER: signature(bytes(row.webhook.secret), body, at_s),
    }
    return post(row.webhook.address, body, headers, ways)
