"""What about the account pages that the centre does not offer?

Promise: whoever comes to them is told whom to ask; no letter is ever tried to be sent.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NOT_OFFERED = (
    r"^accounts/(?:signup|inactive|email|confirm-email|phone|password/set|password/reset|login/code|login/phone|social|3rdparty)(?:/.*)?$"
)


@require_safe
def not_offered(request: HttpRequest) -> HttpResponse:
    """Say that accounts are made and passwords given by whoever runs the centre."""
    return render(request, "site/ask_coordinator.html")
