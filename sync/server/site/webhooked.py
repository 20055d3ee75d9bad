"""How are webhooks and their messages said? What came of each try, in words that say what to do."""

import msgspec

from sync.domain.definition import Event
from sync.server.site import amounts
from sync.server.tongues.saying import Said, later, say, say_many
from sync.server.webhooks.models import Delivery, Heard, Off, Webhook
from sync.server.webhooks.outbox import GIVEN_UP_MAX, TRIES_MAX

SAID: dict[Heard, Said] = {
    Heard.WAITING: later("not tried yet"),
    Heard.HEARD: later("heard, answered {status}"),
    Heard.STATUS: later("answered {status} and not 2xx: ask who looks after the address"),
    Heard.GONE: later("answered 410: it wants no more messages"),
    Heard.REDIRECTED: later("answered {status}, that it is elsewhere: write the address that it leads to"),
    Heard.NOT_ALLOWED: later("nothing can be sent to this address: it needs https and port 443 or 8443"),
    Heard.NOT_PUBLIC: later("the name leads into a private network, where nothing is sent"),
    Heard.NO_NAME: later("nobody knows this name: look whether the address is spelt right"),
    Heard.NO_CERTIFICATE: later("its certificate is not right or has expired"),
    Heard.NOT_THERE: later("nobody answers there"),
    Heard.SLOW: later("took too long to answer"),
}


class WebhookShown(msgspec.Struct, frozen=True):
    """One webhook. ``off`` empty: it is on."""

    row: Webhook
    off: str
    told: str


class DeliveryShown(msgspec.Struct, frozen=True):
    """One message. ``next`` empty: nothing more is tried."""

    row: Delivery
    at: str
    said: str
    tries: str
    next: str
    is_heard: bool
    is_waiting: bool
    is_tried: bool


def webhook_shown(row: Webhook, at_ms: int) -> WebhookShown:
    """Return a webhook in words."""
    told = say("nothing yet") if row.told_ms == 0 else amounts.ago(max(at_ms - row.told_ms, 0))
    return WebhookShown(row, off_in_words(Off(row.off)), told)


def delivery_shown(row: Delivery, event: Event, at_ms: int) -> DeliveryShown:
    """Return a message in words."""
    heard, waits = Heard(row.outcome), row.due_ms is not None
    # Whoever sends it counts the try before it is made; until something came of it, the next one is only for a sender that was stopped.
    is_first = heard is Heard.WAITING and waits and row.tries > 0
    next_ = ""
    if row.due_ms is not None and not is_first:
        next_ = say("next try in {span}", span=amounts.span(max(row.due_ms - at_ms, 0))) if row.tries else say("about to be sent")
    return DeliveryShown(
        row=row,
        at=amounts.moment(row.made_ms, event, at_ms),
        said=say("being sent now") if is_first else said_of(heard, row.status),
        tries=say_many("{count} try", "{count} tries", row.tries),
        next=next_,
        is_heard=heard is Heard.HEARD,
        is_waiting=waits,
        is_tried=heard is not Heard.WAITING,
    )


def said_of(heard: Heard, status: int | None) -> str:
    """Return what came of the last try."""
    return str(SAID[heard]).replace("{status}", str(status or ""))


def off_in_words(off: Off) -> str:
    """Return why it is off; empty when it is on."""
    match off:
        case Off.ON:
            return ""
        case Off.PERSON:
            return say("A coordinator switched it off.")
        case Off.FAILURES:
            return say(
                "It switched itself off: {messages} messages in a row were not heard, each tried {tries} times. "
                "Look below why, try it out, then switch it on again.",
                messages=GIVEN_UP_MAX,
                tries=TRIES_MAX,
            )
        case Off.GONE:
            return say("It switched itself off: the address answered that it wants no more messages.")
