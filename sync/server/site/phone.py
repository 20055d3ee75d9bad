"""What does a volunteer see who opens the link to their pass on a phone?

Promise: whoever has the link sees one pass and nothing else; no account; nothing from another host; a link of a pass that was issued anew,
or of somebody who is no longer on the roster, shows nothing of anybody.
"""

import base64
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from sync.domain.spoken import grouped
from sync.paper.canvas import is_right_to_left
from sync.paper.code_picture import QUIET_MODULES, modules, rects
from sync.paper.passes import pass_png
from sync.server.papers.passes import Bearer, bearer, is_ours, who_of_link
from sync.server.reading.event import event as published_event
from sync.server.registering.pages.own import own_links
from sync.server.tongues.saying import say

PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@require_safe
def page(request: HttpRequest, event: str, word: str) -> HttpResponse:
    """Show the pass."""
    found = _found(int(event), word)
    if found is None:
        return _private(render(request, "site/pass_gone.html", status=HTTPStatus.NOT_FOUND))
    matrix = modules(found.card.code)
    shown = {
        "card": found.card,
        "digits": grouped(found.person.spoken_code),
        "is_right_to_left": is_right_to_left(found.card.event),
        "code": [(rect.x + QUIET_MODULES, rect.y + QUIET_MODULES, rect.width) for rect in rects(matrix)],
        "side": len(matrix) + 2 * QUIET_MODULES,
        "picture": base64.b64encode(pass_png(found.card)).decode(),
        "manifest": reverse("pass-manifest", args=[event, word]),
        "own": own_links(int(event), found.person.who, word),
    }
    return _private(render(request, "site/pass_on_phone.html", shown))


@require_safe
def manifest(request: HttpRequest, event: str, word: str) -> HttpResponse:
    """Say how the page looks when it lies on the home screen."""
    del request
    found = _found(int(event), word)
    if found is None:
        return JsonResponse({}, status=HTTPStatus.NOT_FOUND, headers=PRIVATE)
    icons = [{"src": static(f"mark/favicon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (32, 180)]
    said = {
        "name": found.card.event,
        "short_name": say("My pass"),
        "start_url": reverse("pass-on-phone", args=[event, word]),
        "display": "standalone",
        "background_color": "#FFFFFF",
        "icons": icons,
    }
    return JsonResponse(said, headers=PRIVATE, content_type="application/manifest+json")


def _private(answer: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and search machines, and the link out of what is told to other pages."""
    for name, value in PRIVATE.items():
        answer[name] = value
    return answer


def _found(event: int, word: str) -> Bearer | None:
    who, published = who_of_link(word), published_event(event)
    if who is None or published is None:
        return None
    found = bearer(event, published.definition, who)
    return found if found is not None and is_ours(event, found.person, word) else None
