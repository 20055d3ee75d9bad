"""Is a backup good? It is brought back beside the centre, and what it holds is compared and added up again.

Promise: every chain is walked and every figure recounted; only a backup without a doubt raises ``safe_high``, and only as far as it holds
the very chain that the centre holds, in the same life of the ledger.
"""

from collections.abc import Iterator
from itertools import islice

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.server.backups.contents import Facts, StreamAt
from sync.server.backups.sides import Scratch, Side
from sync.server.backups.standing import standing_on
from sync.server.ledger import recount as figures
from sync.server.ledger.opening import open_store
from sync.server.ledger.sql import SqlLedger
from sync.server.ledger.store import Held, Ledger
from sync.server.ledger.taking import head_at
from sync.server.projector import recount as stays
from sync.server.projector.follow import catch_up
from sync.server.publishing import keys

DOUBTS_MAX = 20
"""So many are told; a backup with more of them is not made better by reading them all."""


def doubts_about(side: Side, scratch: Scratch, told: Facts, now_ms: int) -> list[str]:
    """Return, as sentences, what is wrong with a database that was brought back, at most ``DOUBTS_MAX``. Brings its tables up to date."""
    there = side.facts(scratch)
    if there is None:
        return [*scratch.faults, "it holds no tables of a centre"]
    found = [*scratch.faults, *_differences_of_facts(told, there)]
    with standing_on(scratch.settings):
        unknown = _unknown_migrations(told)
        if unknown:
            return [*found, f"it was written by a newer Many Hands: this one does not know {', '.join(unknown)}"]
        call_command("migrate", verbosity=0, interactive=False)
        found += islice(_differences(now_ms), DOUBTS_MAX)
    return found[:DOUBTS_MAX]


def raise_safe(facts: Facts) -> int:
    """Let kiosks know how far a proven backup holds their streams; return of how many the mark was raised."""
    store = open_store()
    raised = 0
    for one in facts.streams:
        stream = Stream(DeviceNo(one.device), Incarnation(one.incarnation))
        with store.transaction() as ledger:
            held = ledger.held(stream)
            if held is None or held.safe_high >= one.high or ledger.door(stream.device).epoch != facts.epoch:
                continue
            held = ledger.lock([stream])[stream]
            if _is_same_chain(ledger, held, one):
                ledger.make_safe(held.id, one.high)
                raised += 1
    return raised


def _is_same_chain(ledger: Ledger, held: Held, backed_up: StreamAt) -> bool:
    device = ledger.device(held.stream.device)
    if device is None or held.high < backed_up.high:
        return False
    return head_at(ledger, held, device.public_key, backed_up.high).hex() == backed_up.head


def _differences_of_facts(told: Facts, there: Facts) -> Iterator[str]:
    if there.epoch != told.epoch:
        yield f"it should be epoch {told.epoch}, and is {there.epoch}"
    if there.migrations != told.migrations:
        yield "its tables are not of the version that its manifest names"
    if there.streams != told.streams:
        yield f"its streams do not stand where its manifest says ({there.entries} entries instead of {told.entries})"
    for name in sorted({*told.tables, *there.tables}):
        if told.tables.get(name) != there.tables.get(name):
            yield f"table {name} has {there.tables.get(name, 'no')} rows instead of {told.tables.get(name, 'none')}"


def _unknown_migrations(told: Facts) -> list[str]:
    known = set(MigrationLoader(connection).disk_migrations)
    return [f"{app} {name}" for app, name in told.migrations if (app, name) not in known]


def _differences(now_ms: int) -> Iterator[str]:
    try:
        keys.server_key()
    except keys.KeysLocked as locked:
        yield str(locked)
    store = open_store()
    catch_up(store, now_ms)
    with store.snapshot() as ledger:
        assert isinstance(ledger, SqlLedger)
        yield from figures.differences(ledger)
        yield from stays.differences(ledger, now_ms)
