"""How does somebody make sure that the figures are right?

Promise: everything is read again; each difference is a line, and any difference makes the exit code 1.
"""

import argparse
import time

from sync.server.commands.exits import Exit
from sync.server.ledger import recount as figures
from sync.server.ledger.opening import open_store
from sync.server.ledger.sql import SqlLedger
from sync.server.projector import recount as stays
from sync.server.projector.follow import catch_up, rebuild

TRIES = 5
"""Entries may arrive between catching up and looking; so often is it tried to see both at rest."""


def run(chosen: argparse.Namespace) -> int:
    """Recount, or fold stays anew."""
    now_ms = time.time_ns() // 1_000_000
    if chosen.command == "rebuild":
        print(f"Folded again from {rebuild(open_store(), now_ms)} entries.")
        return Exit.DONE
    found = recount(now_ms)
    for sentence in found:
        print(sentence)
    print(f"{len(found)} differences." if found else "Everything that is shown is what the entries add up to.")
    return Exit.FAILED if found else Exit.DONE


def recount(now_ms: int) -> list[str]:
    """Return every difference as a sentence."""
    store = open_store()
    for _ in range(TRIES):
        catch_up(store, now_ms)
        with store.snapshot() as ledger:
            assert isinstance(ledger, SqlLedger)
            if stays.is_up_to_date(ledger):
                return [*figures.differences(ledger), *stays.differences(ledger, now_ms)]
    with store.snapshot() as ledger:
        assert isinstance(ledger, SqlLedger)
        return [
            *figures.differences(ledger),
            "stays were not compared: entries arrive faster than they are read; try again in a quiet minute",
        ]
