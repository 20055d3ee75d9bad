"""How are background jobs done by a process of their own?

Promise: told to stop, it lets go at the job's next report and the job goes on at the next start; begun by the centre, it does not
outlive it for long; stopped by Ctrl-C, its number says so.
"""

import argparse
import os
import signal
import threading

from sync.server.commands.exits import Exit, Stopped
from sync.server.jobs.worker import work_until
from sync.server.vitals.ready import pending_migrations


def run(chosen: argparse.Namespace) -> int:
    """Do jobs until a signal says stop."""
    if pending_migrations():
        raise Stopped("changes of the database's tables wait; run: manyhands centre migrate", Exit.NEEDS_PERSON)
    stopped, interrupted, parent = threading.Event(), threading.Event(), os.getppid()

    def stop(told: int, _frame: object) -> None:
        if told == signal.SIGINT:
            interrupted.set()
        stopped.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)

    def is_stopping() -> bool:
        return stopped.is_set() or (chosen.with_parent and os.getppid() != parent)

    if not chosen.with_parent:
        print("Waiting for jobs - end it with Ctrl-C.", flush=True)
    work_until(is_stopping, stopped.wait, chosen.idle_s)
    return Exit.INTERRUPTED if interrupted.is_set() else Exit.DONE
