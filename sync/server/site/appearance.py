"""Should the pages be light, dark or in high contrast, and who says so?

Promise: the device's own wish holds until somebody chooses; the choice is kept in a cookie and written into the page by the server, so
that no page flashes and nothing needs a script.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_GET, require_POST

from sync.server.chosen_here import back_with
from sync.server.site.tokens import kept_stylesheet
from sync.server.tongues.saying import later

COOKIE = "appearance"
CHOICES = {
    "device": (later("As this device"), "devices"),
    "day": (later("Day"), "light_mode"),
    "night": (later("Night"), "dark_mode"),
    "high-contrast": (later("High contrast"), "contrast"),
}
STYLESHEET_KEPT_S = 365 * 24 * 3600


def chosen(request: HttpRequest) -> str:
    """Return what was chosen, ``device`` when nothing was."""
    choice = request.COOKIES.get(COOKIE, "")
    return choice if choice in CHOICES else "device"


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on. Anybody may: it says nothing about anybody."""
    choice = request.POST.get("appearance", "")
    return back_with(request, COOKIE, choice if choice in CHOICES else None)


@require_GET
def tokens(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the custom properties. ``name`` changes with the text, so that a browser may keep it for ever."""
    text, now = kept_stylesheet()
    tag = f'"{now}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    keep = f"public, max-age={STYLESHEET_KEPT_S}, immutable" if name == now else "no-cache"
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"ETag": tag, "Cache-Control": keep})
