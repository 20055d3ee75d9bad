"""How does a browser keep what somebody chose for it, and where do they go on?

Promise: whoever chooses comes back to the page they chose on, never to another host; the choice says nothing about anybody and goes with
no account.
"""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

KEPT_S = 400 * 24 * 3600
"""Browsers keep no cookie for longer than 400 days."""


def back_with(request: HttpRequest, cookie: str, choice: str | None) -> HttpResponseRedirect:
    """Return the way back to the page that the form names as ``back``, with ``choice`` kept in ``cookie`` (none: as it was)."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    if choice is not None:
        answer.set_cookie(cookie, choice, max_age=KEPT_S, secure=request.is_secure(), httponly=True, samesite="Lax")
    return answer
