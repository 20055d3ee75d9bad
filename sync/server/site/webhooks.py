"""Who hears when totals change, and how does a coordinator let somebody hear, try it out and end it?

Promise: a secret is shown once, when it is made; everything here is of the event that is looked at.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.server.reading import webhooks as reading
from sync.server.site.clock import now_ms
from sync.server.site.visitors import COORDINATORS, Visitor, page_for
from sync.server.site.webhook_forms import WebhookForm
from sync.server.site.webhooked import DeliveryShown, delivery_shown, webhook_shown
from sync.server.tongues.saying import say
from sync.server.webhooks import making
from sync.server.webhooks.models import Off, Webhook
from sync.server.webhooks.outbox import SEND_EACH_MS
from sync.server.webhooks.signing import HEADER

LOOK_AND_CHANGE = ["GET", "HEAD", "POST"]


@require_safe
@page_for(COORDINATORS)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the webhooks."""
    at_ms = now_ms()
    shown = [webhook_shown(row, at_ms) for row in reading.webhooks(visitor.organisation, visitor.event)]
    return render(request, "site/webhooks.html", {"visitor": visitor, "webhooks": shown, "each_s": SEND_EACH_MS // 1000})


@require_http_methods(LOOK_AND_CHANGE)
@page_for(COORDINATORS)
def make(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Make a webhook, and show its secret this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row, secret = making.make(visitor.actor, said["name"].strip(), said["address"], shows_small=said["small"], now_ms=now_ms())
        except making.TooMany:
            form.add_error(None, say("{most} addresses hear of this event already. Remove one first.", most=making.OF_EVENT_MAX))
        else:
            return render(request, "site/webhook_made.html", {"visitor": visitor, "webhook": row, "secret": secret, "header": HEADER})
    return render(request, "site/webhook_new.html", {"form": form, "visitor": visitor})


@require_safe
@page_for(COORDINATORS)
def one(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Show a webhook with its messages."""
    row = _row(visitor, no)
    shown = {"visitor": visitor, "webhook": webhook_shown(row, now_ms()), "messages_of": _messages(row, visitor)}
    return render(request, "site/webhook.html", shown)


@require_safe
@page_for(COORDINATORS)
def log(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Send the messages alone, for an open page."""
    row = _row(visitor, no)
    return render(request, "site/pieces/deliveries.html", {"webhook": webhook_shown(row, now_ms()), "messages_of": _messages(row, visitor)})


@require_POST
@page_for(COORDINATORS)
def try_out(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Send a message that only tries the address."""
    making.try_out(visitor.actor, _row(visitor, no), now_ms())
    messages.success(request, say("A test message is on its way. Look below what comes of it."))
    return redirect("reports-webhook", no)


@require_POST
@page_for(COORDINATORS)
def switch(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Switch a webhook off, or on again."""
    row = _row(visitor, no)
    is_on = row.off != Off.ON
    making.switch(visitor.actor, row, is_on=is_on, now_ms=now_ms())
    said = say("{name} hears of totals again.", name=row.name) if is_on else say("{name} hears nothing for now.", name=row.name)
    messages.success(request, said)
    return redirect("reports-webhook", no)


@require_http_methods(LOOK_AND_CHANGE)
@page_for(COORDINATORS)
def remove(request: HttpRequest, visitor: Visitor, no: int) -> HttpResponse:
    """Say what removing does; on confirmation, do it."""
    row = _row(visitor, no)
    if request.method != "POST":
        return render(request, "site/webhook_remove.html", {"visitor": visitor, "webhook": webhook_shown(row, now_ms())})
    making.remove(visitor.actor, row, now_ms())
    messages.success(request, say("{name} hears nothing any more.", name=row.name))
    return redirect("reports-webhooks")


def _row(visitor: Visitor, no: int) -> Webhook:
    row = reading.webhook(visitor.organisation, visitor.event, no)
    if row is None:
        raise Http404
    return row


def _messages(row: Webhook, visitor: Visitor) -> list[DeliveryShown]:
    at_ms = now_ms()
    return [delivery_shown(one, visitor.definition.event, at_ms) for one in reading.deliveries(row)]
