"""How does a webhook come about, change and end?

Promise: its secret is told once; each change stands in the audit log in the same transaction.
"""

from django.db import transaction

from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.endings.ledger import Kind, write_down
from sync.server.webhooks import outbox
from sync.server.webhooks.models import Delivery, Off, Webhook
from sync.server.webhooks.signing import new_secret

OF_EVENT_MAX = 20
"""More receivers than this read the figures themselves."""


class TooMany(Exception):
    """The event has as many webhooks as it may."""


@transaction.atomic
def make(by: Actor, name: str, address: str, *, shows_small: bool, now_ms: int) -> tuple[Webhook, str]:
    """Make a webhook for the event that ``by`` looks at; return it with its secret. Raises ``TooMany``."""
    assert by.organisation is not None, "nobody's people tell nobody"
    assert by.event is not None, "a webhook tells of one event"
    if Webhook.objects.filter(event=by.event, removed_ms=None).count() >= OF_EVENT_MAX:
        raise TooMany
    secret, kept = new_secret()
    row = Webhook(organisation=by.organisation, event=by.event, name=name, address=address, secret=kept, shows_small=shows_small)
    row.made_by, row.made_ms = by.who, now_ms
    row.save()
    small = "with" if shows_small else "without"
    did(by, Deed.WEBHOOK_MADE, f"Made the webhook “{name}”: {_site(address)} hears of totals, {small} small numbers.")
    return row, secret


@transaction.atomic
def switch(by: Actor, row: Webhook, *, is_on: bool, now_ms: int) -> None:
    """Send again, or nothing for now."""
    if is_on:
        Webhook.objects.filter(pk=row.pk).exclude(off=Off.ON).update(off=Off.ON, off_ms=None, failures=0, told=b"")
    else:
        outbox.switch_off(row.pk, Off.PERSON, now_ms)
    did(by, Deed.WEBHOOK_CHANGED, f"Switched the webhook “{row.name}” {'on' if is_on else 'off'}.")


@transaction.atomic
def try_out(by: Actor, row: Webhook, now_ms: int) -> Delivery | None:
    """Send a message that only tries the address; none when the event is gone."""
    made = outbox.try_out(row, now_ms)
    if made is not None:
        did(by, Deed.WEBHOOK_CHANGED, f"Tried the webhook “{row.name}” out.")
    return made


@transaction.atomic
def remove(by: Actor, row: Webhook, now_ms: int) -> bool:
    """Send nothing ever again; return whether it was there. The secret goes, and every message with it."""
    done = Webhook.objects.filter(pk=row.pk, removed_ms=None).update(removed_ms=now_ms, secret=b"", off=Off.PERSON, off_ms=now_ms)
    if done:
        Delivery.objects.filter(webhook=row.pk).delete()
        write_down(Kind.WEBHOOK, *identity(row), at_ms=now_ms)
        did(by, Deed.WEBHOOK_REMOVED, f"Removed the webhook “{row.name}”.")
    return bool(done)


def identity(row: Webhook) -> tuple[int, int, str, str]:
    """Return what tells ``row`` from every other webhook that there ever was; a number is given again after a restore."""
    return row.event, row.made_ms, row.name, row.address


def _site(address: str) -> str:
    """Return who hears, without what may be secret in the address."""
    return address.split("?", maxsplit=1)[0].split("/")[2]
