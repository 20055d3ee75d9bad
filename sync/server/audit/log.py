"""How does a line come into the audit log?

Promise: whoever changes something writes a line in the same transaction, where there is one, so that neither stands without the other.
There is no function that changes a line. Sentences never hold a volunteer's name: erasing a person must not need the log.
"""

import time

import msgspec

from sync.server.audit.deeds import Deed
from sync.server.audit.models import AuditLine

WHAT_CHARACTERS_MAX = 2_000
WHO_CHARACTERS_MAX = 310
"""Two names of Django's own length, a space and the name to sign in with in brackets."""


class Actor(msgspec.Struct, frozen=True):
    """Who does something, for which organisation and event (none: for no single one), and from which address (empty: command line)."""

    who: str
    organisation: int | None
    event: int | None = None
    account: int | None = None
    address: str = ""


def did(actor: Actor, deed: Deed, what: str, venue: int | None = None) -> None:
    """Write that ``actor`` did ``deed``; ``what`` is a whole sentence in the past tense, without the actor."""
    AuditLine.objects.create(
        at_ms=time.time_ns() // 1_000_000,
        organisation=actor.organisation,
        event=actor.event,
        venue=venue,
        account=actor.account,
        who=actor.who[:WHO_CHARACTERS_MAX],
        address=actor.address,
        deed=deed.value,
        what=what[:WHAT_CHARACTERS_MAX],
    )


def looked(actor: Actor, what: str, venue: int | None = None) -> None:
    """Write that ``actor`` was shown people's names, and why; call it before the names are sent."""
    did(actor, Deed.NAMES_SEEN, what, venue)
