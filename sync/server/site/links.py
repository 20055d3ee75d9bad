"""How does a link reach whom it is for? It is shown once, to be copied or read aloud; where a mail server is named, it can be sent, too.

Promise: the link is always shown; the address of a letter is used once and kept nowhere, neither in the database nor in the log; without
a mail server no page mentions letters.
"""

import logging

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sync.server.audit.deeds import Deed
from sync.server.audit.log import did
from sync.server.people import inviting
from sync.server.people.models import Invitation
from sync.server.site import amounts
from sync.server.site.clock import now_ms
from sync.server.site.visitors import COORDINATORS, Member, wide_page_for
from sync.server.tongues.saying import later, say

_LOG = logging.getLogger(__name__)
CODE_TYPED_MAX = 40
"""More than a code has with everything between its groups."""

NOT_AN_ADDRESS = later("This is no email address. Write it like name@example.org.")


class LetterForm(forms.Form):
    """Where to send a link; which one says its code, since nobody else knows it any more."""

    code = forms.CharField(max_length=CODE_TYPED_MAX, widget=forms.HiddenInput)
    to = forms.EmailField(
        label=later("Their email address"),
        help_text=later("It is used for this letter and kept nowhere."),
        error_messages={"required": NOT_AN_ADDRESS, "invalid": NOT_AN_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


def shown(request: HttpRequest, row: Invitation, code: str, form: LetterForm | None = None) -> HttpResponse:
    """Show a link for the only time."""
    letter = form or LetterForm(initial={"code": code}) if settings.ENVIRONMENT.mail else None
    is_reset = row.user_id is not None
    return render(request, "site/link.html", {**_told(request, row, code), "code": code, "is_reset": is_reset, "letter": letter})


@require_POST
@wide_page_for(COORDINATORS)
def send(request: HttpRequest, member: Member) -> HttpResponse:
    """Send a link that is just being shown, and show it still."""
    form = LetterForm(request.POST)
    code = request.POST.get("code", "")[:CODE_TYPED_MAX]
    try:
        row = inviting.opened_by(code, now_ms())
    except inviting.NotOpen as fault:
        raise Http404 from fault
    if settings.ENVIRONMENT.mail is None or row.organisation_id != member.organisation:
        raise Http404
    if not form.is_valid():
        return shown(request, row, code, form)
    if _is_sent(request, row, code, form.cleaned_data["to"], member.actor.who):
        did(member.actor, Deed.LINK_SENT, f"Sent the link for {row.shown_name} by email.")
        messages.success(request, say("The letter is on its way to {address}.", address=form.cleaned_data["to"]))
    else:
        messages.warning(request, say("The letter could not be sent just now. Please pass the link on yourself."))
    return shown(request, row, code)


def _is_sent(request: HttpRequest, row: Invitation, code: str, to: str, who: str) -> bool:
    told = _told(request, row, code)
    if row.user_id is None:
        subject = say("Your invitation to Many Hands")
        opening = say("Hello {name}, {who} invites you to Many Hands.", name=row.shown_name, who=who)
    else:
        subject = say("A new password for Many Hands")
        opening = say("Hello {name}, by this link you choose a new password.", name=row.shown_name)
    closing = say("The link works once, within the next {left}.", left=told["left"])
    try:
        send_mail(subject, f"{opening}\n\n{told['link']}\n\n{closing}\n", None, [to])
    except OSError:  # what the line and what the other side says (SMTPException) alike
        _LOG.warning("a letter could not be handed to the mail server", exc_info=True)
        return False
    return True


def _told(request: HttpRequest, row: Invitation, code: str) -> dict[str, str]:
    return {
        "name": row.shown_name,
        "link": request.build_absolute_uri(reverse("join-with", args=[code])),
        "by_hand": request.build_absolute_uri(reverse("join")),
        "left": amounts.span(row.expires_ms - now_ms() + 999),
    }
