"""How does a token come about, what does it open, and how does it end?

Promise: it is told once, to whoever makes it; of what is kept nobody can make it again. Making and taking back stand in the audit log
in the same transaction.
"""

import hashlib
import re
import secrets

import msgspec
from django.db import transaction

from sync.server.api.models import Token
from sync.server.audit.deeds import Deed
from sync.server.audit.log import Actor, did
from sync.server.endings.ledger import Kind, write_down

MARK = "mh_"
"""Programs that look for secrets in other people's files know ours by it."""

SECRET_BYTES = 32
"""Nobody guesses 256 bits: so a plain digest is enough, and looking one up costs nothing."""

NOTED_EACH_MS = 60_000
"""The last use is kept to the minute: a write for each question would make readers compete with kiosks."""

_SHAPE = re.compile(rf"{MARK}[A-Za-z0-9_-]{{43}}")


class NotKnown(Exception):
    """Nothing of ours."""


class Ended(Exception):
    """It was ours, and opens nothing any more: taken back, or (``at_ms``) expired."""

    def __init__(self, at_ms: int | None) -> None:
        super().__init__(at_ms)
        self.at_ms = at_ms


class Scope(msgspec.Struct, frozen=True):
    """What a token shall open. ``event`` none: every event; ``venues`` empty: all of them."""

    event: int | None = None
    venues: tuple[int, ...] = ()
    shows_small: bool = False


@transaction.atomic
def make(by: Actor, name: str, scope: Scope, expires_ms: int, now_ms: int) -> tuple[Token, str]:
    """Make a token; return its row, and itself for the only time."""
    assert by.organisation is not None, "nobody's people let nobody read"
    assert scope.event is not None or not scope.venues, "venues are an event's"
    secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
    row = Token.objects.create(
        organisation=by.organisation,
        digest=_digest(secret),
        ending=secret[-4:],
        name=name,
        event=scope.event,
        venues=sorted(set(scope.venues)),
        shows_small=scope.shows_small,
        made_by=by.who,
        made_ms=now_ms,
        expires_ms=expires_ms,
    )
    did(by, Deed.TOKEN_MADE, f"Made the token “{name}” that ends in {row.ending}, {_told(scope)}.")
    return row, secret


@transaction.atomic
def revoke(by: Actor, row: Token, now_ms: int) -> bool:
    """Let a token open nothing any more; return whether it did so far."""
    done = Token.objects.filter(pk=row.pk, revoked_ms=None).update(revoked_ms=now_ms)
    if done:
        write_down(Kind.TOKEN, bytes(row.digest), at_ms=now_ms)
        did(by, Deed.TOKEN_REVOKED, f"Took the token “{row.name}” that ends in {row.ending} back.")
    return bool(done)


def opened_by(secret: str, now_ms: int) -> Token:
    """Return the token that ``secret`` is. Raises ``NotKnown``, ``Ended``."""
    row = Token.objects.filter(digest=_digest(secret)).first() if _SHAPE.fullmatch(secret) else None
    if row is None:
        raise NotKnown
    if row.revoked_ms is not None:
        raise Ended(None)
    if row.expires_ms <= now_ms:
        raise Ended(row.expires_ms)
    return row


def note_use(row: Token, now_ms: int) -> None:
    """Keep when a token was used last."""
    if row.used_ms is None or now_ms - row.used_ms >= NOTED_EACH_MS:
        Token.objects.filter(pk=row.pk).update(used_ms=now_ms)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _told(scope: Scope) -> str:
    events = "for every event" if scope.event is None else f"for event {scope.event}"
    venues = f" at venues {', '.join(str(no) for no in sorted(set(scope.venues)))}" if scope.venues else ""
    return f"{events}{venues}, {'with' if scope.shows_small else 'without'} small numbers"
