"""What does somebody see who comes with a link or a code?

Promise: a stranger learns nothing about the centre; a link that opens nothing says what to do; whoever chose a password goes on to sign in.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sync.server.people import inviting
from sync.server.people.address import address_of
from sync.server.people.codes import CODE_SIGNS, read_code
from sync.server.people.models import Invitation
from sync.server.site.clock import now_ms
from sync.server.site.people_forms import JoinForm, PasswordForm
from sync.server.tongues.saying import say

LOOK_AND_CHANGE = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(LOOK_AND_CHANGE)
def with_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code that was read aloud."""
    signs = read_code(request.POST.get("code", ""))
    if request.method == "POST" and len(signs) == CODE_SIGNS:
        return redirect("join-with", signs)
    return render(request, "site/join_code.html", {"typed": request.POST.get("code", ""), "is_wrong": request.method == "POST"})


@never_cache
@require_http_methods(LOOK_AND_CHANGE)
def with_link(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody make their account, or choose a new password."""
    try:
        row = inviting.opened_by(code, now_ms())
        form = PasswordForm(request.POST or None) if row.user_id is not None else JoinForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return _done(request, code, row, form)
    except inviting.NotOpen:
        return render(request, "site/join_over.html", status=404)
    return render(request, "site/join.html", {"form": form, "row": row, "is_reset": row.user_id is not None})


def _done(request: HttpRequest, code: str, row: Invitation, form: PasswordForm) -> HttpResponse:
    said = form.cleaned_data
    if row.user_id is not None:
        user = inviting.choose_password(code, said["password"], address_of(request), now_ms())
        messages.success(request, say("Your new password is kept. Sign in with it."))
    else:
        user = inviting.join(code, said["username"], said["password"], address_of(request), now_ms())
        messages.success(request, say("Welcome. Your account is ready: sign in as {name}.", name=user.get_username()))
    return redirect("account_login")
