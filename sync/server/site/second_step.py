"""Has a coordinator set up the second step at sign-in, and what happens until then?

Promise: from the first page that a coordinator opens there is a day's time; after it nothing opens but the page that sets the second
step up. The demo asks for none.
"""

import time

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sync.server.people.organisations import account_of
from sync.server.people.rights import Rights
from sync.server.tongues.saying import later

GRACE_MS = 24 * 3_600_000
"""The day itself: a coordinator whose telephone is at home when the doors open is not shut out."""

NOW_NEEDED = later("Coordinators need a second step at sign-in. Set it up here; everything else opens again at once.")


def left_ms(request: HttpRequest, rights: Rights) -> int | None:
    """Return for how long a coordinator may still go without the second step; none when nothing is missing."""
    if settings.DEMO or not rights.is_coordinator or get_adapter().is_mfa_enabled(request.user):
        return None
    assert request.user.pk is not None, "rights belong to somebody signed in"
    now_ms = time.time_ns() // 1_000_000
    account = account_of(request.user.pk)
    until_ms: int | None = account.second_step_by_ms
    if until_ms is None:
        account.second_step_by_ms = until_ms = now_ms + GRACE_MS
        account.save(update_fields=["second_step_by_ms"])
    return max(0, until_ms - now_ms)


def asked(request: HttpRequest, rights: Rights) -> HttpResponse | None:
    """Return the way to the page that sets the second step up, when it is due; none when the page may be shown."""
    if left_ms(request, rights) != 0:
        return None
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("mfa_index")})
    messages.warning(request, NOW_NEEDED)
    return redirect("mfa_index")
