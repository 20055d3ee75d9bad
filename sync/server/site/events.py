"""Which of several events does somebody look at?

Promise: only events of their own organisation that they may see can be chosen; the choice holds in this browser until another is made.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sync.server.site.visitors import EVENT_CHOSEN, EVERYBODY, Visitor, page_for

DIGITS_MAX = 18


@require_POST
@page_for(EVERYBODY)
def choose(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keep which event is looked at: what may not be seen is passed over wherever the choice is read."""
    del visitor
    given = request.POST.get("event", "")
    if given.isascii() and given.isdigit() and len(given) <= DIGITS_MAX:
        request.session[EVENT_CHOSEN] = int(given)
    return redirect("totals")
