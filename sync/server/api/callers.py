"""Who asks, and what does their token open?

Promise: of another organisation nothing is told, not even that it is there; within their own, a program hears that its token does not
reach so far, so that somebody can make it one that does.
"""

import base64
import binascii

import msgspec
from django.http import HttpRequest

from sync.server.api.models import Token
from sync.server.api.refusals import no_token, not_there, not_yours
from sync.server.api.tokens import Ended, NotKnown, opened_by
from sync.server.people.organisations import events_of
from sync.server.reading.event import Published, event

HOW = "Send the header “Authorization: Bearer”, a space and the token; a coordinator makes one under Reports, Tokens."


class Caller(msgspec.Struct, frozen=True):
    """A program with a token that is open at ``now_ms``."""

    token: Token
    now_ms: int

    @property
    def events(self) -> list[int]:
        """The events that the token opens, the last published first."""
        return [no for no in events_of(self.token.organisation) if self.token.event in (None, no)]

    @property
    def seen(self) -> frozenset[int] | None:
        """The venues that it opens, as the readings take it: none for all."""
        return frozenset(self.token.venues) or None

    def published(self, no: int) -> Published:
        """Return event ``no``. Raises ``Refused``."""
        found = event(no) if no in events_of(self.token.organisation) else None
        if found is None:
            raise not_there(f"No event {no} is published here. /api/v1/events lists those that this token opens.")
        if self.token.event not in (None, no):
            raise not_yours(f"It is for event {self.token.event} only. Ask a coordinator for a token that opens event {no}.")
        return found

    def venues(self, published: Published, asked: int | None) -> frozenset[int] | None:
        """Return which venues to tell about: the one that is ``asked`` for, else all that the token opens. Raises ``Refused``."""
        if asked is None:
            return self.seen
        if published.definition.venue(asked) is None:
            raise not_there(f"Event {published.no} has no venue {asked}.")
        if self.seen is not None and asked not in self.seen:
            raise not_yours(f"It opens the venues {', '.join(str(no) for no in sorted(self.seen))}, not {asked}.")
        return frozenset({asked})


def caller_of(request: HttpRequest, now_ms: int) -> Caller:
    """Return who asks. Raises ``Refused``."""
    header = request.headers.get("Authorization", "")
    if not header:
        raise no_token(HOW)
    try:
        return Caller(opened_by(_secret(header), now_ms), now_ms)
    except NotKnown as cause:
        raise no_token(f"This is no token of this centre; perhaps a part of it is missing. {HOW}") from cause
    except Ended as ended:
        why = "was taken back" if ended.at_ms is None else "has expired"
        raise no_token(f"This token {why}. Ask a coordinator for a new one.") from ended


def _secret(header: str) -> str:
    """Return the token: after Bearer, or as the password of Basic, which is what spreadsheets can send. Raises ``NotKnown``."""
    sort, _, given = header.strip().partition(" ")
    if sort.lower() not in {"bearer", "basic"}:
        raise NotKnown
    if sort.lower() == "bearer":
        return given.strip()
    try:
        return base64.b64decode(given.strip(), validate=True).decode("ascii").partition(":")[2]
    except (binascii.Error, ValueError) as cause:
        raise NotKnown from cause
