"""Programs that read the centre's figures: tokens as a coordinator makes them, and questions as a partner asks them.

Promise: what is asked goes through all of Django, with no session and no cookie.
"""

from typing import Any

from tests.support.site_pages import now_ms

YEAR_MS = 365 * 24 * 3_600_000


def token(event: int | None, *, organisation: int | None = None, name: str = "the council’s dashboard", **scope: Any) -> str:
    """A token of the (first) organisation, as it is shown once."""
    from sync.server.api.tokens import Scope, make
    from sync.server.audit.log import Actor
    from sync.server.people.models import Organisation

    owner = Organisation.objects.earliest("pk").pk if organisation is None else organisation
    return make(Actor("Ruth Adeyemi", owner), name, Scope(event, **scope), now_ms() + YEAR_MS, now_ms())[1]


def ask(secret: str | None, address: str, **headers: str) -> Any:
    """What a program hears at ``address`` below ``/api/v1/``."""
    from django.test import Client

    sent = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
    return Client(HTTP_HOST="localhost").get(f"/api/v1/{address}", headers={**sent, **headers})


def rows(secret: str, address: str) -> list[dict[str, Any]]:
    """The rows of an answer that must be one."""
    answer = ask(secret, address)
    assert answer.status_code == 200, answer.content
    told: list[dict[str, Any]] = answer.json()["rows"]
    return told
