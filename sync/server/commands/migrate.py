"""How do the tables come up to date?

Promise: also while the centre serves: a change that would make kiosks wait gives up, says so, and is tried again by whoever asked.
"""

import argparse

from django.core.management import call_command
from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from sync.server.commands.exits import Exit, Stopped
from sync.server.ledger.models import Centre
from sync.server.migrating import LOCK_WAIT_S, wait_no_longer


def run(chosen: argparse.Namespace) -> int:
    """Apply what waits."""
    del chosen
    try:
        wait_no_longer()
        call_command("migrate", verbosity=1, interactive=False)
    except OperationalError as fault:
        if isinstance(fault.__cause__, LockNotAvailable):
            raise Stopped(
                f"a table was in use for more than {LOCK_WAIT_S} seconds; the change that waited for it was not made. Run it again",
                Exit.FAULT,
            ) from fault
        raise
    if not Centre.objects.exists():
        Centre.objects.create()
    return Exit.DONE
