"""From which address does a request come?

Promise: a proxy's word is taken only where a proxy was said to stand, and then only its own, the last one.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of whoever asks, empty where nothing says it."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """Return the same before Django is asked."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    address: str = forwarded.rsplit(",", 1)[-1].strip() or environ.get("REMOTE_ADDR", "")
    return address
