"""How are people forgotten: everybody of an event, or one person?

Promise: one transaction, in which the roster of every kiosk learns of it and the ledger gets its lines; a record with numbers is kept;
entries and figures stay, as facts about a random number.
"""

from collections.abc import Collection

from django.db import transaction

from sync.server.erasing import ledger
from sync.server.erasing.holdings import Counts, Kind, added, holdings
from sync.server.erasing.models import Erasure, Why


def kept(event: int) -> Counts:
    """Return how much is kept of the event's people."""
    return added([one.count(event) for one in holdings()])


def erase_event(event: int, by: str, why: Why, now_ms: int) -> Counts:
    """Forget everybody of ``event``; return how many of what."""
    with transaction.atomic():
        gone = added([one.erase(event) for one in holdings()])
        _record(event, gone, by, why, now_ms)
        ledger.write_down(event, None, now_ms)
    return gone


def erase_people(event: int, keys: Collection[bytes], by: str, now_ms: int) -> Counts:
    """Forget ``keys``: people and parties by their references."""
    with transaction.atomic():
        gone = added([one.erase_people(event, keys) for one in holdings()])
        _record(event, gone, by, Why.ONE, now_ms)
        ledger.write_down(event, keys, now_ms)
    return gone


def erase_again(event: int, keys: Collection[bytes] | None, now_ms: int) -> Counts:
    """Forget anew whom a restored backup brought back, without another line in the ledger."""
    with transaction.atomic():
        gone = added([one.erase(event) if keys is None else one.erase_people(event, keys) for one in holdings()])
        if gone:
            _record(event, gone, "", Why.RESTORED, now_ms)
    return gone


def _record(event: int, gone: Counts, by: str, why: Why, now_ms: int) -> None:
    counts = {kind.value: count for kind, count in gone.items() if kind is not Kind.SECRETS}
    Erasure.objects.create(event=event, at_ms=now_ms, by=by[:310], why=why, counts=counts)
