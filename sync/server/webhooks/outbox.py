"""Which messages are due, and what follows from what came of them?

Promise: an address hears at most once in half a minute, always the newest figures; what is not heard is tried again, later each time and
never at the same time as everybody else's; an address that hears nothing for long is left alone, and its page says why.
"""

import random
import secrets
from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from sync.server.webhooks.models import Delivery, Heard, Off, Webhook
from sync.server.webhooks.posting import Outcome
from sync.server.webhooks.telling import message

SEND_EACH_MS = 30_000
TRIES_MAX = 6
AGAIN_FIRST_MS = 15_000
AGAIN_FACTOR = 3
"""15 s, 45 s, 2 min, 7 min, 20 min, each by half less to half more: a receiver that is put up anew, or whose network is away."""

GIVEN_UP_MAX = 5
"""So many messages in a row, over hours: then a person should look."""

LEASE_MS = 60_000
"""For as long a message that somebody has begun to send is nobody else's; longer than any sending takes."""

AT_ONCE_MAX = 8
KEPT_MAX = 50
"""So many messages of an address stay for its page."""

_CHANCE = random.SystemRandom()


def look(now_ms: int) -> int:
    """Make the messages of addresses whose figures have changed; return how many."""
    rows = Webhook.objects.filter(off=Off.ON, removed_ms=None, told_ms__lte=now_ms - SEND_EACH_MS).order_by("pk")
    waiting = set(Delivery.objects.filter(webhook__in=rows, is_test=False).exclude(due_ms=None).values_list("webhook", flat=True))
    return sum(_made(row, now_ms) for row in rows if row.pk not in waiting)


def try_out(webhook: Webhook, now_ms: int) -> Delivery | None:
    """Make a message that only tries the address; none when the event is gone."""
    no = secrets.token_hex(16)
    told = message(webhook, no, webhook.version, now_ms, is_test=True)
    return None if told is None else _kept(webhook, no, webhook.version, told.body, now_ms, is_test=True)


def claimed(now_ms: int) -> list[Delivery]:
    """Return messages that are due and ours to send now, their tries counted. Two processes may see the same; one gets it."""
    due = Delivery.objects.filter(due_ms__lte=now_ms, webhook__removed_ms=None).order_by("due_ms", "pk")
    ours = []
    for row in due.select_related("webhook")[:AT_ONCE_MAX]:
        if Delivery.objects.filter(pk=row.pk, due_ms=row.due_ms).update(due_ms=now_ms + LEASE_MS, tries=F("tries") + 1):
            row.tries += 1
            ours.append(row)
    return ours


@transaction.atomic
def write_down(row: Delivery, outcome: Outcome, now_ms: int, drawn: Callable[[], float] = _CHANCE.random) -> None:
    """Keep what came of a try, and decide what follows."""
    is_last = outcome.heard in (Heard.HEARD, Heard.GONE) or row.is_test or row.tries >= TRIES_MAX
    due_ms = None if is_last else now_ms + _wait_ms(row.tries, drawn())
    Delivery.objects.filter(pk=row.pk).update(outcome=outcome.heard, status=outcome.status, tried_ms=now_ms, due_ms=due_ms)
    if row.is_test:
        return
    if outcome.heard is Heard.HEARD:
        Webhook.objects.filter(pk=row.webhook_id).update(failures=0)
    elif outcome.heard is Heard.GONE:
        switch_off(row.webhook_id, Off.GONE, now_ms)
    elif is_last:
        # What was not heard is told anew, with the figures of then.
        Webhook.objects.filter(pk=row.webhook_id).update(failures=F("failures") + 1, told=b"")
        if Webhook.objects.filter(pk=row.webhook_id, failures__gte=GIVEN_UP_MAX).exists():
            switch_off(row.webhook_id, Off.FAILURES, now_ms)


def switch_off(webhook: int, why: Off, now_ms: int) -> None:
    """Send nothing more to an address; what still waits is given up."""
    Webhook.objects.filter(pk=webhook, off=Off.ON).update(off=why, off_ms=now_ms)
    Delivery.objects.filter(webhook=webhook, is_test=False).exclude(due_ms=None).update(due_ms=None)


def _wait_ms(tries: int, drawn: float) -> int:
    """Return how long to wait after so many tries; ``drawn`` is from 0 to 1."""
    return int(AGAIN_FIRST_MS * AGAIN_FACTOR ** (tries - 1) * (0.5 + drawn))


@transaction.atomic
def _made(webhook: Webhook, now_ms: int) -> bool:
    no, version = secrets.token_hex(16), webhook.version + 1
    told = message(webhook, no, version, now_ms)
    if told is None or told.digest == bytes(webhook.told):
        return False
    if not Webhook.objects.filter(pk=webhook.pk, version=webhook.version).update(version=version, told=told.digest, told_ms=now_ms):
        return False  # another process was quicker
    _kept(webhook, no, version, told.body, now_ms)
    return True


def _kept(webhook: Webhook, no: str, version: int, body: bytes, now_ms: int, *, is_test: bool = False) -> Delivery:
    row = Delivery(webhook=webhook, no=no, version=version, body=body.decode(), is_test=is_test, made_ms=now_ms, due_ms=now_ms)
    row.save()
    old = Delivery.objects.filter(webhook=webhook).order_by("-pk").values_list("pk", flat=True)[KEPT_MAX:]
    Delivery.objects.filter(pk__in=list(old), due_ms=None).delete()
    return row
