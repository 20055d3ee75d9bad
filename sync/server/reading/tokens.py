"""Which tokens has an organisation given out?

Promise: of one organisation only, and to whoever looks after one event only those for that event.
"""

from django.db.models import QuerySet

from sync.server.api.models import Token

SHOWN_AFTER_MS = 30 * 24 * 3_600_000
"""What has ended stays on the page for a month: long enough to see why somebody's spreadsheet stopped."""


def tokens(organisation: int, event: int | None, now_ms: int) -> list[Token]:
    """Return the tokens that are open or ended lately, newest first; ``event`` none: of the whole organisation."""
    rows = _of(organisation, event).exclude(revoked_ms__lt=now_ms - SHOWN_AFTER_MS)
    return list(rows.exclude(expires_ms__lt=now_ms - SHOWN_AFTER_MS).order_by("-pk"))


def token(organisation: int, event: int | None, no: int) -> Token | None:
    """Return a token that can be taken back."""
    return _of(organisation, event).filter(pk=no, revoked_ms=None).first()


def _of(organisation: int, event: int | None) -> QuerySet[Token]:
    rows = Token.objects.filter(organisation=organisation)
    return rows if event is None else rows.filter(event=event)
