"""Has what an open page asks for changed since it was last sent?

Promise: what is the same is not sent again, and no cache between keeps it for somebody else.
"""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified


def tag_of(text: str) -> str:
    """Return the tag of what is sent."""
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def unless_known(request: HttpRequest, text: str, tag: str) -> HttpResponse:
    """Send ``text``, or say that the browser has it."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, headers=headers)
