"""Which addresses hear of an event, and what became of their messages?

Promise: of one organisation's event only; secrets are never part of an answer.
"""

from sync.server.webhooks.models import Delivery, Webhook

SHOWN_MAX = 20


def webhooks(organisation: int, event: int) -> list[Webhook]:
    """Return the webhooks of an event, newest first."""
    return list(Webhook.objects.filter(organisation=organisation, event=event, removed_ms=None).defer("secret").order_by("-pk"))


def webhook(organisation: int, event: int, no: int) -> Webhook | None:
    """Return one webhook."""
    return Webhook.objects.filter(organisation=organisation, event=event, removed_ms=None, pk=no).first()


def deliveries(webhook: Webhook) -> list[Delivery]:
    """Return its newest messages, the newest first."""
    return list(Delivery.objects.filter(webhook=webhook).defer("body").order_by("-pk")[:SHOWN_MAX])
