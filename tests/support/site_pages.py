"""The centre's pages without a browser: Django's test client on a database of its own, signed in as anybody.

Promise: nothing that one test's pages kept is shown to the next; the test client is treated as any browser is (CSRF aside).
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.centre import django_on, fresh_database
from tests.support.centre_day import CentreDay

QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Passwords are hashed slowly on purpose; here dozens are, and none is a secret."""

ROLES = ("viewer", "auditor", "venue_lead", "coordinator")


@contextmanager
def centre_day(*, filled: bool = True, kind: str = "sqlite") -> Iterator[CentreDay]:
    """A day at the centre, now: full of life, or with nothing but its event and its people."""
    from django.test.utils import override_settings

    with fresh_database(kind) as database, django_on(database), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        forget_pages()
        day = CentreDay(now_ms())
        if filled:
            day.fill()
        else:
            day.publish()
            day.add_people()
        yield day
        forget_pages()


def browser_of(role: str | None) -> Any:
    """A test client, signed in as somebody with ``role`` (none: a stranger)."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    if role is not None:
        person = get_user_model().objects.get(username=role)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def forget_pages() -> None:
    """Drop what pages were kept for a second."""
    from django.core.cache import cache

    cache.clear()


def text_of(answer: Any) -> str:
    """The words of a page as they are read: no tags, single spaces. Of a file that is no text, what can be read."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = re.sub(r"<(script|style|title|option)\b.*?</\1>", " ", content.decode(errors="replace"), flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", page)
    import html

    return " ".join(html.unescape(words).split())


def now_ms() -> int:
    """The pages ask the real clock; days are made around it."""
    return time.time_ns() // 1_000_000
